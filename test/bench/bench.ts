/**
 * `npm run bench [-- a b c d e f g] [--json]`: the figures of the README, measured on this machine. They are reported, never
 * asserted; what matters is their ratios within one run.
 *
 * Each part runs in a process of its own, because memory is known only for a whole process.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from './measures.ts'
import { opening } from './opening.ts'
import { plan } from './plan.ts'
import { missingRoom, writeRandomModel } from './random-model.ts'
import { render } from './render.ts'
import { restart } from './restart.ts'
import { markdown, type PartOptions, type Row } from './row.ts'
import { savings } from './savings.ts'
import { unetStep } from './unet-step.ts'
import { window } from './window.ts'

const parts: Readonly<Record<string, (options: PartOptions) => Row[] | Promise<Row[]>>> = {
  a: unetStep,
  b: render,
  c: savings,
  d: opening,
  e: restart,
  f: window,
  g: plan,
}

const usage = `npm run bench -- [a b c d e f g] [--json] [--rounds N] [--folder DIR] [--starter FILE] [--eval FILE]
  a  a pass of a Stable Diffusion 1.5-size UNet: speed, opening, memory (5 GB of disk, some minutes)
  b  a render with the starter model: time outside the networks
  c  what each saving saves, and our schedule against the published one
  d  opening a 13 GB checkpoint
  e  cancelling a run and being ready again
  f  the window in Chromium: frames, first paint, weight
  g  what the window computes while a thing is dragged`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '4' },
    folder: { type: 'string', default: os.tmpdir() },
    starter: {
      type: 'string',
      default: path.join(import.meta.dirname, '../../native-models/starter/starter.safetensors'),
    },
    eval: { type: 'string' },
    /** Runs one part in this process; what it found goes to standard output. */
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

const options: PartOptions = {
  folder: values.folder,
  rounds: Number(values.rounds),
  starter: values.starter,
  ...(values.eval !== undefined && { evaluation: values.eval }),
}

// an interrupted part ends its own process; large files are then deleted here
process.on('SIGINT', () => {})

const isUnderstood = positionals.every((name) => parts[name]) && options.rounds >= 1
if (values.help || !isUnderstood) console.log(usage)
else if (values.only !== undefined) process.stdout.write(JSON.stringify(await parts[values.only]!(options)))
else report((positionals.length > 0 ? positionals : Object.keys(parts)).flatMap(inProcessOfItsOwn))

function report(rows: readonly Row[]): void {
  if (values.json) console.log(JSON.stringify({ machine: machine(), rows }, undefined, 1))
  else console.log(`${machine()}\n\n${markdown(rows)}`)
}

function inProcessOfItsOwn(part: string): Row[] {
  console.error(`${part} …`)
  if (part !== 'a') return child(part, options.folder)
  const refusal = missingRoom(options.folder)
  if (refusal) {
    console.error(refusal)
    return []
  }
  const own = mkdtempSync(path.join(options.folder, 'diorama-bench-'))
  try {
    // written here, so that the process that measures has written nothing
    writeRandomModel(own)
    return child(part, own)
  } finally {
    rmSync(own, { recursive: true })
  }
}

function child(part: string, folder: string): Row[] {
  const { rounds, starter, evaluation } = options
  const args = [
    import.meta.filename,
    '--only',
    part,
    '--folder',
    folder,
    '--rounds',
    `${rounds}`,
    '--starter',
    path.resolve(starter),
  ]
  if (evaluation !== undefined) args.push('--eval', path.resolve(evaluation))
  const stdout = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 24,
  })
  return JSON.parse(stdout) as Row[]
}

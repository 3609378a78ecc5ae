/**
 * Makes the example projects of `examples/` with the real studio, engine and starter model, as an artist would by hand.
 *
 * Takes a minute. Run it when the starter model or the form of projects has changed: `node scripts/with-node.mjs
 * scripts/make-examples.ts [--only ID] [--look FOLDER]`; `--look` also writes every picture there.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Gesture } from '../app/contract/edit.ts'
import type { ProjectState, Round } from '../app/contract/project.ts'
import type { Studio } from '../app/contract/studio.ts'
import { EngineHost } from '../app/engine-host/engine-host.ts'
import { forkEngine } from '../app/engine-host/fork.ts'
import { openStudio, type OpenStudio } from '../app/studio/studio.ts'
import packageJson from '../package.json' with { type: 'json' }
import { exampleProjects, type ExampleProject, type ExampleRound } from './example-scenes.ts'

const root = path.join(import.meta.dirname, '..')
const examples = path.join(root, 'examples')
const largestBytes = 2 ** 20

const { values } = parseArgs({ options: { only: { type: 'string' }, look: { type: 'string' } } })
const temporary = mkdtempSync(path.join(os.tmpdir(), 'diorama-examples-'))
const engine = new EngineHost(forkEngine())
const open = openStudio({
  engine,
  folders: { data: path.join(temporary, 'data'), projects: temporary, examples, installation: root },
  kind: 'browser',
  version: packageJson.version,
})
try {
  const manifest: object[] = []
  for (const example of exampleProjects) {
    const file = path.join(temporary, `${example.id}.diorama`)
    const isWanted = values.only === undefined || values.only === example.id
    if (isWanted) await make(open, example, file)
    const { id, name, about } = example
    const things = Math.max(...example.rounds.map((_, place) => thingsIn(example, place)))
    manifest.push({ id, name, about, things, pictures: example.rounds.length })
  }
  writeFileSync(path.join(examples, 'examples.json'), `${JSON.stringify(manifest, null, 2)}\n`)
} finally {
  await open.close()
  rmSync(temporary, { recursive: true })
}

async function make({ studio, pixels }: OpenStudio, example: ExampleProject, file: string): Promise<void> {
  const { id: project } = await studio.create({ path: file })
  const drawn: Round[] = []
  for (const round of example.rounds) {
    await compose(studio, project, round, drawn)
    drawn.push(await draw(studio, project, round))
    if (values.look)
      await look(pixels, project, drawn.at(-1)!, path.join(values.look, `${example.id}-${drawn.length}.png`))
  }
  await studio.close({ project })
  const { size } = statSync(file)
  if (size > largestBytes) throw new Error(`"${example.id}" has ${size} bytes; an example may have ${largestBytes}.`)
  renameSync(file, path.join(examples, `${example.id}.diorama`))
  console.log(`${example.id}: ${drawn.length} rounds, ${Math.round(size / 1024)} KB`)
}

/** What an artist does before pressing Generate. */
async function compose(studio: Studio, project: string, round: ExampleRound, drawn: readonly Round[]): Promise<void> {
  const from = round.from === undefined ? undefined : drawn[round.from]!
  const seed: Gesture = { kind: 'settings', commands: [{ do: 'changeSettings', change: { seed: round.seed } }] }
  const goOn: Gesture[] = from
    ? [{ kind: 'goOn', commands: [{ do: 'setDraft', draft: { ...from.draft, parent: from.id } }] }]
    : []
  for (const gesture of [...goOn, ...round.gestures, seed]) await edit(studio, project, gesture)
}

async function draw(studio: Studio, project: string, { name, starred }: ExampleRound): Promise<Round> {
  const { history } = await studio.project({ project })
  const { id } = await studio.generate({ project, sequence: history.sequence })
  const job = await finished(studio, id)
  if (job.state !== 'done') throw new Error(`The run failed: ${job.error?.message ?? job.state}`)
  const round = (await studio.project({ project })).rounds.at(-1)!
  const change = { name, ...(starred && { starred }) }
  await edit(studio, project, { kind: 'round', commands: [{ do: 'noteRound', id: round.id, change }] })
  return round
}

async function finished(studio: Studio, id: string) {
  for (;;) {
    const job = (await studio.jobs()).find((one) => one.id === id)!
    if (job.state !== 'waiting' && job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function edit(studio: Studio, project: string, gesture: Gesture): Promise<void> {
  const { history }: ProjectState = await studio.project({ project })
  await studio.edit({ project, sequence: history.sequence, gesture }, 'make-examples')
}

async function look(pixels: OpenStudio['pixels'], project: string, { picture }: Round, file: string): Promise<void> {
  const answer = await pixels(new Request(`http://diorama/pixels/${project}/${picture}`))
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, new Uint8Array(await answer.arrayBuffer()))
}

/** Things on the canvas when the round at this place was drawn. */
function thingsIn({ rounds }: ExampleProject, place: number): number {
  const round = rounds[place]!
  const before = place === 0 ? 0 : thingsIn({ rounds } as ExampleProject, round.from ?? place - 1)
  const commands = round.gestures.flatMap((gesture) => gesture.commands)
  const count = (what: string): number => commands.filter((command) => command.do === what).length
  return before + count('addInstance') - count('removeInstance')
}

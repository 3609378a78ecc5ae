/** `diorama rounds`: scene files to the rounds of a project, each going on from the one before. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { keepModes } from '../../contract/document.ts'
import { mergeNames, largestSeed } from '../../contract/run.ts'
import { encodeGreyPng } from '../../exchange/picture.ts'
import { deviceOption } from './device.ts'
import { decimal, integer } from './numbers.ts'
import { printJson, printLine, printWarning } from './output.ts'
import { userPath } from './paths.ts'
import { makeFolder, writeWhole } from './pictures.ts'
import { drawRounds, type DrawnFile, type RoundsWanted } from './rounds-draw.ts'
import { inProject } from './rounds-project.ts'
import { readSceneFile } from './scene-file.ts'
import { withEngine, type EngineSession } from './session.ts'
import path from 'node:path'

interface RoundsOptions extends Omit<RoundsWanted, 'scenes'> {
  readonly project: string
  readonly goOn?: true
  readonly out?: string
  readonly json?: true
}

export function addRounds(program: Command): void {
  program
    .command('rounds')
    .description('draw scene files one after the other, each keeping what it can of the picture before')
    .argument('<scene.json...>', 'in their order; things are found again by id, else by caption and place')
    .requiredOption('--project <file>', 'the project that the rounds go into; a new file')
    .option('--go-on', 'go on from the newest round of a project that is there already')
    .addOption(
      new Option(
        '--keep <mode>',
        'what becomes of the rest: its pixels stay, it is blended in at the end, or all is drawn anew',
      )
        .choices(keepModes)
        .default('locked'),
    )
    .option('--seed <n>', 'which noise to start from (default: 0)', integer(0, largestSeed))
    .option('--steps <n>', 'steps from noise to picture (default: what suits the model)', integer(1, 1000))
    .option('--mis <share>', 'share of the steps in which each instance is also drawn alone, 0 to 1', decimal(0, 1))
    .addOption(
      new Option('--merge <rule>', 'how those come together: each in its place, or as published').choices(mergeNames),
    )
    .option(
      '--model <name>',
      'starter, or the path of a checkpoint (default: starter, or the model of the newest round)',
    )
    .addOption(deviceOption())
    .option('--out <folder>', 'where round-N.png go, and round-N.region.png: 0 where the pixel before must stand')
    .option('--json', 'answer with one JSON object')
    .action((scenes: string[], options: RoundsOptions) => withEngine((session) => rounds(session, scenes, options)))
}

async function rounds(session: EngineSession, files: readonly string[], options: RoundsOptions): Promise<void> {
  const { project: name, goOn = false, out, json, ...given } = options
  const scenes = files.map(readSceneFile)
  const folder = out === undefined ? undefined : userPath(out)
  if (folder !== undefined) makeFolder(folder)
  const { file, result: drawn } = await inProject(name, goOn, scenes[0]!.scene, (project) =>
    drawRounds(session, project, { ...given, scenes }),
  )
  const written = await Promise.all(drawn.map(async (one) => ({ one, ...(await write(one, folder)) })))
  if (!json) for (const message of new Set(drawn.flatMap(({ warnings }) => warnings))) printWarning(message)
  if (json)
    printJson({ project: file, rounds: written.map(({ one, picture, region }) => answer(one, picture, region)) })
  else for (const { one, picture } of written) printRound(one, picture)
}

interface Written {
  readonly picture: string | null
  readonly region: string | null
}

async function write({ round, png, region, picture }: DrawnFile, folder: string | undefined): Promise<Written> {
  if (folder === undefined) return { picture: null, region: null }
  const stem = path.join(folder, `round-${round.level}`)
  writeWhole(`${stem}.png`, png)
  if (!region) return { picture: `${stem}.png`, region: null }
  writeWhole(`${stem}.region.png`, await encodeGreyPng(picture, region))
  return { picture: `${stem}.png`, region: `${stem}.region.png` }
}

function answer({ round, plan, report }: DrawnFile, picture: string | null, region: string | null): object {
  const { id, parent, passes } = round
  return { id, parent, picture, region, plan, report, passes, reused: report.reused, seconds: seconds(report.seconds) }
}

function seconds(value: number): number {
  return Math.round(value * 1000) / 1000
}

function printRound({ round, report }: DrawnFile, picture: string | null): void {
  const { passes, reused } = report
  const saved = reused > 0 ? `, ${reused} saved` : ''
  const file = picture === null ? '' : `  ${path.relative(userPath('.'), picture)}`
  printLine(
    `Round ${round.level}: ${sentence(report)} ${passes} passes${saved}, ${report.seconds.toFixed(1)} s.${file}`,
  )
}

const reasons = {
  noParent: 'drawn whole.',
  size: 'drawn whole, because its size is another one than before.',
  model: 'drawn whole, because its model is another one than before.',
  heldInPart: 'drawn anew but for what is kept by itself.',
}

function sentence({ mode, reason, regionShare, outside, putBack }: DrawnFile['report']): string {
  if (putBack && putBack.largest > 0)
    return `pixels changed outside the region: ${putBack.pixels}; this should not happen, and the round is kept for inspection.`
  if (reason) return reasons[reason]
  if (mode === 'free') return outside?.psnr ? `drawn whole; elsewhere ${outside.psnr.toFixed(1)} dB.` : 'drawn whole.'
  const part = `${Math.round(100 * regionShare)} % drawn anew`
  if (mode === 'locked') return `${part}, ${putBack ? 'every other pixel as it was.' : 'nothing else left.'}`
  return outside?.psnr ? `${part}, the rest at ${outside.psnr.toFixed(1)} dB.` : `${part}.`
}

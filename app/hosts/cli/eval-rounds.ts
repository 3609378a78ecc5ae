/** `diorama eval rounds`: what stays, what comes right and what it costs, over seeded scripts of rounds. */
import type { Command } from 'commander'
import path from 'node:path'
import { pixelMask } from '../../consistency/consistency.ts'
import { starterModel } from '../../contract/document.ts'
import type { ModelUse } from '../../contract/run.ts'
import { evaluatedModes, type DrawnScene, type EvaluatedMode } from '../../evaluation/chains.ts'
import { evaluateRounds, type RoundsFigures, type RoundsEvaluation } from '../../evaluation/rounds.ts'
import { toldBys, type ToldBy } from '../../evaluation/scripts.ts'
import { evaluationFolder, readLayouts } from '../../exchange/evaluation-set.ts'
import { encodeGreyPng, encodePlainPng } from '../../exchange/picture.ts'
import { newDraftSettings } from '../../scene/presets.ts'
import { deviceOption } from './device.ts'
import { integer, list, oneOf } from './numbers.ts'
import { columns, printJson, printLine } from './output.ts'
import { userPath } from './paths.ts'
import { withPictures, writeWhole } from './pictures.ts'
import { progressBar } from './progress.ts'
import { projectOptions } from './rounds-project.ts'
import { withEngine, type EngineSession } from './session.ts'
import { usedModel } from './used-model.ts'

/** What scripts take their things from: with another number they would be other scripts, and their figures not comparable. */
const scriptLayouts = 256

interface EvalRoundsOptions {
  readonly scripts: number
  readonly rounds: number
  readonly addedBy: ToldBy
  readonly modes: readonly EvaluatedMode[]
  readonly device: ModelUse['device']
  readonly out?: string
  readonly json?: true
}

export function addEvalRounds(program: Command): void {
  program
    .command('rounds')
    .description('measure rounds that keep what was not touched, beside two baselines, with the starter model')
    .option('--scripts <n>', 'how many scenes to go on from', integer(1, 10_000), 10)
    .option('--rounds <n>', 'edits of each, one a round', integer(1, 100), 5)
    .option('--added-by <place>', `what added things are told by: ${toldBys.join(' or ')}`, oneOf(toldBys), 'box')
    .option('--modes <names>', `which of ${evaluatedModes.join(', ')}`, list(oneOf(evaluatedModes)), [
      ...evaluatedModes,
    ])
    .addOption(deviceOption())
    .option('--out <folder>', 'where the pictures go: script, mode and round in their names')
    .option('--json', 'answer with one JSON object')
    .action((options: EvalRoundsOptions) => withEngine((session) => evaluate(session, options)))
}

async function evaluate(session: EngineSession, options: EvalRoundsOptions): Promise<void> {
  const { scripts, rounds, addedBy, modes, device, out, json } = options
  const { use, facts, recommended, model } = await usedModel(session, starterModel, device)
  const folder = out === undefined ? undefined : userPath(out)
  const layouts = (await readLayouts(evaluationFolder(use.path))).slice(0, scriptLayouts)
  const bar = progressBar('scripts', { evaluate: 'drawing and looking' })
  const input: RoundsEvaluation = {
    engine: session.host,
    signal: session.signal,
    path: use.path,
    facts,
    model,
    settings: { ...newDraftSettings(recommended), device },
    layouts,
    project: projectOptions,
    scripts,
    rounds,
    addedBy,
    modes,
    onScript: (done) => bar.show({ phase: 'evaluate', done, total: scripts }),
    ...(folder !== undefined && { onDrawn: (script, mode, drawn) => write(folder, script, mode, drawn) }),
  }
  const figures = await withPictures(folder, () => evaluateRounds(input)).finally(bar.stop)
  if (json) printJson(figures)
  else printLine(table(figures))
}

/** `round-N.png` as drawn and, from the second on, `round-N.region.png`: white where it was drawn anew. */
async function write(folder: string, script: number, mode: EvaluatedMode, drawn: readonly DrawnScene[]): Promise<void> {
  for (const [n, { picture, region }] of drawn.entries()) {
    const stem = path.join(folder, `script-${script}-${mode}-round-${n + 1}`)
    writeWhole(`${stem}.png`, await encodePlainPng(picture))
    if (n > 0) writeWhole(`${stem}.region.png`, await encodeGreyPng(picture, pixelMask(picture, region, 0)))
  }
}

/** Shares in per cent, differences in dB and levels. */
function table({ scripts, rounds, rows }: RoundsFigures): string {
  const head = ['mode', 'psnr', 'beyond', 'rim', 'ssim', 'largest', 'survives', 'to the end', 'success', 'removed']
  const costs = ['seam', 'region', 'touched', 'passes', 'anew', 'seconds']
  const lines = rows.map((row) => [
    row.mode,
    ...[row.psnr, row.psnrBeyond, row.psnrBand].map((value) => value?.toFixed(1) ?? 'equal'),
    row.ssim.toFixed(3),
    String(row.maxDifference),
    ...[row.survival, row.survivalToEnd, row.success, row.edits.remove].map(percent),
    row.seam.toFixed(2),
    ...[row.regionShare, row.touchedShare].map(percent),
    row.passes.toFixed(1),
    row.passesAnew.toFixed(1),
    row.seconds.toFixed(2),
  ])
  return `${scripts} scripts of ${rounds} rounds; shares in per cent, differences outside the region in dB.\n${columns([[...head, ...costs], ...lines])}`
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}

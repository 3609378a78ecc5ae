/**
 * How rounds compare: what stays, what comes right and what it costs, over many scripts, for each manner of going on and for
 * two baselines. Reading top to bottom: scripts are drawn, looked at, judged and added up.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Layout } from '../exchange/evaluation-set.ts'
import { createProject, type ProjectOptions } from '../project/project.ts'
import { emptyDocument } from '../scene/presets.ts'
import { drawModes, type Drawer, type DrawnScene, type EvaluatedMode } from './chains.ts'
import { judgeRounds, looksAt, survivedToEnd, type Counted, type JudgedRound } from './judge.ts'
import { scriptedEdits, scriptOf, type ScriptedEdit, type ToldBy } from './scripts.ts'

export interface RoundsEvaluation extends Drawer {
  readonly layouts: readonly Layout[]
  readonly project: ProjectOptions
  readonly scripts: number
  /** Rounds of a script, without the first picture. */
  readonly rounds: number
  readonly addedBy: ToldBy
  readonly modes: readonly EvaluatedMode[]
  readonly onScript?: (done: number) => void
  /** Each script in each mode as it is there. */
  readonly onDrawn?: (script: number, mode: EvaluatedMode, drawn: readonly DrawnScene[]) => Promise<void>
}

/** Means over all rounds, unless said otherwise; shares are 0 to 1. */
export interface RoundsRow {
  readonly mode: EvaluatedMode
  /** Outside the region, against the parent: dB over the rounds that differ at all, null if none does. */
  readonly psnr: number | null
  /** The same from one latent cell off the region's rim on. */
  readonly psnrBeyond: number | null
  /** The same in the two latent cells along the rim. */
  readonly psnrBand: number | null
  readonly ssim: number
  /** The largest of all rounds, of 255. */
  readonly maxDifference: number
  /** Of kept things that were right in the parent, those that still are; and over a whole script. */
  readonly survival: number
  readonly survivalToEnd: number
  /** Of things that were added, replaced, moved or resized, those that are right. */
  readonly success: number
  /** By kind of edit; of a removed thing, nothing is seen where it was. */
  readonly edits: Readonly<Record<ScriptedEdit, number>>
  readonly seam: number
  readonly regionShare: number
  /** The region before its margin. */
  readonly touchedShare: number
  readonly passes: number
  /** What drawing the scene anew would take, nothing kept from before. */
  readonly passesAnew: number
  readonly seconds: number
}

export interface RoundsFigures {
  readonly scripts: number
  readonly rounds: number
  readonly rows: readonly RoundsRow[]
}

interface Judged {
  readonly costs: readonly Pick<DrawnScene, 'report' | 'passesAnew'>[]
  readonly rounds: readonly JudgedRound[]
  readonly survived: Counted
}

/** @throws EngineError, StudioError */
export async function evaluateRounds(input: RoundsEvaluation): Promise<RoundsFigures> {
  const { scripts, rounds, modes, onScript } = input
  const judged = new Map<EvaluatedMode, Judged[]>(modes.map((mode) => [mode, []]))
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-rounds-'))
  try {
    for (let script = 0; script < scripts; script++) {
      onScript?.(script)
      await judgeScript(input, script, path.join(folder, `${script}.diorama`), judged)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { scripts, rounds, rows: modes.map((mode) => rowOf(mode, judged.get(mode)!)) }
}

async function judgeScript(
  input: RoundsEvaluation,
  script: number,
  file: string,
  judged: ReadonlyMap<EvaluatedMode, Judged[]>,
): Promise<void> {
  const { engine, layouts, rounds, addedBy, modes, signal, onDrawn } = input
  const settings = { ...input.settings, seed: script }
  const scenes = scriptOf(script, rounds, layouts, addedBy)
  const { width, height } = scenes[0]!.scene
  const project = createProject(file, emptyDocument({ width, height, settings }), input.project)
  try {
    for await (const { mode, drawn } of drawModes({ ...input, settings }, project, scenes, modes)) {
      const asked = { path: input.path, pictures: looksAt(drawn) }
      const { found } = await engine.call('recognise', asked, { signal })
      judged.get(mode)!.push({
        costs: drawn.slice(1).map(({ report, passesAnew }) => ({ report, passesAnew })),
        rounds: judgeRounds(drawn, found),
        survived: survivedToEnd(drawn, found),
      })
      await onDrawn?.(script, mode, drawn)
    }
  } finally {
    project.close()
    rmSync(file, { force: true })
  }
}

function rowOf(mode: EvaluatedMode, chains: readonly Judged[]): RoundsRow {
  const rounds = chains.flatMap((chain) => chain.rounds)
  const costs = chains.flatMap((chain) => chain.costs)
  const reports = costs.map(({ report }) => report)
  const rightShare = (isCounted: (round: JudgedRound) => boolean): number => {
    const counted = rounds.filter(isCounted)
    return counted.filter(({ isRight }) => isRight).length / Math.max(1, counted.length)
  }
  return {
    mode,
    psnr: mean(rounds.map(({ background }) => background)),
    psnrBeyond: mean(rounds.map(({ beyond }) => beyond)),
    psnrBand: mean(rounds.map(({ band }) => band)),
    ssim: mean(reports.map(({ outside }) => outside?.ssim ?? null)) ?? 1,
    maxDifference: Math.max(0, ...reports.map(({ outside }) => outside?.largest ?? 0)),
    survival: shareOf(rounds.map(({ survived }) => survived)),
    survivalToEnd: shareOf(chains.map(({ survived }) => survived)),
    success: rightShare(({ edit }) => edit !== 'remove'),
    edits: Object.fromEntries(
      scriptedEdits.map((kind) => [kind, rightShare(({ edit }) => edit === kind)]),
    ) as RoundsRow['edits'],
    seam: mean(reports.map(({ seam }) => seam?.score ?? null)) ?? 1,
    regionShare: mean(reports.map(({ regionShare }) => regionShare)) ?? 0,
    touchedShare: mean(reports.map(({ touchedShare }) => touchedShare)) ?? 0,
    passes: mean(reports.map(({ passes }) => passes)) ?? 0,
    passesAnew: mean(costs.map(({ passesAnew }) => passesAnew)) ?? 0,
    seconds: mean(reports.map(({ seconds }) => seconds)) ?? 0,
  }
}

/** Of those that are there. */
function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null)
  return there.length > 0 ? there.reduce((sum, value) => sum + value, 0) / there.length : null
}

function shareOf(counts: readonly Counted[]): number {
  const sum = (which: keyof Counted): number => counts.reduce((all, count) => all + count[which], 0)
  return sum('right') / Math.max(1, sum('of'))
}

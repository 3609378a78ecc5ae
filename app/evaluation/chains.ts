/** A script drawn in one mode: every scene a round that goes on from the one before, as the studio draws them. */
import type { ModelFacts } from '../conditions/plan.ts'
import type { Cells } from '../consistency/consistency.ts'
import type { Draft, DraftSettings } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import type { RoundReport } from '../contract/report.ts'
import type { MergeName } from '../contract/run.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import type { Pixels } from '../exchange/png.ts'
import type { Project } from '../project/project.ts'
import { drawRound } from '../studio/draw-round.ts'
import { keepDrawn } from '../studio/new-round.ts'
import { planRound, type RoundStore } from '../studio/round-plan.ts'
import { runOf } from '../studio/run.ts'
import { blendingEngine, blendingPlan } from './blending.ts'
import type { ScriptedScene } from './scripts.ts'

/** How rounds go on, from the promise that is kept to the two baselines. */
export const evaluatedModes = ['locked', 'harmonise', 'free', 'published', 'blending'] as const
export type EvaluatedMode = (typeof evaluatedModes)[number]

interface Manner {
  readonly keep: Draft['keep']
  readonly merge: MergeName
  /** Whether what instances ended with in earlier rounds is taken. */
  readonly takesTracks: boolean
}

const manners: Readonly<Record<EvaluatedMode, Manner>> = {
  locked: { keep: 'locked', merge: 'place', takesTracks: true },
  harmonise: { keep: 'harmonise', merge: 'place', takesTracks: true },
  free: { keep: 'free', merge: 'place', takesTracks: true },
  published: { keep: 'free', merge: 'published', takesTracks: false },
  blending: { keep: 'locked', merge: 'place', takesTracks: false },
}

export interface Drawer {
  readonly engine: EngineHost
  /** Checkpoint file. */
  readonly path: string
  readonly facts: ModelFacts
  readonly model: Round['model']
  readonly settings: DraftSettings
  readonly signal?: AbortSignal | undefined
}

export interface DrawnScene {
  readonly scripted: ScriptedScene
  readonly picture: Pixels
  /** Latent cells that were drawn anew, as planned. */
  readonly region: Cells
  readonly report: RoundReport
  /** Passes of the same scene drawn anew, nothing kept from before. */
  readonly passesAnew: number
}

/**
 * Draws a script in one mode after the other. Modes that merge alike share the first picture.
 *
 * @param project for this script alone
 * @throws EngineError, StudioError
 */
export async function* drawModes(
  drawer: Drawer,
  project: Project,
  script: readonly ScriptedScene[],
  modes: readonly EvaluatedMode[],
): AsyncGenerator<{ readonly mode: EvaluatedMode; readonly drawn: readonly DrawnScene[] }> {
  const firsts = new Map<MergeName, DrawnRound>()
  for (const mode of modes) {
    const { merge } = manners[mode]
    const first = firsts.get(merge) ?? (await drawFirst(drawer, project, script[0]!, merge))
    firsts.set(merge, first)
    yield { mode, drawn: await drawRest(drawer, project, script, mode, first) }
  }
}

interface DrawnRound extends DrawnScene {
  readonly id: string
  readonly tracks: readonly string[]
}

async function drawFirst(
  drawer: Drawer,
  project: Project,
  scripted: ScriptedScene,
  merge: MergeName,
): Promise<DrawnRound> {
  const draft = draftOf(drawer, scripted, { keep: 'free', merge }, null)
  const first = await drawOne(drawer, project, { scripted, draft, mode: 'free' }, storeOf(project, new Set()))
  // A star keeps every step of its trajectory: all modes go on from it.
  const change = { starred: true, name: null, note: null, deleted: null }
  project.commit({ kind: 'round', commands: [{ do: 'noteRound', id: first.id, change }] }, project.history.sequence)
  return first
}

async function drawRest(
  drawer: Drawer,
  project: Project,
  script: readonly ScriptedScene[],
  mode: EvaluatedMode,
  first: DrawnRound,
): Promise<DrawnScene[]> {
  const { takesTracks } = manners[mode]
  // What other modes have left in the project would make this one look cheaper than it is.
  const own = new Set(takesTracks ? first.tracks : [])
  const store = storeOf(project, own)
  const drawn = [first]
  for (const scripted of script.slice(1)) {
    const draft = draftOf(drawer, scripted, manners[mode], drawn.at(-1)!.id)
    const round = await drawOne(drawer, project, { scripted, draft, mode }, store)
    if (takesTracks) for (const track of round.tracks) own.add(track)
    drawn.push(round)
  }
  return drawn
}

function draftOf(
  { settings }: Drawer,
  { scene }: ScriptedScene,
  { keep, merge }: Pick<Manner, 'keep' | 'merge'>,
  parent: string | null,
): Draft {
  return { scene, notes: {}, settings: { ...settings, merge }, keep, backdrop: null, parent }
}

interface ToDraw {
  readonly scripted: ScriptedScene
  readonly draft: Draft
  readonly mode: EvaluatedMode
}

async function drawOne(
  drawer: Drawer,
  project: Project,
  { scripted, draft, mode }: ToDraw,
  store: RoundStore,
): Promise<DrawnRound> {
  const { engine, path, facts, model, signal } = drawer
  const run = runOf(draft, path)
  const planned = planRound({ draft, run, facts, model: model.digest }, store)
  const isBlending = mode === 'blending'
  const plan = isBlending ? blendingPlan(planned) : planned
  const drawn = await drawRound(isBlending ? blendingEngine(engine) : engine, { draft, run, plan }, store, { signal })
  const { round, tracks } = await keepDrawn(project, { draft, run, model, facts }, drawn)
  const { picture, report } = drawn
  const passesAnew = planned.passes + planned.reused
  return { scripted, picture, region: plan.hold.region, report, passesAnew, id: round.id, tracks }
}

/** The project, of whose tracks only some may be taken. */
function storeOf(project: Project, tracks: ReadonlySet<string>): RoundStore {
  return {
    get rounds() {
      return project.rounds
    },
    blob: (digest) => project.blob(digest),
    latents: (round) => project.latents(round),
    keepLatents: (round, latents) => project.keepLatents(round, latents),
    trajectory: (round) => project.trajectory(round),
    track: (name) => project.track(name),
    hasTracks: (names) => project.hasTracks(names.filter((name) => tracks.has(name))),
  }
}

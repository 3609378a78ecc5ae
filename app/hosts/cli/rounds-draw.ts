/** Scenes drawn into a project, each as a round that goes on from the one before. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { modelFacts, type ModelFacts } from '../../conditions/plan.ts'
import { starterModel, type Draft, type DraftSettings } from '../../contract/document.ts'
import type { RecommendedSettings } from '../../contract/model.ts'
import type { Round } from '../../contract/project.ts'
import type { RoundReport } from '../../contract/report.ts'
import type { RunProgress } from '../../contract/result.ts'
import type { ModelUse, Settings } from '../../contract/run.ts'
import type { Project } from '../../project/project.ts'
import { makeId } from '../../project/ids.ts'
import { withIdsOf } from '../../scene/match.ts'
import { newDraftSettings, presetOf } from '../../scene/presets.ts'
import { drawRound, type Drawn } from '../../studio/draw-round.ts'
import { extrasOf, finishedRound } from '../../studio/new-round.ts'
import { planRound, trackNames, type RoundPlan } from '../../studio/round-plan.ts'
import { runOf } from '../../studio/run.ts'
import { BadInput } from './bad-input.ts'
import { requireDevice } from './device.ts'
import { modelFile } from './model-file.ts'
import { phaseTitles, progressBar } from './progress.ts'
import type { SceneFile } from './rounds-scenes.ts'
import type { EngineSession } from './session.ts'

export interface RoundsWanted extends Partial<Pick<Settings, 'seed' | 'steps' | 'mis' | 'merge'>> {
  readonly scenes: readonly SceneFile[]
  readonly keep: Draft['keep']
  readonly model?: string
  readonly device: ModelUse['device']
}

/** What a round was going to do with each thing, those that were removed too. */
interface PlannedThing {
  readonly id: string
  readonly caption: string
  readonly state: RoundReport['instances'][number]['state']
  /** In the multi-instance phase: it runs alone, or what it ends with is taken from an earlier round. */
  readonly alone: 'run' | 'reused' | 'no'
}

export interface DrawnFile extends Pick<Drawn, 'picture' | 'region' | 'report'> {
  readonly round: Round
  readonly png: Uint8Array
  readonly plan: readonly PlannedThing[]
  readonly warnings: readonly string[]
}

interface Using {
  readonly session: EngineSession
  readonly project: Project
  /** As drafts name it. */
  readonly id: string
  readonly use: ModelUse
  readonly facts: ModelFacts
  readonly recommended: RecommendedSettings
  readonly model: Round['model']
}

/** @throws EngineError, StudioError; BadInput for a model or device that cannot be used */
export async function drawRounds(session: EngineSession, project: Project, wanted: RoundsWanted): Promise<DrawnFile[]> {
  const { rounds: notes } = project.document
  const newest = project.rounds.findLast(({ id }) => notes[id]?.deleted !== true)
  const using = await usingModel(session, project, wanted, newest)
  const bar = progressBar('passes', phaseTitles)
  const drawn: DrawnFile[] = []
  try {
    let parent = newest
    for (const file of wanted.scenes) {
      const one = await drawOne(using, draftOf(using, wanted, file, parent), bar.show)
      drawn.push(one)
      parent = one.round
    }
    return drawn
  } finally {
    bar.stop()
  }
}

async function usingModel(
  session: EngineSession,
  project: Project,
  { model: wished, device }: RoundsWanted,
  newest: Round | undefined,
): Promise<Using> {
  const id = wished ?? newest?.draft.settings.model ?? starterModel
  const use: ModelUse = { path: modelFile(id), device }
  await requireDevice(session, device)
  const info = await session.host.call('inspect', { path: use.path }, { signal: session.signal })
  if (!info.networks) throw new BadInput(`"${id}" cannot draw: ${info.problem ?? 'it holds no network that is known.'}`)
  const { recommended } = info.networks
  const { name } = path.parse(use.path)
  const model = { name, digest: await digestOf(use.path, session.signal) }
  const named = id === starterModel ? id : use.path
  return { session, project, id: named, use, facts: modelFacts(info.networks), recommended, model }
}

async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20, signal })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** The scene on the canvas of the project, as one step of undo. */
function draftOf(
  { project, id, recommended }: Using,
  { keep, device, ...given }: RoundsWanted,
  { scene, hasIds }: SceneFile,
  parent: Round | undefined,
): Draft {
  const before = parent?.draft.settings ?? newDraftSettings(recommended)
  const { seed = before.seed, steps = before.steps, mis = before.mis, merge = before.merge } = given
  const numbers: DraftSettings = { ...before, model: id, device, seed, steps, mis, merge, variants: 1 }
  const draft: Draft = {
    scene: parent ? withIdsOf(parent.draft.scene, scene, hasIds) : scene,
    notes: {},
    settings: { ...numbers, preset: presetOf(numbers, recommended) },
    keep,
    backdrop: null,
    parent: parent?.id ?? null,
  }
  project.commit({ kind: 'open', commands: [{ do: 'setDraft', draft }] }, project.history.sequence)
  return draft
}

async function drawOne(
  { session, project, use, facts, model }: Using,
  draft: Draft,
  onProgress: (progress: RunProgress) => void,
): Promise<DrawnFile> {
  const run = runOf(draft, use.path)
  const plan = planRound({ draft, run, facts, model: model.digest }, project)
  const drawn = await drawRound(session.host, { draft, run, plan }, project, { signal: session.signal, onProgress })
  const drawing = { job: makeId(Date.now()), variant: 0, draft, run, model }
  const finished = await finishedRound(drawing, drawn, trackNames(run, facts, model.digest))
  const { round } = project.addRound(finished.round, finished.png, { ...extrasOf(finished), setParent: true })
  const { picture, region, report, result } = drawn
  const warnings = result.warnings.map(({ message }) => message)
  return { round, png: finished.png, picture, region, report, warnings, plan: planned(draft, plan, report) }
}

function planned({ scene }: Draft, { alone, taken, parent }: RoundPlan, { instances }: RoundReport): PlannedThing[] {
  const all = [...(parent?.draft.scene.instances ?? []), ...scene.instances]
  const captions = new Map(all.map(({ id, caption }) => [id, caption]))
  const how = (id: string): PlannedThing['alone'] => (taken.has(id) ? 'reused' : alone.includes(id) ? 'run' : 'no')
  return instances.map(({ id, state }) => ({ id, caption: captions.get(id) ?? '', state, alone: how(id) }))
}

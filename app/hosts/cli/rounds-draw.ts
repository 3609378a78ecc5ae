/** Scenes drawn into a project, each as a round that goes on from the one before. */
import { starterModel, type Draft, type DraftSettings } from '../../contract/document.ts'
import type { Round } from '../../contract/project.ts'
import type { RoundReport } from '../../contract/report.ts'
import type { RunProgress } from '../../contract/result.ts'
import type { ModelUse, Settings } from '../../contract/run.ts'
import type { Project } from '../../project/project.ts'
import { withIdsOf } from '../../scene/match.ts'
import { newDraftSettings, presetOf } from '../../scene/presets.ts'
import { drawRound, type Drawn } from '../../studio/draw-round.ts'
import { keepDrawn } from '../../studio/new-round.ts'
import { planRound, type RoundPlan } from '../../studio/round-plan.ts'
import { runOf } from '../../studio/run.ts'
import { phaseTitles, progressBar } from './progress.ts'
import type { SceneFile } from './scene-file.ts'
import type { EngineSession } from './session.ts'
import { usedModel, type UsedModel } from './used-model.ts'

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

interface Using extends UsedModel {
  readonly session: EngineSession
  readonly project: Project
}

/** @throws EngineError, StudioError; BadInput for a model or device that cannot be used */
export async function drawRounds(session: EngineSession, project: Project, wanted: RoundsWanted): Promise<DrawnFile[]> {
  const { rounds: notes } = project.document
  const newest = project.rounds.findLast(({ id }) => notes[id]?.deleted !== true)
  const id = wanted.model ?? newest?.draft.settings.model ?? starterModel
  const using: Using = { session, project, ...(await usedModel(session, id, wanted.device)) }
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
  const { round, png } = await keepDrawn(project, { draft, run, model, facts, setParent: true }, drawn)
  const { picture, region, report, result } = drawn
  const warnings = result.warnings.map(({ message }) => message)
  return { round, png, picture, region, report, warnings, plan: planned(draft, plan, report) }
}

function planned({ scene }: Draft, { alone, taken, parent }: RoundPlan, { instances }: RoundReport): PlannedThing[] {
  const all = [...(parent?.draft.scene.instances ?? []), ...scene.instances]
  const captions = new Map(all.map(({ id, caption }) => [id, caption]))
  const how = (id: string): PlannedThing['alone'] => (taken.has(id) ? 'reused' : alone.includes(id) ? 'run' : 'no')
  return instances.map(({ id, state }) => ({ id, caption: captions.get(id) ?? '', state, alone: how(id) }))
}

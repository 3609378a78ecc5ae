/** What follows from the window's state. Each selector keeps its answer until what it depends on has changed. */
import { cellPlace } from '../../app/consistency/cell-places.ts'
import { changesOf } from '../../app/consistency/changes.ts'
import type { Changes, InstanceState } from '../../app/consistency/changes.ts'
import { handMadeOf } from '../../app/consistency/hand-made.ts'
import { keepPlanOf } from '../../app/consistency/keep-plan.ts'
import type { KeepPlan } from '../../app/consistency/keep-plan.ts'
import { nextRoundOf } from '../../app/consistency/next-round.ts'
import type { NextRound } from '../../app/consistency/next-round.ts'
import { parentDraftOf } from '../../app/consistency/parent-draft.ts'
import type { Draft, KeepMode } from '../../app/contract/document.ts'
import type { Job } from '../../app/contract/jobs.ts'
import type { Round } from '../../app/contract/project.ts'
import type { RunWarning } from '../../app/contract/result.ts'
import type { Instance } from '../../app/contract/scene.ts'
import type { ModelEntry } from '../../app/contract/studio.ts'
import type { WindowState } from './window.ts'

/** Answers again with the last answer while its arguments are the same. */
function remembered<Args extends readonly unknown[], T>(make: (...args: Args) => T): (...args: Args) => T {
  let last: { readonly args: Args; readonly value: T } | undefined
  return (...args) => {
    if (!last || args.some((arg, i) => arg !== last!.args[i])) last = { args, value: make(...args) }
    return last.value
  }
}

const noRounds: readonly Round[] = []

/** Those that are not deleted, in the order in which they were made. */
export const selectRounds = ((): ((state: WindowState) => readonly Round[]) => {
  const shown = remembered(
    (rounds: readonly Round[], notes: Readonly<Record<string, { deleted?: boolean | undefined }>>) =>
      rounds.filter(({ id }) => !notes[id]?.deleted),
  )
  return ({ project }) => (project ? shown(project.rounds, project.document.rounds) : noRounds)
})()

export function selectRound(state: WindowState, id: string | null): Round | null {
  return (id !== null && state.project?.rounds.find((round) => round.id === id)) || null
}

/** What goes on from a round: its draft, without what was painted on the region that it had. */
export function draftFrom(round: Round): Draft {
  const draft = { ...round.draft, parent: round.id }
  delete draft.region
  return draft
}

const draftOfRound = remembered(draftFrom)

/** What the canvas shows: the round that is looked at, or the draft. */
export function selectDraft(state: WindowState): Draft | null {
  const looked = selectRound(state, state.looking)
  return looked ? draftOfRound(looked) : (state.project?.document.draft ?? null)
}

/** The round whose picture lies under the overlays. */
export function selectParentRound(state: WindowState): Round | null {
  return selectRound(state, state.looking ?? state.project?.document.draft.parent ?? null)
}

const parentDraft = remembered(parentDraftOf)

/** What the draft is compared with; null for a first picture. */
export function selectParentDraft(state: WindowState): Draft | null {
  const [round, draft] = [selectParentRound(state), selectDraft(state)]
  return round && draft && parentDraft(round, draft)
}

/** What the draft changes of its parent; null without a project. */
export function selectChanges(state: WindowState): Changes | null {
  const draft = selectDraft(state)
  return draft && changesOf(selectParentDraft(state), draft)
}

/** What its badge says: kept only where the round keeps something. */
export function selectBadgeState(state: WindowState, id: string): InstanceState | 'same' | 'anew' | 'partly' {
  const edit = selectChanges(state)?.instances.get(id)
  if (!edit) return 'new'
  if (edit.state !== 'kept') return edit.state
  const own = selectOwnKeep(state, id)
  if (own === 'nothing') return 'same'
  return own === 'free' ? 'anew' : isPaintedOver(state, edit.instance) ? 'partly' : 'kept'
}

/** The artist painted some of its place into the region. */
function isPaintedOver(state: WindowState, instance: Instance): boolean {
  const draft = selectDraft(state)
  const { added } = draft ? handMadeOf(draft, selectGrid(state)) : {}
  if (!draft || !added) return false
  return cellPlace(draft.scene, instance, selectGrid(state)).cells.some((cell, i) => cell === 1 && added[i] === 1)
}

/** How an instance is kept in this round; or that it was changed, or that the round holds nothing. */
export type OwnKeep = KeepMode | 'changed' | 'nothing'

export function selectOwnKeep(state: WindowState, id: string): OwnKeep {
  const draft = selectDraft(state)
  const edit = selectChanges(state)?.instances.get(id)
  if (!draft || !edit || edit.kinds.length > 0) return 'changed'
  if (selectPlan(state)?.mode === 'free') return 'nothing'
  return draft.notes[id]?.keep ?? draft.keep
}

/** Columns and rows of latent cells until an estimate tells the model's own. */
const usualGrid = 64

function planAt(parent: Draft | null, draft: Draft, cells: ReturnType<typeof selectGrid>): KeepPlan {
  return keepPlanOf(parent, draft, cells, handMadeOf(draft, cells))
}

const plan = remembered(planAt)

const grid = remembered((gridWidth: number, gridHeight: number) => ({ gridWidth, gridHeight }))

export function selectGrid({ estimate }: WindowState): { readonly gridWidth: number; readonly gridHeight: number } {
  if (!estimate) return grid(usualGrid, usualGrid)
  const cells = (side: number): number => Math.max(1, Math.round(side / estimate.cell))
  return grid(cells(estimate.width), cells(estimate.height))
}

/** What the next round keeps, and how; null without a project. */
export function selectPlan(state: WindowState): KeepPlan | null {
  const draft = selectDraft(state)
  return draft && plan(selectParentDraft(state), draft, selectGrid(state))
}

const nextRound = remembered((draft: Draft, rounds: readonly Round[], cells: ReturnType<typeof selectGrid>) =>
  nextRoundOf(draft, (each) => {
    const round = rounds.find(({ id }) => id === each.parent)
    // what is remembered is the draft's own
    const [draftOfParent, planOf] = each === draft ? [parentDraft, plan] : [parentDraftOf, planAt]
    const parent = round ? { round, draft: draftOfParent(round, each) } : null
    return { parent, plan: planOf(parent?.draft ?? null, each, cells) }
  }),
)

/** What only the studio knows: the file of the model is another, or draws at another size than it did. */
export function selectHindrance({ estimate, looking }: WindowState): 'size' | 'model' | null {
  const reason = looking === null ? estimate?.keep.reason : null
  return reason === 'size' || reason === 'model' ? reason : null
}

/** What Generate would do with the draft; null where the picture cannot be kept anyway. */
function selectNextRound(state: WindowState): NextRound | null {
  const { project } = state
  if (!project || selectHindrance(state) !== null) return null
  return nextRound(project.document.draft, project.rounds, selectGrid(state))
}

/** Nothing was asked for since this picture: another run would try what it drew once more. */
export function selectIsUnchanged(state: WindowState): boolean {
  return selectNextRound(state)?.isAgain === true
}

/** All of the picture is kept, so that there is nothing to draw. */
export function selectIsAllKept(state: WindowState): boolean {
  return selectNextRound(state)?.isEmpty === true
}

const noWarnings: readonly RunWarning[] = []
const warningsById = remembered((warnings: readonly RunWarning[]) =>
  Map.groupBy(warnings, ({ instanceId }) => instanceId),
)

/** Of an instance, or of the whole with null. */
export function selectWarnings({ estimate, looking }: WindowState, id: string | null): readonly RunWarning[] {
  if (!estimate || looking !== null) return noWarnings
  return warningsById(estimate.warnings).get(id) ?? noWarnings
}

/** Of this project. */
export function selectRunningJob({ jobs, project }: WindowState): Job | null {
  return jobs.find((job) => job.state === 'running' && job.project === project?.id) ?? null
}

/**
 * The last one that ended before its picture was there and waits for a word. It waits where it was asked for: once the draft
 * goes on from another round, with the next picture, its estimate would cover that.
 */
export function selectStoppedJob({ jobs, project }: WindowState): Job | null {
  const parent = project?.document.draft.parent ?? null
  const isHere = ({ draftParent, rounds }: Job): boolean =>
    draftParent === parent || (parent !== null && rounds.includes(parent))
  const hasEnded = ({ state }: Job): boolean => state === 'stopped' || state === 'failed'
  return jobs.findLast((job) => hasEnded(job) && job.project === project?.id && isHere(job)) ?? null
}

/** Runs of this project that failed: each stays until something was done about it. */
export const selectFailedJobs = ((): ((state: WindowState) => readonly Job[]) => {
  const failed = remembered((jobs: readonly Job[], id: string | undefined) =>
    jobs.filter(({ state, project }) => state === 'failed' && project === id),
  )
  return ({ jobs, project }) => failed(jobs, project?.id)
})()

export function selectModel(state: WindowState): ModelEntry | null {
  const id = state.project?.document.draft.settings.model ?? state.preferences.defaultModel
  return state.models.find((model) => model.id === id) ?? null
}

export function selectInstance(state: WindowState, id: string | undefined): Instance | null {
  return selectDraft(state)?.scene.instances.find((instance) => instance.id === id) ?? null
}

/** The one that the properties show: the last that was picked. */
export function selectSelected(state: WindowState): Instance | null {
  return selectInstance(state, state.selection.at(-1))
}

/** What people call it: its name, else its caption, else null. */
export function titleOf({ name, caption }: Pick<Instance, 'name' | 'caption'>): string | null {
  return name?.trim() || caption.trim() || null
}

/** What is seen can be changed: a round that is looked at never changes, nor does a file that is open to look only. */
export function selectCanEdit({ project, looking }: WindowState): boolean {
  return project !== null && project.readOnly === undefined && looking === null
}

/** Whether there is anything to draw from. */
export function selectCanGenerate(state: WindowState): boolean {
  const { project } = state
  if (!project || !selectCanEdit(state)) return false
  const { scene } = project.document.draft
  return scene.caption.trim() !== '' || scene.instances.length > 0
}

/** Also while the first step is still on its way to the host: the undo then follows it there. */
export function selectCanUndo({ project }: WindowState): boolean {
  return project?.readOnly === undefined && (project?.history.undo != null || (project?.unsaved ?? 0) > 0)
}

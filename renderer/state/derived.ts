/** What follows from the window's state. Each selector keeps its answer until what it depends on has changed. */
import { changesOf } from '../../app/consistency/changes.ts'
import type { Changes } from '../../app/consistency/changes.ts'
import { regionOf } from '../../app/consistency/region.ts'
import type { Region } from '../../app/consistency/region.ts'
import type { Draft } from '../../app/contract/document.ts'
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

const draftOfRound = remembered((round: Round): Draft => ({ ...round.draft, parent: round.id }))

/** What the canvas shows and an edit begins from: the round that is looked at, or the draft. */
export function selectDraft(state: WindowState): Draft | null {
  const looked = selectRound(state, state.looking)
  return looked ? draftOfRound(looked) : (state.project?.document.draft ?? null)
}

/** The round whose picture lies under the overlays. */
export function selectParentRound(state: WindowState): Round | null {
  return selectRound(state, state.looking ?? state.project?.document.draft.parent ?? null)
}

/** What the draft changes of its parent; null without a project. */
export function selectChanges(state: WindowState): Changes | null {
  const draft = selectDraft(state)
  return draft && changesOf(selectParentRound(state)?.draft ?? null, draft)
}

/** Columns and rows of latent cells until an estimate tells the model's own. */
const usualGrid = 64

const region = remembered((parent: Draft | null, draft: Draft, gridWidth: number, gridHeight: number): Region =>
  regionOf(parent, draft, { gridWidth, gridHeight }),
)

const grid = remembered((gridWidth: number, gridHeight: number) => ({ gridWidth, gridHeight }))

export function selectGrid({ estimate }: WindowState): { readonly gridWidth: number; readonly gridHeight: number } {
  if (!estimate) return grid(usualGrid, usualGrid)
  const cells = (side: number): number => Math.max(1, Math.round(side / estimate.cell))
  return grid(cells(estimate.width), cells(estimate.height))
}

/** Where things change; null without a project. */
export function selectRegion(state: WindowState): Region | null {
  const draft = selectDraft(state)
  if (!draft) return null
  const { gridWidth, gridHeight } = selectGrid(state)
  return region(selectParentRound(state)?.draft ?? null, draft, gridWidth, gridHeight)
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

/** The last one that ended before its picture was there and waits for a word. */
export function selectStoppedJob({ jobs, project }: WindowState): Job | null {
  return (
    jobs.findLast((job) => (job.state === 'stopped' || job.state === 'failed') && job.project === project?.id) ?? null
  )
}

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

/** Whether there is anything to draw from. */
export function selectCanGenerate(state: WindowState): boolean {
  const { project } = state
  if (!project || project.readOnly !== undefined) return false
  const { scene } = project.document.draft
  return scene.caption.trim() !== '' || scene.instances.length > 0
}

/** Also while the first step is still on its way to the host: the undo then follows it there. */
export function selectCanUndo({ project }: WindowState): boolean {
  return project?.readOnly === undefined && (project?.history.undo != null || (project?.unsaved ?? 0) > 0)
}

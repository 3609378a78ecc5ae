/** Which pictures the canvas shows: the round looked at or gone on from, a run's newest estimate, or two to compare. */
import { pictureAddress } from '../../app/contract/addresses.ts'
import type { Backdrop } from '../../app/contract/document.ts'
import type { Round } from '../../app/contract/project.ts'
import {
  selectChanges,
  selectDraft,
  selectParentRound,
  selectRound,
  selectRunningJob,
  selectStoppedJob,
} from '../state/derived.ts'
import { clipOf } from './clip.ts'
import type { WindowState } from '../state/window.ts'

function addressOf(state: WindowState, round: Round | null): string | null {
  return round && state.project && pictureAddress(state.project.id, round.picture)
}

/** While its key is held, the parent of the round that is seen; a draft with changes shows its parent already. */
export function selectPicture(state: WindowState): string | null {
  const round = selectParentRound(state)
  const isRound = state.looking !== null || selectChanges(state)?.isUnchanged === true
  const parent = state.peek === 'parent' && isRound ? selectRound(state, round?.parent ?? null) : null
  return addressOf(state, parent ?? round)
}

/**
 * The estimate of the run that is going on, of all its tracks or of the one that is looked at, or of one that was stopped
 * and waits for a word. Undefined where the first of the chosen track is on its way.
 */
export function selectPreview(state: WindowState): string | null | undefined {
  if (state.looking !== null || state.peek === 'parent' || state.preferences.previewEvery === 0) return null
  const stopped = selectStoppedJob(state)
  const { shownTrack } = state
  const running = selectRunningJob(state)
  if (running && shownTrack?.job === running.id) return shownTrack.preview ?? undefined
  return running?.preview ?? (stopped?.state === 'stopped' ? stopped.preview : undefined) ?? null
}

/** Outside the region of a run that holds the rest, its estimate would only blur what stays. */
export function selectPreviewClip(state: WindowState): string | undefined {
  const job = selectRunningJob(state) ?? selectStoppedJob(state)
  const region = job ? state.drawnRegions.get(job.id) : undefined
  return region && selectParentRound(state) ? clipOf(region) : undefined
}

export function selectBefore(state: WindowState): Round | null {
  return state.compare && selectRound(state, state.compare.before)
}

export function selectAfter(state: WindowState): Round | null {
  return state.compare && selectRound(state, state.compare.after)
}

export function selectBeforePicture(state: WindowState): string | null {
  return addressOf(state, selectBefore(state))
}

export function selectAfterPicture(state: WindowState): string | null {
  return addressOf(state, selectAfter(state))
}

/** Of what is shown; a picture that is seen alone while its key is held has none before it. */
export function selectBackdrop(state: WindowState): Backdrop | null {
  const backdrop = state.peek === null ? selectDraft(state)?.backdrop : null
  return backdrop?.isShown ? backdrop : null
}

export function selectBackdropPicture(state: WindowState): string | null {
  const backdrop = selectBackdrop(state)
  return state.project && backdrop && pictureAddress(state.project.id, backdrop.picture)
}

/** Words about the size of a project's file. */
import type { Compactable, Compacted } from '../../app/contract/storage.ts'
import { bytes, counted } from './numbers.ts'

export const storageWords = {
  title: 'Storage',
  takes: 'What takes the room',
  kind: 'Kind',
  size: 'Size',
  parts: {
    pictures: { label: 'Pictures', note: 'Of rounds, and backdrops' },
    latents: { label: 'Latents', note: 'What a round goes on from' },
    trajectories: { label: 'Steps of runs', note: 'Hold a picture as it was drawn' },
    tracks: { label: 'Tracks', note: 'Things drawn alone, so that they need not be again' },
    steps: { label: 'History', note: 'What can be undone and redone' },
    thumbnails: { label: 'Small pictures', note: 'Made again when they are looked at' },
    free: { label: 'Free room', note: 'Filled by what comes next' },
    other: { label: 'The rest', note: 'Scenes, words, and the file itself' },
  },
  keep: 'What is kept',
  trajectories: 'Steps of runs',
  trajectoriesHow: 'The newest eight rounds and starred ones in full, of others every fourth step.',
  trajectoriesNone: 'Locked rounds stay exact all the same; what is drawn anew fits a little less well.',
  trajectoriesDrop: 'None drops those that are there, for good.',
  kept: 'Newest in full',
  none: 'None',
  tracks: 'Tracks, at most',
  tracksHow: 'Those used longest ago go first. Without them rounds take more passes.',
  compact: 'Compact',
  nothing: 'There is nothing to give back: no round is deleted, and hardly any room is free.',
  nothingYet:
    'There is nothing to give back now: deleted rounds stay as long as the draft, the queue or other rounds go on from them.',
  queue: 'What the queue goes on from stays.',
} as const

/** "12 rounds, 3 of them deleted". */
export function roundsOf(count: number, deleted: number): string {
  const all = counted(count, 'round')
  if (deleted === 0) return all
  return deleted === count ? `${all}, deleted` : `${all}, ${deleted} of them deleted`
}

/** What compacting drops, and that it is for good. */
export function compactingDrops({ rounds, steps, bytes: freed }: Compactable): string {
  const back = `Gives back about ${bytes(freed)}.`
  if (rounds === 0) return `${back} No round goes, and undo stays as it is.`
  const gone = `${counted(rounds, 'deleted round')} ${rounds === 1 ? 'is' : 'are'} then gone for good`
  const undo = steps > 0 ? `, and ${counted(steps, 'step')} can no longer be undone` : ''
  return `${back} ${gone}${undo}. This cannot be taken back.`
}

export function compactedTo({ before, after }: Compacted): string {
  return `${bytes(before)} have become ${bytes(after)}.`
}

/** The bar in its true proportion: a part for each thing that is drawn alone, then one for all together. */
import type { RunProgress } from '../../../app/contract/result.ts'
import type { ProgressPart } from '../../ui/Progress.tsx'

export interface ActiveTrack {
  /** Null: all together. */
  readonly instanceId: string | null
  readonly done: number
  readonly total: number
  /** From 1, of the tracks that are drawn alone. */
  readonly at: number
  readonly of: number
}

type Tracks = NonNullable<RunProgress['tracks']>

/** The one being drawn: the first that is not done. */
export function activeTrack(tracks: Tracks): ActiveTrack | null {
  const at = tracks.findIndex(({ done, total }) => done < total)
  const track = tracks[at]
  if (!track) return null
  return { ...track, at: at + 1, of: tracks.filter(({ instanceId }) => instanceId !== null).length }
}

export function progressParts(progress: RunProgress): readonly ProgressPart[] {
  const { tracks, done, total } = progress
  if (!tracks || tracks.length === 0) return [{ id: 'all', done, total, isActive: true }]
  const active = tracks.findIndex((track) => track.done < track.total)
  return tracks.map((track, at) => ({
    id: track.instanceId ?? 'together',
    done: track.done,
    total: track.total,
    isActive: at === active,
  }))
}

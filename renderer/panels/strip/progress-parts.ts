/**
 * A run in its parts: the scene and each thing on a track of its own, then all together.
 *
 * The engine counts the joint track from the first step; as long as things have their own tracks it is the scene's.
 */
import type { RunProgress } from '../../../app/contract/result.ts'
import type { ProgressPart } from '../../ui/Progress.tsx'

export interface TrackPart {
  readonly id: string
  readonly kind: 'scene' | 'own' | 'together'
  readonly instanceId: string | null
  readonly done: number
  readonly total: number
  readonly isActive: boolean
}

type Tracks = NonNullable<RunProgress['tracks']>

export function trackParts(tracks: Tracks): readonly TrackPart[] {
  const own = tracks.filter(({ instanceId }) => instanceId !== null)
  const joint = tracks.find(({ instanceId }) => instanceId === null) ?? { instanceId: null, done: 0, total: 0 }
  const alone = Math.min(joint.total, Math.max(0, ...own.map(({ total }) => total)))
  const scene = {
    id: 'scene',
    kind: 'scene' as const,
    instanceId: null,
    done: Math.min(joint.done, alone),
    total: alone,
  }
  const together = { done: Math.max(0, joint.done - alone), total: joint.total - alone }
  const parts = [
    scene,
    ...own.map((track) => ({ ...track, id: track.instanceId!, kind: 'own' as const })),
    { id: 'together', kind: 'together' as const, instanceId: null, ...together },
  ].filter(({ total }) => total > 0)
  const active = nextPart(parts)
  return parts.map((part) => ({ ...part, isActive: part === active }))
}

/** Tracks take turns, so the one that is furthest behind is drawn next. */
function nextPart<Part extends Pick<TrackPart, 'kind' | 'done' | 'total'>>(parts: readonly Part[]): Part | undefined {
  const open = parts.filter(({ done, total }) => done < total)
  const alone = open.filter(({ kind }) => kind !== 'together')
  const least = Math.min(...alone.map(({ done }) => done))
  return alone.find(({ done }) => done === least) ?? open[0]
}

/** What the bar under the picture shows, in true proportion. */
export function progressParts({ tracks, done, total }: RunProgress): readonly ProgressPart[] {
  if (!tracks || tracks.length === 0) return [{ id: 'all', done, total, isActive: true }]
  return trackParts(tracks)
}

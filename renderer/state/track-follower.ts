/** The one track that is looked at: its estimates are asked for as long as it is chosen and its picture is drawn. */
import type { StudioClient } from './client.ts'
import { selectRunningJob } from './derived.ts'
import type { ShownTrack, WindowStore } from './window.ts'

/** @returns a function that ends the following */
export function followTrack(store: WindowStore, client: Pick<StudioClient, 'trackPreviews'>): () => void {
  let followed: ShownTrack | null = null
  let end = (): void => {}
  return store.subscribe((now) => {
    const { shownTrack } = now
    if (shownTrack && selectRunningJob(now)?.id !== shownTrack.job) return store.setState({ shownTrack: null })
    // there is no estimate of the next picture yet, of none of its tracks
    if (shownTrack?.preview && selectRunningJob(now)?.preview === undefined) {
      return store.setState({ shownTrack: { ...shownTrack, preview: null } })
    }
    if (isSame(shownTrack, followed)) return
    end()
    followed = shownTrack
    end = shownTrack ? follow(store, client, shownTrack) : () => {}
  })
}

function follow(store: WindowStore, client: Pick<StudioClient, 'trackPreviews'>, chosen: ShownTrack): () => void {
  const set = (next: (shown: ShownTrack) => ShownTrack | null): void =>
    store.setState(({ shownTrack }) =>
      isSame(shownTrack, chosen) ? { shownTrack: shownTrack && next(shownTrack) } : {},
    )
  const { job, track } = chosen
  const subscription = client.trackPreviews.subscribe(
    { job, track },
    {
      onData: (preview) => set((shown) => ({ ...shown, preview })),
      // what cannot be had is not shown as if it came
      onError: () => set(() => null),
    },
  )
  return () => subscription.unsubscribe()
}

function isSame(a: ShownTrack | null, b: ShownTrack | null): boolean {
  return a === b || (a !== null && b !== null && a.job === b.job && a.track === b.track)
}

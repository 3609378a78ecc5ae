/**
 * Windows that look at one track of a picture that is being drawn: they are told of its estimates, and the engine of the
 * tracks that it is to show. Of what a window has not fetched yet only the newest counts.
 */
import type { TrackName } from '../contract/result.ts'
import type { WatchTracks } from '../engine-host/connection.ts'

interface View {
  readonly job: string
  readonly track: TrackName
  tell(address: string): void
  end(): void
}

export class TrackViews {
  readonly #views = new Set<View>()
  readonly #listeners = new Set<() => void>()

  /** @param newest where the newest estimate lies, if there is one */
  async *look(job: string, track: TrackName, newest: string | undefined, signal: AbortSignal): AsyncGenerator<string> {
    const state = { next: newest, isOver: signal.aborted, wake: () => {} }
    const view: View = {
      job,
      track,
      tell(address) {
        state.next = address
        state.wake()
      },
      end() {
        state.isOver = true
        state.wake()
      },
    }
    signal.addEventListener('abort', view.end, { once: true })
    this.#views.add(view)
    this.#changed()
    try {
      while (!state.isOver) {
        const { next } = state
        state.next = undefined
        if (next !== undefined) yield next
        else await new Promise<void>((resolve) => (state.wake = resolve))
      }
    } finally {
      signal.removeEventListener('abort', view.end)
      this.#views.delete(view)
      this.#changed()
    }
  }

  tell(job: string, track: TrackName, address: string): void {
    for (const view of this.#views) if (view.job === job && view.track === track) view.tell(address)
  }

  /** The job is over: nobody looks at its tracks any more. */
  end(job: string): void {
    for (const view of this.#views) if (view.job === job) view.end()
  }

  /** The tracks of a job that are looked at, for the engine. */
  of(job: string): WatchTracks {
    return (tell) => {
      let told: ReadonlySet<TrackName> = new Set()
      const listener = (): void => {
        const tracks = new Set([...this.#views].filter((view) => view.job === job).map(({ track }) => track))
        const isSame = tracks.size === told.size && [...tracks].every((track) => told.has(track))
        told = tracks
        if (!isSame) tell([...tracks])
      }
      this.#listeners.add(listener)
      listener()
      return () => this.#listeners.delete(listener)
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

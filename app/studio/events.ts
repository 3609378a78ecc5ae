/**
 * What the windows hear without asking: one queue for each listener, bounded, because a window may be slow or asleep.
 *
 * The state of a job, the models and the devices are whole values: of those only the newest is kept. Changes of a document
 * cannot be left out, so a listener that is too far behind is let go; it asks for the project again and goes on from there.
 */
import { StudioError } from '../contract/errors.ts'
import type { StudioEvent } from '../contract/studio.ts'

/** Events that wait for one listener; many seconds of the fastest gestures. */
const mostWaiting = 1000

export class Events {
  readonly #listeners = new Set<Listener>()

  emit(event: StudioEvent): void {
    for (const listener of this.#listeners) listener.add(event)
  }

  /**
   * What is emitted from this call on, until the signal is aborted.
   * @throws StudioError in the iteration, if the listener fell too far behind
   */
  listen(signal: AbortSignal): AsyncIterable<StudioEvent> {
    const listener = new Listener()
    if (signal.aborted) listener.end()
    else this.#listeners.add(listener)
    signal.addEventListener('abort', () => listener.end(), { once: true })
    listener.onEnd = () => this.#listeners.delete(listener)
    return listener.events()
  }

  /** Every listener hears what waits for it, and then the end. */
  close(): void {
    for (const listener of this.#listeners) listener.end()
  }
}

class Listener {
  onEnd: () => void = () => {}
  #waiting: StudioEvent[] = []
  #isOver = false
  #hasLostSome = false
  #wake: () => void = () => {}

  add(event: StudioEvent): void {
    const key = keyOf(event)
    // An older value of the same thing is of no use to anyone; the newest stands where things are now.
    if (key !== undefined) this.#waiting = this.#waiting.filter((other) => keyOf(other) !== key)
    if (this.#waiting.length >= mostWaiting) {
      this.#hasLostSome = true
      return this.end()
    }
    this.#waiting.push(event)
    this.#wake()
  }

  end(): void {
    this.#isOver = true
    this.onEnd()
    this.#wake()
  }

  async *events(): AsyncGenerator<StudioEvent, void, undefined> {
    try {
      while (true) {
        const [next] = this.#waiting.splice(0, 1)
        if (next) yield next
        else if (this.#isOver) break
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
      if (this.#hasLostSome) throw new StudioError('internal', 'This window fell behind and is brought up to date.')
    } finally {
      this.onEnd()
    }
  }
}

/** Of events with the same key only the newest counts. */
function keyOf(event: StudioEvent): string | undefined {
  if (event.type === 'job') return `job ${event.job.id}`
  return event.type === 'models' || event.type === 'devices' ? event.type : undefined
}

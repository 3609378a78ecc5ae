/**
 * The end of a gesture on the canvas, spread over frames so that none is a long one: what follows from the new draft is
 * worked out in the first, drawn in the second and shown by the panels in the third. What was drawn of the gesture stays
 * till then.
 */
import { selectDraft } from '../state/derived.ts'
import { shownStore } from '../state/shown.ts'
import type { WindowStore } from '../state/window.ts'
import type { Frame } from './frame.ts'
import { foresee } from './shapes.ts'

export class GestureEnd {
  private readonly store: WindowStore
  private isToBeDrawn = false

  constructor(store: WindowStore) {
    this.store = store
  }

  /** @param end tells the tool that the pointer was lifted */
  run(end: () => void): void {
    const panels = shownStore(this.store)
    const before = selectDraft(this.store.getState())
    panels.hold(1)
    end()
    this.isToBeDrawn = selectDraft(this.store.getState()) !== before
    if (this.isToBeDrawn) panels.hold(2)
  }

  /**
   * Asked before each drawing.
   *
   * @param isIdle no other gesture has begun, which could not wait
   * @param frame gives what is to be drawn, and remembers what is slow to find
   * @returns whether this frame was for working out and the drawing comes in the next
   */
  takesFrame(isIdle: boolean, frame: () => Frame | null): boolean {
    if (!this.isToBeDrawn) return false
    this.isToBeDrawn = false
    if (!isIdle) return false
    for (const { instance } of frame()?.shown ?? []) foresee(instance)
    return true
  }
}

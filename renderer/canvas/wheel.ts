/** What the wheel and a trackpad do to the view. */
export type WheelMove =
  | { readonly do: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly do: 'zoom'; readonly factor: number }

type Wheel = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey'> & {
  readonly wheelDeltaY?: number
}

const linePixels = 40
const pagePixels = 400

/**
 * A wheel zooms, with Shift it pans sideways, and *wheel scrolls* turns that round. Two fingers on a trackpad pan. A
 * pinch comes as a wheel with Ctrl and small steps.
 */
export function wheelMove(event: Wheel, wheelScrolls: boolean): WheelMove {
  const unit = event.deltaMode === 1 ? linePixels : event.deltaMode === 2 ? pagePixels : 1
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
  if (event.ctrlKey || event.metaKey) return { do: 'zoom', factor: factorOf(dy, Math.abs(dy) < 50 ? 0.01 : 0.002) }
  if (event.shiftKey) return { do: 'pan', dx: -(dx || dy), dy: 0 }
  if (wheelScrolls || isTrackpad(event)) return { do: 'pan', dx: -dx, dy: -dy }
  return { do: 'zoom', factor: factorOf(dy, 0.002) }
}

function factorOf(delta: number, share: number): number {
  return Math.exp(-Math.min(400, Math.max(-400, delta)) * share)
}

/** Chromium tells a wheel's notches in multiples of 120 and a trackpad's way as three times its pixels. */
function isTrackpad({ deltaX, deltaY, deltaMode, wheelDeltaY }: Wheel): boolean {
  return deltaMode === 0 && (deltaX !== 0 || (deltaY !== 0 && wheelDeltaY === -3 * deltaY))
}

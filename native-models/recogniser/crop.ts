/** The crop of a picture that the recogniser reads: a box with a margin, resized to a square. */

export interface Rgb {
  readonly width: number
  readonly height: number
  /** [H, W, 3] */
  readonly rgb: Uint8Array
}

/**
 * Bilinear with half-pixel centres and no antialiasing, as it was trained.
 * @param box x0 y0 x1 y1 in pixels
 * @param margin added on every side, in longer sides of the box; the crop is clipped to the picture
 * @returns [3, side, side], -1 to 1
 */
export function crop(
  picture: Rgb,
  box: readonly [number, number, number, number],
  margin: number,
  side: number,
): Float32Array {
  const { width, height, rgb } = picture
  const [x0, y0, x1, y1] = box
  const around = margin * Math.max(x1 - x0, y1 - y0)
  const [left, right] = [x0 - around, x1 + around + 1].map((v) => Math.floor(clamp(v, 0, width))) as [number, number]
  const [top, bottom] = [y0 - around, y1 + around + 1].map((v) => Math.floor(clamp(v, 0, height))) as [number, number]
  const columns = taps(left, right, side)
  const rows = taps(top, bottom, side)
  const out = new Float32Array(3 * side * side)
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (line: number, pixel: number): number => rgb[(line * width + pixel) * 3 + channel]!
        const upper = mix(at(row.low, column.low), at(row.low, column.high), column.share)
        const lower = mix(at(row.high, column.low), at(row.high, column.high), column.share)
        out[(channel * side + y) * side + x] = mix(upper, lower, row.share) / 127.5 - 1
      }
    }
  }
  return out
}

interface Tap {
  readonly low: number
  readonly high: number
  /** Of `high`. */
  readonly share: number
}

function taps(from: number, to: number, count: number): Tap[] {
  const size = Math.max(1, to - from)
  return Array.from({ length: count }, (_, i) => {
    const place = Math.max(0, ((i + 0.5) * size) / count - 0.5)
    const low = Math.min(Math.floor(place), size - 1)
    return { low: from + low, high: from + Math.min(low + 1, size - 1), share: place - Math.floor(place) }
  })
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Exact distances between pixels: Felzenszwalb and Huttenlocher's two passes, time for the pixels whatever the distance. */

import type { Plane } from './brush.ts'

/** Farther than any two pixels of a scene. */
const far = 1e12

/**
 * @param value which pixels to measure to
 * @returns squared distance from each pixel's centre to the nearest such pixel's, `far` (1e12) if there is none
 */
export function squaredDistances({ pixels, width, height }: Plane, value: 0 | 1): Float64Array {
  const squares = Float64Array.from(pixels, (pixel) => (pixel === value ? 0 : far))
  for (let x = 0; x < width; x++) downColumn(squares, x, width, height)
  const row = envelope(width)
  for (let y = 0; y < height; y++) row(squares.subarray(y * width, (y + 1) * width))
  return squares
}

/** The first pass: along a column the nearest pixel is found by walking it down and up. */
function downColumn(squares: Float64Array, x: number, width: number, height: number): void {
  let since = -1
  for (let y = 0; y < height; y++) {
    const at = y * width + x
    since = squares[at] === 0 ? 0 : since < 0 ? -1 : since + 1
    if (since > 0) squares[at] = since * since
  }
  since = -1
  for (let y = height - 1; y >= 0; y--) {
    const at = y * width + x
    since = squares[at] === 0 ? 0 : since < 0 ? -1 : since + 1
    if (since > 0) squares[at] = Math.min(squares[at]!, since * since)
  }
}

/** The second pass: a row's distances are the lower envelope of one parabola a pixel. */
function envelope(width: number): (row: Float64Array) => void {
  const tips = new Int32Array(width)
  const borders = new Float64Array(width + 1)
  const heights = new Float64Array(width)
  return (row) => {
    heights.set(row)
    let top = 0
    tips[0] = 0
    borders[0] = -Infinity
    borders[1] = Infinity
    for (let x = 1; x < width; x++) {
      let border = crossing(heights, tips[top]!, x)
      while (border <= borders[top]!) border = crossing(heights, tips[--top]!, x)
      tips[++top] = x
      borders[top] = border
      borders[top + 1] = Infinity
    }
    let at = 0
    for (let x = 0; x < width; x++) {
      while (borders[at + 1]! < x) at++
      row[x] = Math.min(far, (x - tips[at]!) ** 2 + heights[tips[at]!]!)
    }
  }
}

function crossing(heights: Float64Array, p: number, q: number): number {
  return (heights[q]! + q * q - heights[p]! - p * p) / (2 * (q - p))
}

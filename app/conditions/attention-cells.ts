/**
 * The part of a 64 x 64 attention map that the published code marks for each box. It prepares this and then uses it nowhere;
 * it is here so that every published array of a scene can be compared.
 */

const side = 64

/**
 * @param boxes_N4 x0 y0 x1 y1, fractions of the picture
 * @returns a0 a1 b0 b1 for each box: cells [a0, a1) x [b0, b1), a from x, b from y; rounded half to even as Python does
 */
export function attentionCells(boxes_N4: Float32Array): Int32Array {
  return Int32Array.from(boxes_N4, (_, i) => {
    const corner = i % 4
    const from = [0, 2, 1, 3][corner]!
    return Math.min(side, Math.max(0, roundHalfToEven(boxes_N4[i - corner + from]! * side)))
  })
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

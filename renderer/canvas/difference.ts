/** The difference of two pictures as a picture: how far each pixel went, made visible. Pure. */

/**
 * @param before RGBA, row by row, as `after`
 * @param gain times by which a difference is enlarged; 0 shows any change as white
 * @returns RGBA: each channel's difference, opaque
 */
export function differencePixels(
  before: Uint8ClampedArray,
  after: Uint8ClampedArray,
  gain: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(before.length)
  for (let i = 0; i < pixels.length; i += 4) {
    const red = Math.abs(after[i]! - before[i]!)
    const green = Math.abs(after[i + 1]! - before[i + 1]!)
    const blue = Math.abs(after[i + 2]! - before[i + 2]!)
    const isAny = red + green + blue > 0 ? 255 : 0
    pixels[i] = gain === 0 ? isAny : red * gain
    pixels[i + 1] = gain === 0 ? isAny : green * gain
    pixels[i + 2] = gain === 0 ? isAny : blue * gain
    pixels[i + 3] = 255
  }
  return pixels
}

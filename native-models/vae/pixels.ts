/** Between the autoencoder's numbers and bytes of a picture. */

/** -1..1 to 0..255. Each step in float32, so that truncation falls as in the published code. */
export function toByte(value: number): number {
  const unit = Math.fround(Math.fround(Math.min(1, Math.max(-1, value)) * 0.5) + 0.5)
  return Math.trunc(Math.fround(unit * 255))
}

/**
 * The bytes of a decoded picture: clamped and truncated, as the published code does.
 *
 * @param image_3HW one picture, -1 to 1, planes red, green, blue
 * @returns rgb [H, W, 3]
 */
export function toBytes(image_3HW: Float32Array): Uint8Array {
  const plane = image_3HW.length / 3
  const rgb = new Uint8Array(image_3HW.length)
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < plane; i++) rgb[i * 3 + channel] = toByte(image_3HW[channel * plane + i]!)
  }
  return rgb
}

/**
 * The inverse of toBytes up to rounding: the picture as the encoder takes it.
 *
 * @param rgb [H, W, 3]
 * @returns image_3HW, -1 to 1
 */
export function fromBytes(rgb: Uint8Array): Float32Array {
  const plane = rgb.length / 3
  const image_3HW = new Float32Array(rgb.length)
  for (let i = 0; i < rgb.length; i++) image_3HW[(i % 3) * plane + Math.floor(i / 3)] = rgb[i]! / 127.5 - 1
  return image_3HW
}

/**
 * Latents drawn from what the encoder gives: (mean + exp(logvar / 2) · noise) · scaleFactor.
 *
 * @param mean scaled already, as the encoder graph gives it
 * @param noise standard normal, as many as mean
 */
export function sampleLatents(
  mean: Float32Array,
  logvar: Float32Array,
  noise: Float32Array,
  scaleFactor: number,
): Float32Array {
  return mean.map((value, i) => value + Math.exp(logvar[i]! / 2) * noise[i]! * scaleFactor)
}

/** Fourier features of image coordinates: the position half of a grounding token. */
import { codePerCoordinate, frequencies } from './config.ts'

const scales = Float32Array.from({ length: frequencies }, (_, k) => 100 ** (k / frequencies))

/**
 * @param coordinates_RK rows of `perRow` image fractions (K)
 * @returns [R, 32·K]: for each frequency 100^(k/16), K sines, then K cosines
 * @see InstanceDiffusion, FourierEmbedder; there is no factor π
 */
export function fourierCode(coordinates_RK: Float32Array, perRow: number): Float32Array {
  const rows = coordinates_RK.length / perRow
  const code = new Float32Array(rows * perRow * codePerCoordinate)
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < frequencies; k++) {
      const at = row * perRow * codePerCoordinate + k * 2 * perRow
      for (let i = 0; i < perRow; i++) {
        // the published code multiplies in float32; large arguments make that visible
        const angle = Math.fround(scales[k]! * coordinates_RK[row * perRow + i]!)
        code[at + i] = Math.sin(angle)
        code[at + perRow + i] = Math.cos(angle)
      }
    }
  }
  return code
}

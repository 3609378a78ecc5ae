/**
 * What decoding costs, counted from the decoder's weights: a convolution multiplies each of its weights once a pixel of
 * its map. Attention between cells is left out; it is small beside that.
 */
import type { Checkpoint } from '../checkpoint/checkpoint.ts'

/**
 * @param factor pixels along the side of a latent cell
 * @returns multiply-adds for each latent cell
 */
export function decoderCost(checkpoint: Checkpoint, factor: number): number {
  const top = Math.log2(factor)
  let cost = weights(checkpoint, 'post_quant_conv') + weights(checkpoint, 'decoder.(conv_in|mid)')
  for (let level = 0; level <= top; level++) {
    // level 0 is as large as the picture; what doubles a map works on the doubled one
    const pixels = 4 ** (top - level)
    cost += pixels * weights(checkpoint, `decoder.up.${level}.block`)
    cost += 4 * pixels * weights(checkpoint, `decoder.up.${level}.upsample`)
  }
  return cost + factor ** 2 * weights(checkpoint, 'decoder.conv_out')
}

function weights({ tensors }: Checkpoint, part: string): number {
  const isInside = new RegExp(`^autoencoder\\.${part}\\..*weight$`)
  let count = 0
  for (const { key, shape } of tensors.values())
    if (shape.length > 1 && isInside.test(key)) count += shape.reduce((a, b) => a * b, 1)
  return count
}

/** What is cut off a picture that becomes a round: a model draws in sides of whole multiples, so shapes agree only nearly. */
import type { ModelInfo } from '../../../app/contract/model.ts'
import { fitSize, type Size } from '../../../app/scene/fit.ts'

export interface PictureCut {
  /** In which the model draws its shape. */
  readonly size: Size
  /** Of the picture, rounded up: what is cut off is never said to be nothing. */
  readonly percent: number
  readonly sides: 'across' | 'down'
}

export function pictureCut(
  { width, height }: Size,
  { nativeSide, sideMultiple }: Pick<NonNullable<ModelInfo['networks']>, 'nativeSide' | 'sideMultiple'>,
): PictureCut {
  const size = fitSize(width, height, { nativeArea: nativeSide ** 2, multiple: sideMultiple })
  const [across, down] = [size.width / width, size.height / height]
  const share = 1 - Math.min(across, down) / Math.max(across, down)
  return { size, percent: Math.max(0, Math.ceil(share * 100 - 1e-9)), sides: across < down ? 'across' : 'down' }
}

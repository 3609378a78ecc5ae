/** What either reader finds in a file, before it is known where the file is. */

import type { StoredTensor } from './tensor.ts'

export interface Contents {
  readonly kind: 'pth' | 'safetensors'
  readonly metadata: Readonly<Record<string, string>>
  /** `config_dict` as plain data, or undefined. */
  readonly config: unknown
  /** `model.…`, `text_encoder.…`, `autoencoder.…`, `diffusion.…`; a file without groups keeps its own keys. */
  readonly tensors: ReadonlyMap<string, StoredTensor>
  /** `model.…` are the averaged weights, which the file has under `ema`. */
  readonly usesEma: boolean
  /** Groups of the file that are left aside. */
  readonly ignored: readonly string[]
}

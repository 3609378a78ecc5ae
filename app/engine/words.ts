/**
 * How a model reads captions, asked while they are typed: of the model that is open, or of another file's vocabulary. No
 * network is opened for it, and no model closed.
 */
import path from 'node:path'
import type { CallInput, CallOutput } from '../contract/engine.ts'
import { stampOf, isSame, type Closable, type Models, type OpenModel, type Stamp } from './models.ts'
import { readerOf, type Reader } from './prepare.ts'
import type { Model } from '../../native-models/pipeline.ts'

type WordModel = Closable & Pick<Model, 'config' | 'tokenizer'>

interface Kept {
  readonly file: string
  readonly stamp: Stamp
  readonly reader: Promise<Reader>
}

export class Words<M extends WordModel> {
  readonly #models: Models<M>
  readonly #open: OpenModel<M>
  /** Of the last file that was not the open model's. */
  #kept: Kept | undefined

  constructor(models: Models<M>, open: OpenModel<M>) {
    this.#models = models
    this.#open = open
  }

  async read({ model, captions }: CallInput<'words'>): Promise<CallOutput<'words'>> {
    const { config, tokenizer } = await this.#reader(model.path)
    // the tokens that frame a text count as well
    const read = captions.map((caption) => tokenizer.encode(caption))
    return {
      limit: config.text.positions,
      captions: read.map(({ tokens, unknown }) => ({ tokens: tokens + 2, unknown: [...unknown] })),
      ...(tokenizer.words && { vocabulary: [...tokenizer.words] }),
    }
  }

  async #reader(at: string): Promise<Reader> {
    const file = path.resolve(at)
    const stamp = await stampOf(file)
    const open = this.#models.openAt(file, stamp)
    if (open) return readerOf(open)
    if (this.#kept?.file === file && isSame(this.#kept.stamp, stamp)) return this.#kept.reader
    const kept = { file, stamp, reader: this.#readAnew(file) }
    this.#kept = kept
    // one that could not be read is tried again: the file may have been mended by then
    kept.reader.catch(() => {
      if (this.#kept === kept) this.#kept = undefined
    })
    return kept.reader
  }

  async #readAnew(file: string): Promise<Reader> {
    return readerOf(await this.#open(file, { device: 'cpu' }))
  }
}

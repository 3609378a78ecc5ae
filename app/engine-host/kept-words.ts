/**
 * How captions were read, kept: whoever types asks again and again for captions that have not changed, and within a long
 * pass the engine cannot answer.
 */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { LRUCache } from 'lru-cache'
import type { CallInput, CallOutput } from '../contract/engine.ts'

type Input = CallInput<'words'>
type Output = CallOutput<'words'>

interface KeptModel {
  /** What goes for every caption. */
  readonly general: Omit<Output, 'captions'>
  readonly captions: LRUCache<string, Output['captions'][number]>
}

const mostCaptions = 2000
const mostModels = 4

export class KeptWords {
  readonly #ask: (input: Input) => Promise<Output>
  readonly #models = new LRUCache<string, KeptModel>({ max: mostModels })

  /** @param ask reads captions that are not known */
  constructor(ask: (input: Input) => Promise<Output>) {
    this.#ask = ask
  }

  async read({ model, captions }: Input): Promise<Output> {
    const key = await keyOf(model.path)
    const known = this.#models.get(key)
    const readings = new Map(captions.map((caption) => [caption, known?.captions.get(caption)]))
    const answer = (general: KeptModel['general']): Output => ({
      ...general,
      captions: captions.map((caption) => readings.get(caption)!),
    })
    const fresh = [...readings.keys()].filter((caption) => !readings.get(caption))
    if (known && fresh.length === 0) return answer(known.general)
    const { captions: read, ...general } = await this.#ask({ model, captions: fresh })
    const kept = known ?? { general, captions: new LRUCache({ max: mostCaptions }) }
    for (const [i, caption] of fresh.entries()) {
      readings.set(caption, read[i])
      // this may push out others that were asked for
      kept.captions.set(caption, read[i]!)
    }
    if (key) this.#models.set(key, kept)
    return answer(general)
  }
}

/** The file as it is now; empty where it is not there, which the engine tells better. */
async function keyOf(file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(file)
    return JSON.stringify([path.resolve(file), size, mtimeMs])
  } catch {
    return ''
  }
}

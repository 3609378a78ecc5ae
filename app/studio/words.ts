/**
 * How the model in use reads captions: tokens, words that it does not know and the nearest that it does.
 *
 * The engine answers between two passes of a run, which a large model may take seconds for. Who cannot wait so long reads
 * with what is known: captions that were asked about before, or the words of a model that has few of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { ReadText } from '../conditions/plan.ts'
import type { CallOutput } from '../contract/engine.ts'
import type { ModelUse } from '../contract/run.ts'
import type { Words } from '../contract/studio.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import { nearestWord, wordKind } from './vocabulary.ts'

type CaptionWords = Words['captions'][number]
type Reading = CallOutput<'words'>['captions'][number]

interface ModelWords {
  readonly readings: LRUCache<string, Reading>
  vocabulary: ReadonlySet<string> | undefined
}

const keptCaptions = 5000
/** Tokens that frame a text. */
const framing = 2

export class WordReader {
  readonly #engine: EngineHost
  readonly #use: (path: string) => ModelUse
  readonly #models = new Map<string, ModelWords>()

  /** @param use how the model at a path is in use, so that the engine opens no second one for its words */
  constructor(engine: EngineHost, use: (path: string) => ModelUse) {
    this.#engine = engine
    this.#use = use
  }

  /** @param path of the checkpoint */
  async words(path: string, captions: readonly string[]): Promise<Words> {
    const { limit, captions: readings, vocabulary = [] } = await this.#ask(path, captions)
    return {
      limit,
      captions: captions.map((caption, i) => {
        const { tokens, unknown } = readings[i]!
        return { tokens, ...marked(caption, unknown, vocabulary) }
      }),
    }
  }

  /** Makes sure that `reader` knows these captions, as far as that can be done in the time. */
  async learn(path: string, captions: readonly string[], timeoutMs = Infinity): Promise<void> {
    const { readings } = this.#of(path)
    const fresh = [...new Set(captions)].filter((caption) => !readings.has(caption))
    if (fresh.length === 0) return
    const asked = this.#ask(path, fresh)
    if (timeoutMs === Infinity) return void (await asked)
    // What comes too late is known the next time; what fails is told by the run.
    await Promise.race([asked.catch(() => {}), sleep(timeoutMs, undefined, { ref: false })])
  }

  /** Answers at once, from what is known. Tokens without those that frame the text. */
  reader(path: string): ReadText {
    const { readings, vocabulary } = this.#of(path)
    return (text) => {
      const known = readings.get(text)
      if (known) return { tokens: known.tokens - framing, unknown: known.unknown }
      return vocabulary && readByVocabulary(text, vocabulary)
    }
  }

  async #ask(path: string, captions: readonly string[]): Promise<CallOutput<'words'>> {
    const model = this.#of(path)
    const answer = await this.#engine.words({ model: this.#use(path), captions: [...captions] })
    if (answer.vocabulary) model.vocabulary = new Set(answer.vocabulary)
    for (const [i, caption] of captions.entries()) model.readings.set(caption, answer.captions[i]!)
    return answer
  }

  #of(path: string): ModelWords {
    let model = this.#models.get(path)
    if (!model) {
      model = { readings: new LRUCache({ max: keptCaptions }), vocabulary: undefined }
      this.#models.set(path, model)
    }
    return model
  }
}

interface Piece {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly isWord: boolean
}

/** Words, and signs that stand together, as the plainest tokenizers part a text. */
function piecesOf(caption: string): Piece[] {
  return [...caption.matchAll(/([\p{L}\p{M}\p{N}_]+)|[^\p{L}\p{M}\p{N}_\s]+/gu)].map((match) => ({
    text: match[0].toLowerCase(),
    from: match.index,
    to: match.index + match[0].length,
    isWord: match[1] !== undefined,
  }))
}

function readByVocabulary(text: string, vocabulary: ReadonlySet<string>): { tokens: number; unknown: string[] } {
  const pieces = piecesOf(text)
  const words = new Set(pieces.filter(({ isWord }) => isWord).map((piece) => piece.text))
  return { tokens: pieces.length, unknown: [...words].filter((word) => !vocabulary.has(word)) }
}

/** Where the words are, in characters. */
function marked(
  caption: string,
  unknown: readonly string[],
  vocabulary: readonly string[],
): Pick<CaptionWords, 'known' | 'unknown'> {
  const strange = new Set(unknown)
  const pieces = piecesOf(caption)
  return {
    unknown: pieces
      .filter(({ text }) => strange.has(text))
      .map(({ text, from, to }) => {
        const nearest = nearestWord(text, vocabulary)
        return { from, to, ...(nearest !== undefined && { nearest }) }
      }),
    known: pieces.flatMap(({ text, from, to }) => {
      // Only where the words are few and ours do they mean what our table says.
      const kind = vocabulary.includes(text) ? wordKind(text) : undefined
      return kind ? [{ from, to, kind, word: text }] : []
    }),
  }
}

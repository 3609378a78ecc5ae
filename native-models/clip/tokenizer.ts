/**
 * Text to the token ids that a text encoder takes: one Tokenizer for every vocabulary, CLIP's or a checkpoint's own.
 *
 * The library tokenises; padding, cutting and the checks against the checkpoint are here.
 */
import { Tokenizer as Library } from '@huggingface/tokenizers'

export interface Encoded {
  /** Start token, text, end token, then end tokens up to the model's positions. */
  readonly ids: readonly number[]
  /** Tokens of the text itself, before cutting. */
  readonly tokens: number
  /** Words that the model does not know, each once, as it reads them. */
  readonly unknown: readonly string[]
  /** The text was longer than the model's positions. */
  readonly cut: boolean
}

export interface Tokenizer {
  readonly startToken: number
  readonly endToken: number
  /** Every word that can be written, for a vocabulary of few whole words; left out for one that spells them. */
  readonly words?: readonly string[]
  encode(text: string): Encoded
}

/** What the checkpoint's text encoder expects. */
export interface TokenizerSizes {
  /** Rows of its token embedding. */
  readonly vocabulary: number
  /** Tokens of a padded text. */
  readonly positions: number
}

/** More words than this are no list for people. */
const fewWords = 1000

/** A tokenizer.json cannot be read, or belongs to another model. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError'
}

/**
 * @param json a parsed tokenizer.json
 * @param source its name, for messages
 */
export function createTokenizer(json: unknown, sizes: TokenizerSizes, source: string): Tokenizer {
  const library = open(json, source)
  const [startToken, endToken] = ends(library, source)
  checkSize(library, sizes, source)
  const room = sizes.positions - 2
  const words = wholeWords(library, endToken)
  return {
    startToken,
    endToken,
    ...(words && { words }),
    encode(text) {
      const ids = textIds(library, text, source)
      const padding = Array<number>(Math.max(0, room - ids.length)).fill(endToken)
      return {
        ids: [startToken, ...ids.slice(0, room), endToken, ...padding],
        tokens: ids.length,
        unknown: unknownWords(library, text, endToken),
        cut: ids.length > room,
      }
    },
  }
}

function open(json: unknown, source: string): Library {
  try {
    return new Library(json as object, {})
  } catch (cause) {
    throw new TokenizerError(`"${source}" is not a tokenizer.json that can be used; take the one of this model.`, {
      cause,
    })
  }
}

/** The tokens that the tokenizer itself puts round a text. */
function ends(library: Library, source: string): [number, number] {
  const { ids } = library.encode('')
  if (ids.length !== 2 || !ids.every(Number.isInteger)) {
    throw new TokenizerError(
      `"${source}" does not set one start and one end token round a text; take the one of this model.`,
    )
  }
  return ids as [number, number]
}

function textIds(library: Library, text: string, source: string): number[] {
  const ids: (number | undefined)[] = library.encode(text, { add_special_tokens: false }).ids
  if (!ids.includes(undefined)) return ids as number[]
  throw new TokenizerError(`"${source}" has no token for a part of "${text}"; take the one of this model.`)
}

function checkSize(library: Library, sizes: TokenizerSizes, source: string): void {
  const ids = new Set([...(library.model?.tokens_to_ids.values() ?? []), ...library.get_added_tokens_decoder().keys()])
  const isWithin = (id: number) => Number.isInteger(id) && id >= 0 && id < ids.size
  if (![...ids].every(isWithin)) {
    throw new TokenizerError(
      `"${source}" has ids that are not 0 to ${ids.size - 1}; take the tokenizer.json of this model.`,
    )
  }
  if (ids.size === sizes.vocabulary) return
  throw new TokenizerError(
    `"${source}" has ${ids.size} tokens, but the checkpoint's text encoder has ${sizes.vocabulary}; put the tokenizer.json of this model beside the checkpoint.`,
  )
}

/** None in vocabularies that spell every word (CLIP's), whose unknown token is the end token. */
function unknownToken({ model }: Library, endToken: number): number | undefined {
  const id = model?.unk_token_id
  return id === endToken ? undefined : id
}

/** Without the added tokens and punctuation. */
function wholeWords(library: Library, endToken: number): string[] | undefined {
  const ids = library.model?.tokens_to_ids
  if (unknownToken(library, endToken) === undefined || !ids || ids.size > fewWords) return undefined
  const added = library.get_added_tokens_decoder()
  return [...ids].filter(([token, id]) => !added.has(id) && /^[\p{L}\p{N}]/u.test(token)).map(([token]) => token)
}

function unknownWords(library: Library, text: string, endToken: number): string[] {
  const { normalizer, pre_tokenizer: preTokenizer } = library
  const unknownId = unknownToken(library, endToken)
  if (unknownId === undefined) return []
  const normal = normalizer ? normalizer.normalize(text) : text
  const words: string[] = preTokenizer ? preTokenizer.pre_tokenize_text(normal) : [normal]
  return [...new Set(words)].filter((word) =>
    library.encode(word, { add_special_tokens: false }).ids.includes(unknownId),
  )
}

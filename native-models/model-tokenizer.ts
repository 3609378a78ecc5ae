/** The tokenizer of a checkpoint: the file beside it, or the vocabulary that most models of the family share. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import { clipTokenizerJson } from './clip/clip-vocabulary.ts'
import { createTokenizer, TokenizerError, type Tokenizer } from './clip/tokenizer.ts'
import type { ModelConfig } from './model-config.ts'

/** A tokenizer.json beside the checkpoint wins; else CLIP's vocabulary. */
export async function tokenizerOf(checkpoint: Checkpoint, config: ModelConfig): Promise<Tokenizer> {
  const file = path.join(path.dirname(checkpoint.path), 'tokenizer.json')
  if (!existsSync(file)) return createTokenizer(await clipTokenizerJson(), config.text, 'the CLIP vocabulary')
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new TokenizerError(`"${file}" cannot be read as a tokenizer; put the one of this model there, or none.`, {
      cause,
    })
  }
  return createTokenizer(json, config.text, 'tokenizer.json')
}

/** Graphs that turn text states and grounding tokens into every block's keys and values: once per text, not per step. */
import type { Weights } from '../graph/weights.ts'
import { transformerKeys, type UNetConfig } from './config.ts'
import type { KeysValues } from './attention.ts'
import { groundingKeys, wordKeys } from './transformer.ts'

type Names = Readonly<Record<'k' | 'v', string>>

/** Names under which a transformer's keys and values leave these graphs and enter the UNet. */
export function conditioningNames(transformer: string): { words: Names; grounding: Names } {
  const names = (what: string): Names => ({ k: `${transformer}.${what}.k`, v: `${transformer}.${what}.v` })
  return { words: names('words'), grounding: names('grounding') }
}

/** Input `context` [B, L, D]; outputs `<transformer>.words.k|v` [B, L, C]. */
export function wordConditioning(weights: Weights, config: UNetConfig): void {
  const { graph } = weights
  const context = graph.input('context', ['B', 'L', config.contextWidth])
  for (const key of transformerKeys(config)) {
    give(weights, conditioningNames(key).words, wordKeys(weights.at(`${key}.transformer_blocks.0`), context))
  }
}

/**
 * Inputs `tokens` [B, T, D] and, if weighted, `logCounts` [B, T, 1] (ln of how many slots a token stands for; very
 * negative for padding). Outputs `<transformer>.grounding.k|v` [B, T, C].
 */
export function groundingConditioning(weights: Weights, config: UNetConfig, weighted: boolean): void {
  const { graph } = weights
  const tokens = graph.input('tokens', ['B', 'T', config.contextWidth])
  const logCounts = weighted ? graph.input('logCounts', ['B', 'T', 1]) : undefined
  for (const key of transformerKeys(config)) {
    const block = weights.at(`${key}.transformer_blocks.0`)
    give(weights, conditioningNames(key).grounding, groundingKeys(block, tokens, config.heads, logCounts))
  }
}

function give({ graph }: Weights, names: Names, { k, v }: KeysValues): void {
  graph.output(names.k, k)
  graph.output(names.v, v)
}

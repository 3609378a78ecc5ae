/** What depends on the timestep alone: computed once for all steps of a run. */
import { linear } from '../graph/layers.ts'
import type { Value } from '../graph/graph.ts'
import type { Weights } from '../graph/weights.ts'
import { residualKeys, type UNetConfig } from './config.ts'

/**
 * Sinusoidal code of timesteps, cosines first.
 * @returns [S, dim]
 */
export function sinusoids(timesteps: readonly number[], dim: number): Float32Array {
  const half = dim / 2
  const code = new Float32Array(timesteps.length * dim)
  for (const [row, t] of timesteps.entries()) {
    for (let i = 0; i < half; i++) {
      const angle = Math.fround(t * Math.fround(Math.exp((-Math.log(10000) * i) / half)))
      code[row * dim + i] = Math.cos(angle)
      code[row * dim + half + i] = Math.sin(angle)
    }
  }
  return code
}

/** Channels that each residual block adds its time projection to, in the order of the forward pass. */
export function projectionSizes(weights: Weights, config: UNetConfig): number[] {
  return residualKeys(config).map((key) => weights.size(`${key}.emb_layers.1.weight`))
}

/** Sinusoids [S, C] to the time embedding [S, 4C]. */
export function timeEmbedding(weights: Weights, sinusoid: Value): Value {
  const { graph } = weights
  return linear(weights.at('time_embed.2'), graph.silu(linear(weights.at('time_embed.0'), sinusoid)))
}

/** The graph of all time projections: input `sinusoid` [S, C], output `time` [S, P], the residual blocks' parts side by side. */
export function timeProjections(weights: Weights, config: UNetConfig): void {
  const { graph } = weights
  const embedding = graph.silu(timeEmbedding(weights, graph.input('sinusoid', ['S', config.modelChannels])))
  const parts = residualKeys(config).map((key) => linear(weights.at(`${key}.emb_layers.1`), embedding))
  graph.output('time', graph.concat(parts, 1))
}

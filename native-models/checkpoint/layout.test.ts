/** Which names the weights get, and which of two sets of weights is the model. */

import { expect, test } from 'vitest'
import { arrange } from './layout.ts'

const stored = (...keys: string[]) => new Map(keys.map((key) => [key, { shape: [1], from: key }]))
const origins = (tensors: ReadonlyMap<string, { from: string }>) =>
  Object.fromEntries([...tensors].map(([key, { from }]) => [key, from]))

test('M2 Stable Diffusion 1.5 names become ours, and its averages are left aside', () => {
  const { tensors, ignored, usesEma } = arrange(
    stored(
      'model.diffusion_model.input_blocks.0.0.weight',
      'model.diffusion_model.position_net.null_text_feature',
      'cond_stage_model.transformer.text_model.final_layer_norm.bias',
      'first_stage_model.quant_conv.weight',
      'alphas_cumprod',
      'model_ema.decay',
    ),
  )
  expect(origins(tensors)).toEqual({
    'model.input_blocks.0.0.weight': 'model.diffusion_model.input_blocks.0.0.weight',
    'model.position_net.null_text_feature': 'model.diffusion_model.position_net.null_text_feature',
    'text_encoder.transformer.text_model.final_layer_norm.bias':
      'cond_stage_model.transformer.text_model.final_layer_norm.bias',
    'autoencoder.quant_conv.weight': 'first_stage_model.quant_conv.weight',
    'diffusion.alphas_cumprod': 'alphas_cumprod',
  })
  expect({ ignored, usesEma }).toEqual({ ignored: ['model_ema'], usesEma: false })
})

test('M2 averaged weights are used only when they are all there, in the same shapes', () => {
  const partial = arrange(stored('model.a', 'model.b', 'ema.a'))
  expect(origins(partial.tensors)).toEqual({ 'model.a': 'model.a', 'model.b': 'model.b' })
  expect(partial.ignored).toEqual(['ema'])

  const otherShape = arrange(stored('model.a', 'ema.a').set('ema.a', { shape: [2], from: 'ema.a' }))
  expect(origins(otherShape.tensors)).toEqual({ 'model.a': 'model.a' })

  const complete = arrange(stored('model.a', 'ema.a', 'diffusion.betas', 'notes.x'))
  expect(origins(complete.tensors)).toEqual({ 'model.a': 'ema.a', 'diffusion.betas': 'diffusion.betas' })
  expect(complete.ignored).toEqual(['model', 'notes'])
})

test('M2 averages alone are a model', () => {
  expect(origins(arrange(stored('ema.a')).tensors)).toEqual({ 'model.a': 'ema.a' })
})

test('M2 a file without groups keeps its own names', () => {
  expect([...arrange(stored('weight', 'case_0.5/y')).tensors.keys()]).toEqual(['weight', 'case_0.5/y'])
})

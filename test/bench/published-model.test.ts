/** The benchmark's model is the published one in every size. */
import path from 'node:path'
import { expect, test } from 'vitest'
import { openCheckpointSync } from '../../native-models/checkpoint/checkpoint.ts'
import { parameters } from '../published-layout.ts'
import { publishedModel } from './published-model.ts'

const tiny = path.join(import.meta.dirname, '../fixtures/tiny/checkpoint.pth')

test('M2 the published layout has 1199 tensors and 1,228,333,437 parameters', () => {
  const layout = publishedModel()
  expect(layout.size).toBe(1199)
  expect(parameters(layout)).toBe(1_228_333_437)
})

test('M2 its keys are those of a checkpoint that the published code wrote, as far as sizes decide them', () => {
  const written = [...openCheckpointSync(tiny).tensors.keys()].filter((key) => key.startsWith('model.'))
  const layout = publishedModel()
  const unknown = written.map((key) => key.slice('model.'.length)).filter((key) => !layout.has(key))
  // its level 3 is wider than its level 2, so that a residual block there changes the number of channels
  expect(unknown).toEqual(['input_blocks.10.0.skip_connection.weight', 'input_blocks.10.0.skip_connection.bias'])
})

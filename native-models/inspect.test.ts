/** What is said about the tiny published-layout checkpoint, and about a file that is no model. */
import path from 'node:path'
import { expect, test } from 'vitest'
import { tinyFolder } from '../test/golden.ts'
import { inspectCheckpoint } from './inspect.ts'

test('M2 a checkpoint of the published layout is described with its sizes and settings', async () => {
  const found = await inspectCheckpoint(path.join(tinyFolder, 'checkpoint.pth'))
  expect(found).toMatchObject({ format: 'pth', name: 'checkpoint', ignored: ['opt', 'scheduler', 'iters'] })
  expect(found.groups.map(({ name }) => name).sort()).toEqual(['autoencoder', 'diffusion', 'model', 'text_encoder'])
  expect(found.problem).toBeUndefined()
  expect(found.networks).toMatchObject({ hasGrounding: true, maxInstances: 30, recommended: { steps: 50, guidance: 7.5 } })
  console.log(found)
})

test('M2 a file that is no model is described, with the reason', async () => {
  const found = await inspectCheckpoint(path.join(tinyFolder, 'sd_input_conv.pth'))
  expect(found).toMatchObject({ format: 'pth', name: 'sd_input_conv' })
  expect(found.groups.length).toBeGreaterThan(0)
  expect(found.networks).toBeUndefined()
  expect(found.problem).toContain('sd_input_conv.pth')
})

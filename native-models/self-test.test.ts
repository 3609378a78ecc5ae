/** The self-test's graph on the CPU and, where a driver for it is found, on WebGPU in software. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { probeDevices } from './session/devices.ts'
import { probe } from './session/probe.ts'
import { relativeError } from './session/tensor.ts'
import { selfTest } from './self-test.ts'

/** SwiftShader, the Vulkan driver in software that Chromium brings, with the Vulkan loader beside it. */
const folders = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/usr/lib/chromium-browser', '/opt/google/chrome']
const driverFolder = folders.find((folder) => existsSync(`${folder}/vk_swiftshader_icd.json`))
const title = driverFolder
  ? 'M3 self-test: WebGPU, by a Vulkan driver in software, agrees with the CPU to 1e-3, every node on WebGPU'
  : `M3 self-test: WebGPU was NOT tested: no Vulkan driver in software (vk_swiftshader_icd.json) in ${folders.join(', ')}`

const variables = ['VK_ICD_FILENAMES', 'LD_LIBRARY_PATH'] as const
const before = variables.map((name) => process.env[name])

beforeAll(() => {
  if (!driverFolder) return
  process.env['VK_ICD_FILENAMES'] = `${driverFolder}/vk_swiftshader_icd.json`
  process.env['LD_LIBRARY_PATH'] = driverFolder
})

afterAll(() => {
  for (const [i, name] of variables.entries()) {
    if (before[i] === undefined) delete process.env[name]
    else process.env[name] = before[i]
  }
})

it.runIf(driverFolder)(title, { timeout: 120_000 }, async () => {
  const test = selfTest('plain')
  const report = (await probeDevices(test, { devices: ['webgpu'], timeoutMs: 110_000 })).find(
    ({ device }) => device === 'webgpu',
  )!
  expect(report, report.reason).toMatchObject({ available: true })
  expect(report.selfTest!.relativeError).toBeLessThanOrEqual(1e-3)
})

it('M3 self-test: both forms of attention agree on the CPU', async () => {
  const [fused, plain] = [await probe('cpu', selfTest('fused'), 60_000), await probe('cpu', selfTest('plain'), 60_000)]
  if ('failure' in fused || 'failure' in plain) throw new Error('The CPU did not run the self-test.')
  for (const name of ['attention', 'tokens', 'picture']) {
    expect(relativeError([plain.outputs[name]!], [fused.outputs[name]!])).toBeLessThan(1e-6)
  }
})

it('M3 self-test: the CPU gives the same numbers twice, and a changed input changes them', async () => {
  const test = selfTest('fused')
  const [first, again] = [await probe('cpu', test, 60_000), await probe('cpu', test, 60_000)]
  if ('failure' in first || 'failure' in again) throw new Error('The CPU did not run the self-test.')
  expect(relativeError(Object.values(again.outputs), Object.values(first.outputs))).toBe(0)
  test.feeds['x']!.data[0] = 5
  const changed = await probe('cpu', test, 60_000)
  if ('failure' in changed) throw new Error(changed.failure)
  expect(relativeError(Object.values(changed.outputs), Object.values(first.outputs))).toBeGreaterThan(1e-4)
})

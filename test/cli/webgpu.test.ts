/** The networks on WebGPU, by a Vulkan driver in software where one is found: from the command line to the runtime. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { diorama } from './cli.helper.ts'

/** Small networks: a driver in software takes its time for the shaders alone. */
const smallFolder = path.join(import.meta.dirname, '../fixtures/small-ema-half')

/** SwiftShader, which Chromium brings with the Vulkan loader beside it. */
const folders = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/usr/lib/chromium-browser', '/opt/google/chrome']
const driver = folders.find((folder) => existsSync(`${folder}/vk_swiftshader_icd.json`))
const title = driver
  ? 'M3 a UNet pass with grounding on WebGPU is within 1e-2 of the reference'
  : `M3 a UNet pass on WebGPU was NOT tested: no Vulkan driver in software in ${folders.join(', ')}`

it.runIf(driver)(title, { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'diorama-webgpu-'))
  const list = JSON.parse(readFileSync(path.join(smallFolder, 'cases.json'), 'utf8'))
  const cases = list.cases.filter(({ id }: { id: string }) => id === 'unet_batch2_8x6')
  writeFileSync(path.join(folder, 'cases.json'), JSON.stringify({ ...list, cases }))
  for (const file of [list.golden, list.checkpoint]) copyFileSync(path.join(smallFolder, file), path.join(folder, file))
  const env = { VK_ICD_FILENAMES: `${driver}/vk_swiftshader_icd.json`, LD_LIBRARY_PATH: driver! }
  const { code, stdout, stderr } = await diorama(['engine-check', folder, '--device', 'webgpu', '--json'], { env })
  rmSync(folder, { recursive: true })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { tensors, failures } = JSON.parse(stdout)
  expect(failures ?? []).toEqual([])
  expect(tensors).toHaveLength(1)
  expect(tensors[0].relativeError).toBeLessThanOrEqual(1e-2)
  // computed on another device, so not to the last bit as on the CPU
  expect(tensors[0].relativeError).toBeGreaterThan(0)
})

/** Which model is open, and whether its file is still the one that was opened. */
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Models } from './models.ts'

let folder: string
let file: string
let log: string[]
let models: Models<{ readonly name: string; close(): Promise<void> }>

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-models-'))
  file = path.join(folder, 'a.pth')
  writeFileSync(file, 'weights')
  log = []
  models = new Models(async (at, { device, threads }) => {
    const name = `${path.basename(at)} on ${device} ${threads ?? ''}`.trim()
    log.push(`open ${name}`)
    return { name, close: async () => void log.push(`close ${name}`) }
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

it('M2 models: the same model is opened once', async () => {
  const use = { path: file, device: 'auto' as const }
  expect(await models.use(use, { device: 'cpu' })).toBe(await models.use(use, { device: 'cpu' }))
  expect(log).toEqual(['open a.pth on cpu'])
})

it('G5 models: a part left out is another model', async () => {
  const use = { path: file, device: 'auto' as const }
  await models.use(use, { device: 'cpu' })
  await models.use(use, { device: 'cpu', hints: { scaleU: false } })
  await models.use(use, { device: 'cpu', hints: { scaleU: false } })
  expect(log).toEqual(['open a.pth on cpu', 'close a.pth on cpu', 'open a.pth on cpu'])
})

it('M4 models: another file, device or number of threads closes the one before', async () => {
  const use = { path: file, device: 'auto' as const }
  await models.use(use, { device: 'cpu' })
  await models.use(use, { device: 'webgpu' })
  await models.use({ ...use, threads: 2 }, { device: 'webgpu' })
  await models.close()
  await models.close()
  const names = ['a.pth on cpu', 'a.pth on webgpu', 'a.pth on webgpu 2']
  expect(log).toEqual(names.flatMap((name) => [`open ${name}`, `close ${name}`]))
})

const changes: Record<string, () => void> = {
  longer: () => writeFileSync(file, 'weights and more'),
  'written again': () => utimesSync(file, 1, 1),
  'replaced by another': () => {
    writeFileSync(`${file}.new`, 'other weights')
    renameSync(`${file}.new`, file)
  },
}

it.for(Object.entries(changes))(
  'M2 models: a file that is %s is refused once, then opened anew',
  async ([, change]) => {
    const use = { path: file, device: 'cpu' as const }
    await models.use(use, { device: 'cpu' })
    change()
    await expect(models.use(use, { device: 'cpu' })).rejects.toMatchObject({
      code: 'modelChanged',
      message: expect.stringContaining('"a.pth"'),
    })
    await models.use(use, { device: 'cpu' })
    expect(log).toEqual(['open a.pth on cpu', 'close a.pth on cpu', 'open a.pth on cpu'])
  },
)

it('M2 models: a file that is gone is an error with its path', async () => {
  await expect(models.use({ path: `${file}x`, device: 'cpu' }, { device: 'cpu' })).rejects.toMatchObject({
    code: 'ENOENT',
    path: `${file}x`,
  })
})

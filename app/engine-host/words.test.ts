/** How captions are read, by a real engine: the starter's few words, CLIP's tokens, beside runs and other models. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { modelUseSchema } from '../contract/run.ts'
import { EngineHost } from './engine-host.ts'
import { forkEngine } from './fork.ts'
import { KeptWords } from './kept-words.ts'
import { tinyCheckpoint, tinyRun, watched } from './tiny.helper.ts'

const starter = modelUseSchema.parse({
  path: path.join(import.meta.dirname, '../../native-models/starter/starter.safetensors'),
  device: 'cpu',
})
const hosts: EngineHost[] = []
const folders: string[] = []
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close()
})
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function hostOver(watching = watched()): EngineHost {
  const host = new EngineHost(watching.spawn)
  hosts.push(host)
  return host
}

it('C4 words: the starter counts the tokens with the two that frame them, names what it does not know and all that it knows', async () => {
  const words = await hostOver(watched(forkEngine())).words({
    model: starter,
    captions: ['a Red fish, at NIGHT', 'a Robin on a red robin', '', 'fish '.repeat(400)],
  })
  expect(words.limit).toBe(40)
  expect(words.captions).toEqual([
    { tokens: 8, unknown: [] },
    { tokens: 8, unknown: ['robin'] },
    { tokens: 2, unknown: [] },
    { tokens: 402, unknown: [] },
  ])
  expect(words.vocabulary).toHaveLength(34)
  expect(words.vocabulary).toEqual(expect.arrayContaining(['fish', 'striped', 'meadow', 'a']))
  expect(words.vocabulary!.filter((word) => !/^[a-z]+$/.test(word))).toEqual([])
})

it('C4 words: a model with the CLIP vocabulary spells every word and has no list', async () => {
  const { model } = tinyRun()
  expect(await hostOver().words({ model, captions: ['a cat', 'zyzzyva'] })).toEqual({
    limit: 77,
    captions: [
      { tokens: 4, unknown: [] },
      { tokens: expect.any(Number), unknown: [] },
    ],
  })
})

it('C4 words: they are read while a run draws, of another model too, and the run is the same', async () => {
  const host = hostOver()
  const run = tinyRun({ steps: 8 })
  const expected = (await host.generate(run)).pictures[0]!.rgb
  const order: string[] = []
  let asked: Promise<unknown> | undefined
  const onProgress = ({ phase }: { readonly phase: string }): void => {
    if (phase !== 'denoise') return
    asked ??= host
      .words({ model: { ...run.model, path: starter.path }, captions: ['a cat'] })
      .then(() => order.push('words'))
  }
  const { pictures } = await host.generate(run, { onProgress })
  order.push('picture')
  await asked
  expect(order).toEqual(['words', 'picture'])
  expect(pictures[0]!.rgb).toEqual(expected)
})

it('C4 words: asked while a run is cancelled, they are answered by the next engine', async () => {
  const watching = watched()
  const host = hostOver(watching)
  const { model } = tinyRun()
  const controller = new AbortController()
  const running = host.generate(tinyRun({ steps: 50 }), {
    signal: controller.signal,
    onProgress: ({ phase }) => void (phase === 'denoise' && controller.abort()),
  })
  const cancelled = expect(running).rejects.toMatchObject({ code: 'cancelled' })
  const words = new Promise<unknown>((resolve, reject) => {
    controller.signal.addEventListener('abort', () => host.words({ model, captions: ['a dog'] }).then(resolve, reject))
  })
  await cancelled
  expect(await words).toMatchObject({ captions: [{ tokens: 4, unknown: [] }] })
  expect(watching.processes).toHaveLength(2)
})

it('C4 words: of a file that is not there, or no model, the host says so', async () => {
  const host = hostOver()
  const at = (file: string) => host.words({ model: { ...starter, path: file }, captions: ['a'] })
  await expect(at('/nowhere/cats.safetensors')).rejects.toMatchObject({ code: 'modelNotFound' })
  await expect(at(import.meta.filename)).rejects.toMatchObject({ code: 'modelNotUsable' })
  expect(await at(tinyCheckpoint)).toMatchObject({ captions: [{ tokens: 3 }] })
})

it('C4 words: each caption of a file is asked for once, and anew when the file is another', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-words-'))
  folders.push(folder)
  const file = path.join(folder, 'a.safetensors')
  copyFileSync(import.meta.filename, file)
  const asked: string[][] = []
  const kept = new KeptWords(async ({ captions }) => {
    asked.push([...captions])
    return { limit: 77, captions: captions.map((caption) => ({ tokens: caption.length, unknown: [] })) }
  })
  const tokens = async (...captions: string[]) =>
    (await kept.read({ model: { ...starter, path: file }, captions })).captions.map((each) => each.tokens)
  expect(await tokens('a', 'bb', 'a')).toEqual([1, 2, 1])
  expect(await tokens('bb', 'ccc')).toEqual([2, 3])
  expect(await tokens('ccc', 'a')).toEqual([3, 1])
  copyFileSync(tinyCheckpoint, file)
  expect(await tokens('a')).toEqual([1])
  expect(asked).toEqual([['a', 'bb'], ['ccc'], ['a']])
})

it('C4 words: captions that push out others as they come are all answered', async () => {
  const kept = new KeptWords(async ({ captions }) => ({
    limit: 77,
    captions: captions.map((caption) => ({ tokens: caption.length, unknown: [] })),
  }))
  const model = { ...starter, path: tinyCheckpoint }
  const tokens = async (captions: string[]) =>
    (await kept.read({ model, captions })).captions.map((each) => each.tokens)
  expect(await tokens(['one', 'three'])).toEqual([3, 5])
  // as many as push out the older of the two, but not the other
  await tokens(Array.from({ length: 1999 }, (_, i) => `typed ${i}`))
  expect(await tokens(['one', 'three'])).toEqual([3, 5])
  const many = Array.from({ length: 2500 }, (_, i) => 'x'.repeat(i + 1))
  expect(await tokens(many)).toEqual(many.map(({ length }) => length))
})

/** Rounds through a real engine process: what a round keeps for the next, held runs, given tracks, and encoding. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Hold, RoundRun } from '../contract/hold.ts'
import type { Picture, RunProgress } from '../contract/result.ts'
import { runSchema } from '../contract/run.ts'
import { EngineHost } from './engine-host.ts'
import { tinyCheckpoint, tinyRun, watched } from './tiny.helper.ts'

const { spawn, processes } = watched()
const host = new EngineHost(spawn)
const run = tinyRun({ steps: 5, mis: 0.4 })
let parent: Picture
let passes: number
beforeAll(async () => {
  const result = await host.generateRound({ run, isRecorded: true })
  ;[parent, passes] = [result.pictures[0]!, result.passes]
})
afterAll(() => host.close())

const region_hw = new Uint8Array(64).fill(1, 32)
function holdOf({ latents_Chw, record }: Picture): Hold {
  return { region_hw, until: 1, clean_Chw: latents_Chw, trajectory: record!.trajectory, startsFromTracks: false }
}
const outside = (x_Chw: Float32Array) => [...x_Chw].filter((_, i) => region_hw[i % 64] === 0)
const { scene } = run
const reworded = runSchema.parse({ ...run, scene: { ...scene, caption: 'a cup on a table' } })
const draw = async (round: Partial<RoundRun>) => host.generateRound({ run, isRecorded: true, ...round })

it('R1 host: a round leaves its trajectory and the tracks that ran, a plain run neither, and their pictures are the same', async () => {
  expect(parent.record!.trajectory.map(({ step, x_Chw }) => [step, x_Chw.length])).toEqual(
    [0, 1, 2, 3, 4].map((step) => [step, 256]),
  )
  expect(parent.record!.tracks.map(({ instanceId, x_Chw }) => [instanceId, x_Chw.length])).toEqual([['ball', 256]])
  const { pictures } = await host.generate(run)
  expect(pictures[0]!.record).toBeUndefined()
  expect(pictures[0]!.rgb).toEqual(parent.rgb)
})

it('R2 host: a held round has the latents of its parent outside the region, bit for bit, at every step and at the end', async () => {
  const { pictures } = await draw({ run: reworded, hold: holdOf(parent) })
  const { latents_Chw, record } = pictures[0]!
  expect(outside(latents_Chw)).toEqual(outside(parent.latents_Chw))
  for (const [i, { x_Chw }] of record!.trajectory.entries())
    expect(outside(x_Chw)).toEqual(outside(parent.record!.trajectory[i]!.x_Chw))
  expect(latents_Chw).not.toEqual(parent.latents_Chw)
})

it('R5 host: with the tracks of its parent a run is the same picture for fewer passes, and progress names no track', async () => {
  const told: RunProgress[] = []
  const round = { run, isRecorded: true, tracks: parent.record!.tracks }
  const result = await host.generateRound(round, { onProgress: (progress) => void told.push(progress) })
  expect(result.pictures[0]!.rgb).toEqual(parent.rgb)
  // two steps of the instance, of which the first shared its estimate without words
  expect(result.passes).toBe(passes - 3)
  expect(told.findLast(({ phase }) => phase === 'denoise')!.tracks).toEqual([{ instanceId: null, done: 5, total: 5 }])
})

it('R5 host: a round that starts from its tracks runs the joint steps after the phase only', async () => {
  const { pictures, passes: made } = await draw({ hold: { ...holdOf(parent), startsFromTracks: true } })
  expect(made).toBe(2 * 3 + 2 * 2)
  expect(pictures[0]!.record!.trajectory.map(({ step }) => step)).toEqual([2, 3, 4])
})

it('I2 host: a picture becomes latents, of which the sizes are checked', async () => {
  const { width, height, rgb } = parent
  const model = { path: tinyCheckpoint, device: 'cpu', threads: 1 } as const
  const latents = await host.encode({ model, width, height, rgb })
  expect(latents).toHaveLength(256)
  expect(latents.every(Number.isFinite)).toBe(true)
  const wrong = host.encode({ model, width, height, rgb: rgb.slice(3) })
  await expect(wrong).rejects.toMatchObject({
    code: 'badRun',
    message: expect.stringMatching(/12288 bytes, not 12285/),
  })
})

it('R2 host: a round that makes no sense is refused, and the engine lives on', async () => {
  const nonsense: Partial<RoundRun>[] = [
    { alone: ['vase'] },
    { tracks: [{ instanceId: 'ball', x_Chw: new Float32Array(3) }] },
    { hold: { ...holdOf(parent), region_hw: new Uint8Array(3) } },
    { hold: { ...holdOf(parent), until: 2 } },
    { hold: { ...holdOf(parent), clean_Chw: [] as unknown as Float32Array } },
  ]
  for (const round of nonsense) await expect(draw(round)).rejects.toMatchObject({ code: 'badRun' })
  expect(processes).toHaveLength(1)
})

/** Whole pictures from the miniature checkpoint: its weights are random, so only what holds for any model is asked. */
import { copyFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openCheckpointSync, readTensor, type Checkpoint } from './checkpoint/checkpoint.ts'
import { safetensors } from './checkpoint/samples.helper.ts'
import { leftOverKeys } from './left-over.ts'
import type { Opener } from './networks.ts'
import { Model, type Picture, type PictureRequest, type Progress } from './pipeline.ts'
import type { Pixels } from './previews.ts'
import type { Hold } from './sampler/hold.ts'
import { stepCount, type SolverName } from './sampler/schedule.ts'
import { openSession } from './session/session.ts'
import type { Grounding } from './unifusion/slots.ts'
import { fromBytes } from './vae/pixels.ts'

const tiny = path.join(import.meta.dirname, '../test/fixtures/tiny/checkpoint.pth')
const options = { device: 'cpu', threads: 1, hints: { heads: 8, groups: 32, textHeads: 4 } } as const
const boxes = [
  [0.1, 0.2, 0.5, 0.9],
  [0.5, 0.1, 0.9, 0.6],
]

function groundingOf(which: readonly number[]): Grounding {
  const count = which.length
  return {
    count,
    valid_N: new Float32Array(count).fill(1),
    boxes_N4: Float32Array.from(which.flatMap((i) => boxes[i]!)),
    points_N2: new Float32Array(count * 2).fill(0.5),
    scribbles_NS: new Float32Array(count * 40),
    polygons_NP: new Float32Array(count * 512),
    drop: { boxes: false, points: false, scribbles: true, masks: true },
  }
}

/** The left half of the cells for the first instance, the right half for the second. */
function half(instance: number): Uint8Array {
  return Uint8Array.from({ length: 64 }, (_, cell) => Number(cell % 8 < 4 === (instance === 0)))
}

const request: PictureRequest = {
  prompt: 'a cat and a dog',
  negativePrompt: '',
  instances: ['a cat', 'a dog'].map((caption, i) => ({ caption, alone: groundingOf([i]), place_hw: half(i) })),
  grounding: groundingOf([0, 1]),
  width: 64,
  height: 64,
  seed: 7,
  solver: 'dpmpp2m',
  steps: 5,
  guidance: 3,
  alpha: 0.8,
  mis: 0.4,
  merge: 'place',
}

const good = new Float32Array(4 * 64)
const unfit: Hold = { region_hw: half(0), until: 1, clean_BChw: good, trajectory: [], startsFromTracks: false }

/** Plain Stable Diffusion has no fusers, no grounding network, no ScaleU. */
const groundingKeys = /fuser|position_net|scaleu/

/** The same checkpoint without some of its tensors. */
function without(checkpoint: Checkpoint, keys: RegExp): Buffer {
  const header: Record<string, unknown> = {}
  const parts: Buffer[] = []
  let at = 0
  for (const [key, tensor] of checkpoint.tensors) {
    if (keys.test(key) || tensor.dtype !== 'float32') continue
    const { buffer, byteOffset, byteLength } = readTensor(checkpoint, tensor)
    parts.push(Buffer.from(buffer, byteOffset, byteLength))
    header[key] = { dtype: 'F32', shape: tensor.shape, data_offsets: [at, (at += byteLength)] }
  }
  return safetensors(header, Buffer.concat(parts))
}

let model: Model
beforeAll(() => {
  model = Model.open(tiny, options)
})
afterAll(() => model.close())

describe('pipeline', () => {
  it('G5 the same request gives the same picture, bit for bit, also from a model opened anew', async () => {
    const first = await model.generate(request)
    const other = Model.open(tiny, options)
    const again = await other.generate(request)
    await other.close()
    expect(again.latents_Chw).toEqual(first.latents_Chw)
    expect(Buffer.compare(again.rgb, first.rgb)).toBe(0)
    expect(first.rgb).toHaveLength(64 * 64 * 3)
  })

  it('G1 seed, merge, multi-instance share, guidance and words each change the picture', async () => {
    const { rgb } = await model.generate(request)
    const changes: Partial<PictureRequest>[] = [
      { seed: 8 },
      { merge: 'published' },
      { mis: 0 },
      { guidance: 1 },
      { prompt: 'a cat' },
    ]
    for (const change of changes) {
      const changed = await model.generate({ ...request, ...change })
      expect(Buffer.compare(changed.rgb, rgb), JSON.stringify(change)).not.toBe(0)
    }
  })

  const solvers: SolverName[] = ['plms', 'ddim', 'dpmpp2m', 'unipc']
  it.each(solvers)('G2 a %s run makes exactly the passes of its plan', async (solver) => {
    for (const change of [{}, { mis: 0 }, { guidance: 1 }]) {
      const wanted = { ...request, ...change, solver }
      const { passes } = await model.generate(wanted)
      expect(passes).toBe(model.plan(wanted).passes)
    }
  })

  it('G2 progress counts up to the plan, and there are previews on the way', async () => {
    // opened anew, it has no preview's time yet, and shows one at once
    const fresh = Model.open(tiny, options)
    const done: number[] = []
    const previews: number[] = []
    const { passes } = await fresh.generate(request, {
      onProgress: ({ done: at, total }) => {
        expect(total).toBe(model.plan(request).passes)
        done.push(at)
      },
      onPreview: ({ width, height, rgb }) => {
        expect([width, height]).toEqual([64, 64])
        previews.push(rgb.length)
      },
    })
    await fresh.close()
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.at(-1)).toBe(passes)
    expect(previews.length).toBeGreaterThan(0)
    expect(previews.length).toBeLessThanOrEqual(request.steps)
    expect(previews[0]).toBe(64 * 64 * 3)
  })

  it('G2 previews of the tracks that are asked for come beside those of all, and change no picture', async () => {
    const fresh = Model.open(tiny, options)
    const wanted = { ...request, steps: 8, mis: 0.5 }
    const seen = new Map<number | null | undefined, Buffer[]>()
    const see = (track: number | null | undefined, rgb: Uint8Array): void => {
      seen.set(track, [...(seen.get(track) ?? []), Buffer.from(rgb)])
    }
    const { rgb } = await fresh.generate(wanted, {
      tracksToShow: () => [null, 1, 7],
      onPreview: (preview) => see(undefined, preview.rgb),
      onTrackPreview: (track, preview) => see(track, preview.rgb),
    })
    await fresh.close()
    expect(new Set(seen.keys())).toEqual(new Set([undefined, null, 1]))
    const [all, joint, own] = [undefined, null, 1].map((track) => seen.get(track)![0]!)
    expect([all!.equals(joint!), all!.equals(own!), joint!.equals(own!)]).toEqual([false, false, false])
    expect(Buffer.compare(rgb, (await model.generate(wanted)).rgb)).toBe(0)
  })

  it.each(solvers)('G2 a %s run tells the steps of each track, which it draws one after the other', async (solver) => {
    const told: number[][] = []
    const totals = new Set<string>()
    await model.generate(
      { ...request, solver },
      {
        onProgress: ({ phase, tracks }) => {
          expect(tracks !== undefined).toBe(phase === 'denoise')
          if (!tracks) return
          told.push(tracks.map(({ done }) => done))
          totals.add(tracks.map(({ total }) => total).join(' '))
        },
      },
    )
    const [joint, alone] = [stepCount(solver, 5), 2]
    expect([...totals]).toEqual([`${joint} ${alone} ${alone}`])
    expect(told.at(-1)).toEqual([joint, alone, alone])
    for (const [i, tracks] of told.entries()) {
      const before = told[i - 1] ?? tracks.map(() => 0)
      // never back, one at a time, and the joint run after the instances
      expect(tracks.reduce((sum, done, track) => sum + Math.abs(done - before[track]!), 0)).toBeLessThanOrEqual(1)
      expect(tracks[0]).toBeLessThanOrEqual(tracks[1] === alone ? joint : tracks[1]!)
      expect(tracks[2]).toBeLessThanOrEqual(tracks[1]!)
    }
  })

  /** The lower half of the cells. */
  const region_hw = Uint8Array.from({ length: 64 }, (_, cell) => Number(cell >= 32))
  const holdOf = ({ latents_Chw, record }: Picture, change: Partial<Hold> = {}): Hold => ({
    region_hw,
    until: 1,
    clean_BChw: latents_Chw,
    trajectory: record.trajectory,
    startsFromTracks: false,
    ...change,
  })
  const outside = (x_Chw: Float32Array) => [...x_Chw].filter((_, i) => region_hw[i % 64] === 0)

  it.each(solvers)('R2 a held %s run has its parent latents outside the region, bit for bit', async (solver) => {
    const parent = await model.generate({ ...request, solver })
    const edit = { ...request, solver, prompt: 'a boat', seed: 9, hold: holdOf(parent) }
    const child = await model.generate(edit)
    for (const { step, x_BChw } of child.record.trajectory)
      expect(outside(x_BChw)).toEqual(outside(parent.record.trajectory[step]!.x_BChw))
    expect(outside(child.latents_Chw)).toEqual(outside(parent.latents_Chw))
    expect(child.latents_Chw).not.toEqual(parent.latents_Chw)
    expect(child.passes).toBe(model.plan(edit).passes)
    // no edit is no change
    const same = await model.generate({ ...request, solver, hold: holdOf(parent) })
    expect(same.latents_Chw).toEqual(parent.latents_Chw)
  })

  it.each(solvers)('R5 a %s run with tracks of an earlier one is the same picture for fewer passes', async (solver) => {
    const whole = await model.generate({ ...request, solver })
    const shares = { ...request, solver, alone: [1] }
    const second = await model.generate(shares)
    expect([...whole.record.tracks.keys()]).toEqual([0, 1])
    expect([...second.record.tracks]).toEqual([[1, whole.record.tracks.get(1)]])
    for (const which of [[0], [0, 1]]) {
      const tracks = new Map(which.map((instance) => [instance, whole.record.tracks.get(instance)!]))
      const told: (number | null)[][] = []
      const onProgress = ({ tracks: all }: Progress): void =>
        void told.push((all ?? []).map(({ instance }) => instance))
      const saved = await model.generate({ ...request, solver, tracks }, { onProgress })
      expect(saved.latents_Chw).toEqual(whole.latents_Chw)
      expect(saved.rgb).toEqual(whole.rgb)
      expect([...saved.record.tracks.keys()]).toEqual([0, 1].filter((instance) => !which.includes(instance)))
      expect(saved.passes).toBe(model.plan({ ...request, solver, tracks }).passes)
      expect(saved.passes).toBeLessThan(whole.passes)
      expect(told.at(-2)).toEqual([null, ...saved.record.tracks.keys()])
    }
  })

  it('R5 a run that starts from its tracks makes the passes of its plan, with any solver, and none for steps that it leaves out', async () => {
    const parent = await model.generate(request)
    const hold = holdOf(parent, { startsFromTracks: true })
    for (const solver of solvers)
      for (const change of [{}, { tracks: parent.record.tracks }, { mis: 1 }, { guidance: 1, alone: [1] }]) {
        const wanted: PictureRequest = { ...request, solver, hold: { ...hold, trajectory: [] }, ...change }
        const previews: number[] = []
        const { passes, record } = await model.generate(wanted, { onPreview: ({ rgb }) => previews.push(rgb.length) })
        expect(passes).toBe(model.plan(wanted).passes)
        expect(record.trajectory.every(({ step }) => step >= 2)).toBe(true)
        expect(previews.every((length) => length === 64 * 64 * 3)).toBe(true)
      }
  })

  it.each<[string, Partial<PictureRequest>, RegExp]>([
    ['a region of another size', { hold: { ...unfit, region_hw: new Uint8Array(32) } }, /32 cells, but .* 8 x 8/],
    ['latents of another size', { hold: { ...unfit, clean_BChw: new Float32Array(9) } }, /clean latents are 9 values/],
    ['an instance that is not there', { alone: [0, 2] }, /0, 2 were to run alone, but there are 2/],
    ['an instance twice', { alone: [1, 1] }, /rising order, each once/],
    [
      'a track of one that does not run',
      { alone: [1], tracks: new Map([[0, good]]) },
      /instance 0, which does not run/,
    ],
    ['a track of another size', { tracks: new Map([[0, good.slice(1)]]) }, /of a track are 255 values/],
    [
      'a start from no tracks',
      { hold: { ...unfit, startsFromTracks: true }, alone: [] },
      /one instance, merged by place/,
    ],
  ])('R2 %s is refused in one sentence before anything runs', async (_, change, message) => {
    const phases: string[] = []
    const refused = model.generate({ ...request, ...change }, { onProgress: ({ phase }) => phases.push(phase) })
    await expect(refused).rejects.toThrow(message)
    expect(phases).toEqual([])
  })

  it('I2 a picture that no model drew has latents: the mean that the encoder gives, bit for bit', async () => {
    const { width, height, rgb, latents_Chw } = await model.generate(request)
    const encoded = await model.encode({ width, height, rgb })
    expect(encoded).toHaveLength(latents_Chw.length)
    const { mean } = await model.networks.encode(fromBytes(rgb), { width, height })
    expect(encoded).toEqual(mean)
    await expect(model.encode({ width, height, rgb: rgb.slice(1) })).rejects.toThrow(/has 12288 bytes, not 12287/)
    await expect(model.encode({ width: 65, height, rgb })).rejects.toThrow(/65 x 64, but this model's sides/)
  })

  it('I2 a checkpoint without an encoder says so', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'diorama-'))
    const file = path.join(folder, 'decoder.safetensors')
    writeFileSync(file, without(openCheckpointSync(tiny), /autoencoder.encoder/))
    const other = Model.open(file, options)
    const picture = { width: 64, height: 64, rgb: new Uint8Array(64 * 64 * 3) }
    await expect(other.encode(picture)).rejects.toThrow(/"decoder.safetensors" has no encoder, so it cannot take in/)
    await other.close()
    rmSync(folder, { recursive: true })
  })

  it('M2 a checkpoint without an encoder is a model all the same: described, and drawn with previews', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'diorama-'))
    const file = path.join(folder, 'decoder.safetensors')
    writeFileSync(file, without(openCheckpointSync(tiny), /autoencoder.(encoder|quant_conv)/))
    const other = Model.open(file, options)
    const left = leftOverKeys(other.checkpoint, other.config)
    expect(left.filter((key) => !key.startsWith('diffusion.'))).toEqual([])
    // so large that a preview is no decoded picture
    const large = { ...request, width: 256, height: 192, steps: 2, mis: 0, guidance: 1 }
    const previews: Pixels[] = []
    const drawn = await other.generate(large, { onPreview: (preview) => previews.push(preview) })
    expect(drawn.rgb).toEqual((await model.generate(large)).rgb)
    expect(previews.map(({ width, height }) => `${width} x ${height}`)).toEqual(['32 x 24', '32 x 24'])
    expect(new Set(previews.at(-1)!.rgb).size).toBeGreaterThan(10)
    await other.close()
    rmSync(folder, { recursive: true })
  })

  it('M4 a model that was opened for a size opens nothing more for a picture of it', async () => {
    const opened: string[][] = []
    const opener: Opener = async (bytes, how) => {
      const session = await openSession(bytes, how)
      opened.push([...session.outputNames])
      return session
    }
    const fresh = Model.open(tiny, { ...options, opener })
    await fresh.networks.open({ height: 8, width: 8 })
    const ready = opened.length
    await fresh.generate({ ...request, alpha: 1 })
    await fresh.close()
    expect(ready).toBe(8)
    expect(opened.slice(ready)).toEqual([])
  })

  it.each([
    ['whose decoding takes long', { width: 256, height: 192 }, [['decoder']]],
    ['that is decoded quickly', {}, []],
  ])('M4 what decoding took is given back after a picture %s', async (_, size, released) => {
    const fresh = Model.open(tiny, options)
    const release = vi.spyOn(fresh.networks, 'release')
    await fresh.generate({ ...request, ...size, steps: 1, mis: 0, guidance: 1 })
    expect(release.mock.calls).toEqual(released)
    await fresh.close()
  })

  it('G1 a picture need not be square', async () => {
    const cells = new Uint8Array(8 * 16).fill(1)
    const instances = request.instances.map((instance) => ({ ...instance, place_hw: cells }))
    const { width, height, rgb } = await model.generate({ ...request, instances, width: 128, height: 64 })
    expect([width, height, rgb.length]).toEqual([128, 64, 128 * 64 * 3])
  })

  it('G1 a size that the model cannot draw is refused in one sentence', async () => {
    await expect(model.generate({ ...request, width: 72 })).rejects.toThrow(
      /72 x 64, but this model's sides are multiples of 64/,
    )
  })

  it('G1 no instances at all, and a caption without words, are pictures too', async () => {
    const { passes } = await model.generate({ ...request, prompt: '', instances: [], grounding: groundingOf([]) })
    expect(passes).toBe(2 * request.steps)
  })

  it('M2 a checkpoint of plain Stable Diffusion, without grounding layers, is drawn from its words alone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'diorama-'))
    const file = path.join(folder, 'plain.safetensors')
    writeFileSync(file, without(openCheckpointSync(tiny), groundingKeys))
    const plain = Model.open(file, options)
    expect(plain.config.grounding).toBeUndefined()
    expect(plain.config.unet).toMatchObject({ hasFusers: false, hasScaleU: false })
    const first = await plain.generate({ ...request, mis: 0 })
    const elsewhere = await plain.generate({ ...request, mis: 0, grounding: groundingOf([1, 0]) })
    const otherWords = await plain.generate({ ...request, mis: 0, prompt: 'a boat' })
    await plain.close()
    expect(Buffer.compare(elsewhere.rgb, first.rgb)).toBe(0)
    expect(Buffer.compare(otherWords.rgb, first.rgb)).not.toBe(0)
    rmSync(folder, { recursive: true })
  })

  it('G3 a text that is known is not pushed out by those that come with it, after hundreds of others', async () => {
    const crowd = (captions: readonly string[]): PictureRequest => ({
      ...request,
      instances: captions.map((caption) => ({ caption, alone: groundingOf([0]), place_hw: half(0) })),
      grounding: groundingOf(captions.map(() => 0)),
      steps: 1,
      mis: 0,
    })
    const others = (turn: number, count: number): string[] =>
      Array.from({ length: count }, (_, i) => `cat ${turn} ${i}`)
    await model.generate(crowd(['the first']))
    for (let turn = 0; turn < 8; turn++) await model.generate(crowd(others(turn, 30)))
    const { rgb } = await model.generate(crowd(['the first', ...others(8, 29)]))
    expect(rgb).toHaveLength(64 * 64 * 3)
  })

  it('G3 a checkpoint that was changed since it was opened is refused before the run', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'diorama-'))
    const copy = path.join(folder, 'copy.pth')
    copyFileSync(tiny, copy)
    const other = Model.open(copy, options)
    utimesSync(copy, 1, 1)
    await expect(other.generate(request)).rejects.toThrow(/"copy.pth" was changed since it was opened; open it again/)
    rmSync(folder, { recursive: true })
  })
})

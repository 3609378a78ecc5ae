/** Whole pictures from the miniature checkpoint: its weights are random, so only what holds for any model is asked. */
import { copyFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCheckpointSync, readTensor, type Checkpoint } from './checkpoint/checkpoint.ts'
import { safetensors } from './checkpoint/samples.helper.ts'
import type { Opener } from './networks.ts'
import { Model, type PictureRequest } from './pipeline.ts'
import { stepCount, type SolverName } from './sampler/schedule.ts'
import { openSession } from './session/session.ts'
import type { Grounding } from './unifusion/slots.ts'

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

/** The same checkpoint as plain Stable Diffusion has it: no fusers, no grounding network, no ScaleU. */
function withoutGrounding(checkpoint: Checkpoint): Buffer {
  const header: Record<string, unknown> = {}
  const parts: Buffer[] = []
  let at = 0
  for (const [key, tensor] of checkpoint.tensors) {
    if (/fuser|position_net|scaleu/.test(key) || tensor.dtype !== 'float32') continue
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
    writeFileSync(file, withoutGrounding(openCheckpointSync(tiny)))
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

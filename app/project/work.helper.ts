/** Work for a project, without a test around it. */
import { documentOf } from '../scene/document.helper.ts'
import { instance } from '../scene/scene.helper.ts'
import type { Document } from '../contract/document.ts'
import type { Gesture, RoundChange } from '../contract/edit.ts'
import { float32Bytes } from './latents.ts'
import type { Project, RoundExtras } from './project.ts'
import type { NewRound } from './rounds.ts'

export const ball = instance('ball', { box: { x0: 10, y0: 20, x1: 200, y1: 220 } })

export const someDocument = (): Document => documentOf([ball])

export function reword(caption: string, mergeKey?: string): Gesture {
  const commands: Gesture['commands'] = [{ do: 'changeInstance', id: 'ball', change: { caption } }]
  return { kind: 'reword', of: 'ball', commands, ...(mergeKey !== undefined && { mergeKey }) }
}

export function captionOf({ document }: Project): string | undefined {
  return document.draft.scene.instances.find(({ id }) => id === 'ball')?.caption
}

/** Bytes that stand for a PNG; the project does not look into them. */
export function pngOf(seed: number, length = 3000): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (seed * 31 + i * i * 7 + (i >> 3)) % 256)
}

/** Of the project's draft as it is now. */
export function roundOf({ document }: Project, change: Partial<NewRound> = {}): NewRound {
  return {
    kind: 'generated',
    job: 'job',
    variant: 0,
    draft: document.draft,
    width: 128,
    height: 128,
    seed: 7,
    passes: 40,
    seconds: 1.25,
    model: { name: 'starter', digest: 'abc' },
    device: { device: 'cpu', reason: 'There is no other.' },
    warnings: [],
    ...change,
  }
}

/** Latents of `length` numbers that float16 holds exactly, others for each seed. */
export function latentsOf(seed: number, length = 64): Float32Array {
  return Float32Array.from({ length }, (_, i) => ((seed * 37 + i * i * 5) % 64) / 16 - 2)
}

/** Of `steps` steps, with the clean latents after them. */
export function runOf(seed: number, steps = 10, length = 64): Required<Pick<RoundExtras, 'parts' | 'trajectory'>> {
  const trajectory = Array.from({ length: steps }, (_, step) => ({ step, x_Chw: latentsOf(seed * 100 + step, length) }))
  return { parts: [{ role: 'latents', kind: 'latents', bytes: float32Bytes(latentsOf(seed, length)) }], trajectory }
}

export const noteRound = (id: string, change: RoundChange): Gesture => ({
  kind: 'round',
  commands: [{ do: 'noteRound', id, change }],
})

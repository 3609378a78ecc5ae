/** From what the artist composed to the run that the engine is given, and the seed rule. Pure. */
import type { Draft, DraftSettings } from '../contract/document.ts'
import { canonicalJson, largestSeed, runFormat, runVersion, settingsSchema } from '../contract/run.ts'
import type { Run } from '../contract/run.ts'
import type { Scene } from '../contract/scene.ts'

/**
 * Things that are hidden are drawn all the same: hiding is for the eye. The scene goes to the engine as it is.
 *
 * @param path of the checkpoint @param change of the settings that the job decides
 */
export function runOf(draft: Draft, path: string, change: Partial<Pick<DraftSettings, 'seed' | 'variants'>> = {}): Run {
  const { scene, settings } = draft
  const { steps, sampler, guidance, alpha, mis, merge, rule, seed, variants } = { ...settings, ...change }
  return {
    format: runFormat,
    version: runVersion,
    scene,
    settings: settingsSchema.parse({ steps, sampler, guidance, alpha, mis, merge, rule, seed, variants }),
    model: { path, device: settings.device },
  }
}

export function isNothingToDraw({ scene }: Draft): boolean {
  return scene.caption.trim() === '' && scene.instances.length === 0
}

/** Whether both would give the same picture from the same seed. */
export function drawsTheSame(a: Draft, b: Draft): boolean {
  return a === b || pictureKey(a) === pictureKey(b)
}

/** Everything that decides the picture but the seed. */
function pictureKey(draft: Draft): string {
  const { parent, keep, region } = draft
  return canonicalJson([wholeKey(draft), parent && [parent, keep, keptKey(draft), region]])
}

/** Whether both would give the same picture from the same seed, if nothing were kept of a parent. */
export function isSameWhole(a: Draft, b: Draft): boolean {
  return wholeKey(a) === wholeKey(b)
}

function wholeKey({ scene, settings }: Draft): string {
  const { model, device, steps, sampler, guidance, alpha, mis, merge, rule } = settings
  return canonicalJson([nameless(scene), model, device, steps, sampler, guidance, alpha, mis, merge, rule])
}

/** What a thing is called tells the network nothing. */
function nameless(scene: Scene): Scene {
  const instances = scene.instances.map((instance) => {
    const { name: _, ...told } = instance
    return told
  })
  return { ...scene, instances }
}

/** How instances are kept by their own notes. */
function keptKey({ notes }: Pick<Draft, 'notes'>): string {
  return canonicalJson(
    Object.fromEntries(Object.entries(notes).flatMap(([id, { keep }]) => (keep ? [[id, keep]] : []))),
  )
}

/**
 * The seed of the first picture. It stays while something changes, so that a change shows for itself; where nothing
 * changed it moves on, because the same picture again is of no use to anyone.
 *
 * @param taken seeds that drew or will draw just this
 */
export function nextSeed({ seed, seedLocked }: DraftSettings, variants: number, taken: ReadonlySet<number>): number {
  if (seedLocked) return seed
  const isFree = (first: number): boolean => seedsFrom(first, variants).every((one) => !taken.has(one))
  for (let tried = 0, first = seed; tried <= taken.size * variants; tried++, first = after(first)) {
    if (isFree(first)) return first
  }
  return seed
}

export function seedsFrom(first: number, variants: number): number[] {
  return Array.from({ length: variants }, (_, index) => after(first, index))
}

/** After the largest comes 0. */
function after(seed: number, steps = 1): number {
  return (seed + steps) % (largestSeed + 1)
}

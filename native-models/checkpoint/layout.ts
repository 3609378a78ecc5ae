/**
 * From the names in a file to the names that the rest of the program uses.
 *
 * Ours are those of an InstanceDiffusion checkpoint: `model.…`, `text_encoder.…`, `autoencoder.…`, `diffusion.…`.
 * A Stable Diffusion 1.5 file has the same weights under other prefixes. A file with neither keeps its own names.
 */

export const GROUPS = ['model', 'ema', 'text_encoder', 'autoencoder', 'diffusion'] as const

/** Stable Diffusion's prefixes. Training of InstanceDiffusion split its starting checkpoint in the same way. */
const STABLE_DIFFUSION = [
  ['model.diffusion_model.', 'model.'],
  ['cond_stage_model.', 'text_encoder.'],
  ['first_stage_model.', 'autoencoder.'],
] as const

export interface Arranged<T> {
  readonly tensors: Map<string, T>
  readonly usesEma: boolean
  /** Groups of the file that are left aside. */
  readonly ignored: string[]
}

interface Shaped {
  readonly shape: readonly number[]
}

/** @param stored tensors under the file's own keys, groups written as `group.key` */
export function arrange<T extends Shaped>(stored: ReadonlyMap<string, T>): Arranged<T> {
  const keys = [...stored.keys()]
  if (keys.some((key) => key.startsWith('model.diffusion_model.'))) return fromStableDiffusion(stored)
  if (keys.some((key) => isGroup(firstPart(key)))) return fromGroups(stored)
  return { tensors: new Map(stored), usesEma: false, ignored: [] }
}

const isGroup = (name: string): boolean => (GROUPS as readonly string[]).includes(name)

/** What stands before the first dot; empty for a key without one. */
const firstPart = (key: string): string => key.slice(0, Math.max(key.indexOf('.'), 0))

function fromStableDiffusion<T>(stored: ReadonlyMap<string, T>): Arranged<T> {
  const tensors = new Map<string, T>()
  const ignored = new Set<string>()
  for (const [key, tensor] of stored) {
    const renamed = canonicalKey(key)
    if (renamed === undefined) ignored.add(firstPart(key))
    else tensors.set(renamed, tensor)
  }
  return { tensors, usesEma: false, ignored: [...ignored] }
}

/** Undefined for a group of no use here, as `model_ema.…`. Names without a group are the noise schedule's vectors. */
function canonicalKey(key: string): string | undefined {
  for (const [prefix, ours] of STABLE_DIFFUSION) {
    if (key.startsWith(prefix)) return ours + key.slice(prefix.length)
  }
  return key.includes('.') ? undefined : `diffusion.${key}`
}

/** `ema` takes the place of `model` when it has the same weights, as in the published code. */
function fromGroups<T extends Shaped>(stored: ReadonlyMap<string, T>): Arranged<T> {
  const averaged = withPrefix(stored, 'ema.')
  const trained = withPrefix(stored, 'model.')
  const usesEma = averaged.size > 0 && (trained.size === 0 || hasSameShapes(averaged, trained))
  const model = usesEma ? averaged : trained

  const tensors = new Map<string, T>()
  const ignored = new Set<string>()
  for (const [key, tensor] of model) tensors.set(`model.${key}`, tensor)
  for (const [key, tensor] of stored) {
    const group = firstPart(key)
    if (group === 'ema' || group === 'model') {
      if ((group === 'ema') !== usesEma) ignored.add(group)
    } else if (isGroup(group)) tensors.set(key, tensor)
    else ignored.add(group === '' ? key : group)
  }
  return { tensors, usesEma, ignored: [...ignored] }
}

function withPrefix<T>(stored: ReadonlyMap<string, T>, prefix: string): Map<string, T> {
  const found = new Map<string, T>()
  for (const [key, tensor] of stored) if (key.startsWith(prefix)) found.set(key.slice(prefix.length), tensor)
  return found
}

function hasSameShapes<T extends Shaped>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  return a.size === b.size && [...a].every(([key, tensor]) => isSameShape(tensor, b.get(key)))
}

const isSameShape = (a: Shaped, b: Shaped | undefined): boolean =>
  b !== undefined && a.shape.length === b.shape.length && a.shape.every((size, d) => size === b.shape[d])

/**
 * Names for what an instance's own track ends with in the multi-instance phase: equal names, equal latents.
 *
 * The track depends on the model, the noise, the steps of the phase and what the network is told of this instance; not on
 * the other instances, the scene's caption, a parent or the device. So latents can be kept and used again by name. Masks
 * and scribbles stand in it as they are drawn, for tracing them takes long.
 */
import { canonicalJson, type Run } from '../contract/run.ts'
import type { Instance, Scene } from '../contract/scene.ts'
import { used } from '../scene/locations.ts'
import { instanceAlone, markedConditions } from './compile.ts'
import type { Conditions } from './conditions.ts'
import { pictureSize, stepsOf, type ModelFacts, type SceneOfRun } from './plan.ts'

/** Rises when what a track ends with changes for the same inputs. */
const keyVersion = 1

/**
 * @param model digest of the model file
 * @returns by instance id, of those that the network is told of; long texts, to be hashed. None without a phase.
 */
export function trackKeysOf({ scene, settings }: SceneOfRun, facts: ModelFacts, model: string): Map<string, string> {
  const { sampler, seed, guidance, alpha, rule } = settings
  const { made, mergeAt, spacing } = stepsOf(settings)
  if (mergeAt === 0) return new Map()
  const whole = {
    version: keyVersion,
    model,
    ...pictureSize(scene, settings, facts),
    seed,
    sampler,
    spacing,
    mergeAt,
    // of the steps of the phase
    grounded: Math.min(mergeAt, Math.trunc(alpha * made)),
    guidance,
    // without guidance nothing is asked for it
    negative: guidance === 1 ? null : (scene.negativeCaption ?? ''),
  }
  const conditions = markedConditions(scene, { rule, limits: facts.limits, seed })
  const keys = conditions.instances.map((index, slot) => {
    const instance = scene.instances[index]!
    const place = facts.hasGrounding ? placeOfSlot(scene, instance, conditions, slot) : null
    return [instance.id, canonicalJson({ ...whole, caption: instance.caption, place })] as const
  })
  return new Map(keys)
}

/** @returns the key of one instance; undefined where it has no track */
export function trackKeyOf(run: SceneOfRun, facts: ModelFacts, model: string, instanceId: string): string | undefined {
  return trackKeysOf(run, facts, model).get(instanceId)
}

function placeOfSlot(scene: Scene, instance: Instance, conditions: Conditions, slot: number): object {
  const { boxes_N4, points_N2, drop } = instanceAlone(conditions, slot)
  const { rule } = conditions
  return {
    box: [...boxes_N4],
    point: [...points_N2],
    drop,
    drawn: rule === 'published' ? null : drawnOf(scene, instance, conditions.formats[slot]!, rule),
  }
}

/** What the network is told beside box and point comes from these. */
function drawnOf(
  { width, height }: Scene,
  instance: Instance,
  formats: Conditions['formats'][number],
  rule: Run['settings']['rule'],
): object | null {
  const { mask, polygon, scribble } = used(instance)
  const area = formats.includes('mask') || formats.includes('polygon')
  // the published evaluation takes scribbles from masks only
  const strokes = rule === 'diorama' && formats.includes('scribble') ? scribble : undefined
  if (!area && !strokes) return null
  return {
    width,
    height,
    ...(strokes && { strokes }),
    // points are drawn from it by the instance's id and the seed
    ...(area && { mask, polygon, id: instance.id }),
  }
}

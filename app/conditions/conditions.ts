/**
 * What the network is conditioned on: the arrays of one picture, a slot per instance.
 *
 * Only used slots are stored; a model with 30 slots fills the others with zeros and presence 0. By the published rules a
 * slot has a format unless the picture drops it, so a slot without a scribble in a picture that has scribbles stands
 * there with zeros. By ours a slot drops what it lacks: the learnt null vector says that nothing is known, zeros say
 * that the thing stands in the upper left corner.
 */

import type { LocationFormat, SceneWarning } from '../contract/scene.ts'

/**
 * `published`: what the published command line hands to the network (masks and scribbles are lost on the way).
 * `intended`: what the published evaluation script computes, where masks count.
 * `diorama`: our own, every format counts for the instance that has it.
 */
export type ConditionsRule = 'published' | 'intended' | 'diorama'

/** A set of drop flags that the published code chooses by its configuration file. */
export type DropConfiguration = 'box' | 'point' | 'scribble' | 'mask'

/** Formats that no slot of this picture has: true replaces the format by its null vector in every slot. */
export type DropFlags = {
  readonly boxes: boolean
  readonly points: boolean
  readonly scribbles: boolean
  /** Polygons and segment planes. */
  readonly masks: boolean
}

/** What the model can take. */
export type ConditionLimits = {
  /** Slots; 30 in the published model. */
  readonly maxInstances: number
  /** Points of a scribble; 20 in the published model. */
  readonly scribblePoints: number
  /** Points of a polygon, half of them inside; 256 in the published model. */
  readonly polygonPoints: number
  /** Side of the square segment planes in pixels; 512 in the published model. */
  readonly segSize: number
}

export const publishedLimits: ConditionLimits = {
  maxInstances: 30,
  scribblePoints: 20,
  polygonPoints: 256,
  segSize: 512,
}

/** Segment planes, 0 or 1, one per used slot, row by row: [n, size, size]. */
export type Segments = { readonly size: number; readonly planes: Uint8Array }

/** N = count used slots. Coordinates are fractions of the picture's width and height, x before y. */
export type Conditions = {
  readonly rule: ConditionsRule
  readonly limits: ConditionLimits
  readonly count: number
  /** x0 y0 x1 y1 of each slot. */
  readonly boxes_N4: Float32Array
  readonly points_N2: Float32Array
  /** 2 · scribblePoints numbers a slot (40). */
  readonly scribbles_NS: Float32Array
  /** 2 · polygonPoints numbers a slot (512). */
  readonly polygons_NP: Float32Array
  /** Absent when no plane has a pixel. */
  readonly segs?: Segments
  /** 1 in each used slot. */
  readonly valid_N: Float32Array
  readonly drop: DropFlags
  /** What each slot lacks; given by our own rule only. */
  readonly drop_N?: readonly DropFlags[]
  /** Caption of each slot. */
  readonly captions: readonly string[]
  /** For each slot, the position of its instance in the scene's list. */
  readonly instances: readonly number[]
  /** For each slot, the formats that its instance has in use; others may have been derived from them. */
  readonly formats: readonly (readonly LocationFormat[])[]
  readonly warnings: readonly SceneWarning[]
}

/** How to compile a scene. */
export type CompileOptions = {
  readonly rule: ConditionsRule
  readonly limits: ConditionLimits
  /** Decides the points that are drawn from masks; nothing else is random. */
  readonly seed: number
  /** For the two published rules, `mask` unless given; our own rule looks at the scene. */
  readonly configuration?: DropConfiguration
  /** Side of a latent cell in scene pixels, 8 unless given; only warnings need it. */
  readonly cell?: number
  /** Another source of random picks, for example a recorded one. */
  readonly pick?: PixelPick
}

/**
 * Random picks among the pixels of a mask, counted row by row.
 *
 * @param what `scribble`: without repetition where there are enough pixels; `inside`: with repetition
 * @returns `count` numbers from 0 to `pixels` - 1
 */
export type PixelPick = (
  what: 'scribble' | 'inside',
  instanceIndex: number,
  pixels: number,
  count: number,
) => ArrayLike<number>

/** The drop flags of the published configuration files. */
export const dropConfigurations: Record<DropConfiguration, DropFlags> = {
  box: { boxes: false, points: false, scribbles: true, masks: true },
  point: { boxes: true, points: false, scribbles: true, masks: true },
  scribble: { boxes: false, points: false, scribbles: false, masks: false },
  mask: { boxes: false, points: false, scribbles: true, masks: false },
}

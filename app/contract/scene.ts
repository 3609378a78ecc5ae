/**
 * The scene as data: what an artist composed, in scene pixels.
 *
 * Everything here is plain data, so a scene can be a file, cross a process or be hashed. The bounds are
 * part of the format: they keep a file from a stranger from taking memory or time that a picture does not need.
 */

import { z } from 'zod'

export const sceneFormat = 'diorama/scene'
export const sceneVersion = 1

/** Largest values that a scene may have. Lengths are characters or entries; sides and areas are pixels. */
export const sceneLimits = {
  textLength: 16 * 2 ** 20,
  side: 8192,
  area: 2 ** 24,
  coordinate: 1_000_000,
  instances: 256,
  captionLength: 4096,
  nameLength: 256,
  idLength: 64,
  points: 4096,
  countsLength: 2 ** 20,
} as const

/** The ways to say where an instance is. Several may be given; each can be switched off. */
export const locationFormats = ['box', 'point', 'scribble', 'mask', 'polygon'] as const
export type LocationFormat = (typeof locationFormats)[number]

const coordinate = z.number().min(-sceneLimits.coordinate).max(sceneLimits.coordinate)
const side = z.int().min(1).max(sceneLimits.side)
const caption = z.string().max(sceneLimits.captionLength)

/** In scene pixels from the upper left corner; may lie outside the picture. */
export const pointSchema = z.strictObject({ x: coordinate, y: coordinate })
export type Point = z.infer<typeof pointSchema>

/** Corners in scene pixels, upper left first; may reach outside the picture. */
export const boxSchema = z
  .strictObject({ x0: coordinate, y0: coordinate, x1: coordinate, y1: coordinate })
  .refine((box) => box.x0 <= box.x1 && box.y0 <= box.y1, 'has its corners in the wrong order')
export type Box = z.infer<typeof boxSchema>

/**
 * A binary mask as COCO run lengths: `size` is [height, width], `counts` the compressed string of the lengths of
 * alternating runs of 0 and 1, column by column. Its size is the scene's.
 */
export const rleSchema = z.strictObject({
  size: z.tuple([side, side]),
  counts: z.string().max(sceneLimits.countsLength),
})
export type Rle = z.infer<typeof rleSchema>

const pointCount = (lists: readonly unknown[][]): number => lists.reduce((sum, list) => sum + list.length, 0)
const isWithinPointLimit = (lists: readonly unknown[][]): boolean => pointCount(lists) <= sceneLimits.points
const tooManyPoints = `has more than ${sceneLimits.points} points`

/** Strokes, each a list of points in drawing order. */
const scribbleSchema = z
  .array(z.array(pointSchema).min(1).max(sceneLimits.points))
  .min(1)
  .max(sceneLimits.points)
  .refine(isWithinPointLimit, tooManyPoints)

/** Closed rings; a point is inside when a ray from it crosses them an odd number of times, so a ring in a ring is a hole. */
const polygonSchema = z
  .array(z.array(pointSchema).min(3).max(sceneLimits.points))
  .min(1)
  .max(sceneLimits.points)
  .refine(isWithinPointLimit, tooManyPoints)

/**
 * One thing in the picture. Without a location in use the network is not told about it under our own rule (the published rules
 * give it a slot at the origin), and a warning says so.
 */
export const instanceSchema = z.strictObject({
  id: z.string().min(1).max(sceneLimits.idLength),
  caption,
  name: z.string().max(sceneLimits.nameLength).optional(),
  box: boxSchema.optional(),
  point: pointSchema.optional(),
  scribble: scribbleSchema.optional(),
  mask: rleSchema.optional(),
  polygon: polygonSchema.optional(),
  /** Locations that are kept but not used. */
  off: z.array(z.enum(locationFormats)).max(locationFormats.length).optional(),
})
export type Instance = z.infer<typeof instanceSchema>

/**
 * A scene. `instances` are in slot order. `depth` says what lies in front: `listed` when the list runs from back to front,
 * `bySize` when nobody has said so (published files), and the smaller place then counts as being in front.
 */
export const sceneSchema = z
  .strictObject({
    format: z.literal(sceneFormat),
    version: z.literal(sceneVersion),
    caption,
    negativeCaption: caption.optional(),
    width: side,
    height: side,
    depth: z.enum(['listed', 'bySize']).optional(),
    instances: z.array(instanceSchema).max(sceneLimits.instances),
  })
  .refine((scene) => scene.width * scene.height <= sceneLimits.area, {
    path: ['width'],
    message: `times height is more than ${sceneLimits.area} pixels`,
  })
export type Scene = z.infer<typeof sceneSchema>

/** Why a scene cannot be read. */
export const sceneErrorCodes = [
  'notJson',
  'tooLong',
  'notAScene',
  'newerVersion',
  'badValue',
  'duplicateId',
  'badMask',
] as const
export type SceneErrorCode = (typeof sceneErrorCodes)[number]

/** What the network cannot take as it is; the picture can be made all the same. */
export const sceneWarningCodes = [
  'noInstances',
  'tooManyInstances',
  'noPlace',
  'tooSmall',
  'partlyOutside',
  'outside',
  'covered',
  'samePlace',
  'emptyMask',
  'formatNotUsed',
  'pointsOnly',
  'stillNamed',
] as const

export const sceneWarningSchema = z.object({
  code: z.enum(sceneWarningCodes),
  /** The instance it belongs to, or null for the whole scene. */
  instanceId: z.string().nullable(),
  message: z.string(),
})
export type SceneWarning = z.infer<typeof sceneWarningSchema>
export type SceneWarningCode = SceneWarning['code']

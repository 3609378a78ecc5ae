/**
 * COCO annotation files as scenes: the picture that has the most in it, each annotation an instance by its category's name.
 *
 * `segmentation` is either polygons as flat lists of coordinates or run lengths of the picture's size.
 */
import { z } from 'zod'
import { sceneFormat, sceneLimits, sceneVersion } from '../contract/scene.ts'
import type { Instance, Point, Scene } from '../contract/scene.ts'
import { readScene } from '../scene/scene.ts'
import { writeRuns } from '../scene/rle.ts'

const { coordinate: limit } = sceneLimits
const number = z.number().min(-limit).max(limit)
const side = z.int().min(1).max(sceneLimits.side)
const ring = z.array(number).max(2 * sceneLimits.points)
const runs = z.object({
  size: z.tuple([side, side]),
  counts: z.union([
    z.string().max(sceneLimits.countsLength),
    z.array(z.int().min(0).max(sceneLimits.area)).max(sceneLimits.countsLength),
  ]),
})

const annotationSchema = z.object({
  image_id: z.number(),
  category_id: z.number().optional(),
  caption: z.string().max(sceneLimits.captionLength).optional(),
  bbox: z.tuple([number, number, number, number]).optional(),
  segmentation: z.union([z.array(ring), runs]).optional(),
})
type Annotation = z.infer<typeof annotationSchema>

const cocoSchema = z.object({
  images: z.array(z.object({ id: z.number(), width: side, height: side })).min(1),
  annotations: z.array(annotationSchema),
  categories: z.array(z.object({ id: z.number(), name: z.string().max(sceneLimits.nameLength) })).default([]),
})

export function isCoco(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'images' in json && 'annotations' in json
}

/**
 * @param json what JSON.parse gave
 * @throws ZodError or SceneError for a file that does not keep to the form
 */
export function cocoScene(json: unknown): Scene {
  const { images, annotations, categories } = cocoSchema.parse(json)
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  const byPicture = Map.groupBy(annotations, ({ image_id }) => image_id)
  const counts = new Map([...byPicture].map(([id, some]) => [id, some.filter(isPlaced).length]))
  const count = ({ id }: { readonly id: number }): number => counts.get(id) ?? 0
  const picture = images.reduce((best, image) => (count(image) > count(best) ? image : best))
  const own = byPicture.get(picture.id) ?? []
  const caption = own.find((annotation) => !isPlaced(annotation) && annotation.caption)?.caption ?? ''
  const instances = own
    .filter(isPlaced)
    .slice(0, sceneLimits.instances)
    .map((annotation, i) => instanceOf(annotation, `${i + 1}`, names.get(annotation.category_id ?? -1) ?? ''))
  const { width, height } = picture
  // COCO says nothing of depth.
  return readScene({ format: sceneFormat, version: sceneVersion, caption, width, height, depth: 'bySize', instances })
}

/** Caption files have annotations without a place: those describe the whole picture. */
function isPlaced({ bbox, segmentation }: Annotation): boolean {
  return bbox !== undefined || segmentation !== undefined
}

function instanceOf({ caption, bbox, segmentation }: Annotation, id: string, category: string): Instance {
  const instance: Instance = { id, caption: caption ?? category }
  if (bbox) {
    const [x, y, width, height] = bbox
    instance.box = { x0: x, y0: y, x1: x + Math.max(0, width), y1: y + Math.max(0, height) }
  }
  if (Array.isArray(segmentation)) {
    const rings = segmentation.filter((flat) => flat.length >= 6).map(pointsOf)
    if (rings.length > 0) instance.polygon = rings
  } else if (segmentation) {
    const { size, counts } = segmentation
    const [height, width] = size
    const text =
      typeof counts === 'string' ? counts : writeRuns({ width, height, counts: Uint32Array.from(counts) }).counts
    instance.mask = { size, counts: text }
  }
  return instance
}

function pointsOf(flat: readonly number[]): Point[] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, i) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]! }))
}

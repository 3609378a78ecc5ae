/** The published scene file as zod sees it: pixels, boxes as x y width height, masks as COCO run lengths or `[]`. */

import { z } from 'zod'
import { sceneLimits } from '../contract/scene.ts'

const { coordinate: limit } = sceneLimits
const number = z.number().min(-limit).max(limit)
const side = z.int().min(1).max(sceneLimits.side)
const caption = z.string().max(sceneLimits.captionLength)
const pair = z.tuple([number, number])
const none = z.tuple([])

const bbox = z
  .tuple([number, number, number, number])
  .refine(([, , width, height]) => width >= 0 && height >= 0, 'has a negative width or height')
  .refine(([x, y, width, height]) => x + width <= limit && y + height <= limit, 'reaches too far')

const mask = z.object({
  size: z.tuple([side, side]),
  counts: z.union([
    z.string().max(sceneLimits.countsLength),
    z.array(z.int().min(0).max(sceneLimits.area)).max(sceneLimits.countsLength),
  ]),
})

const scribble = z.union(
  [
    z.array(pair).max(sceneLimits.points),
    z
      .array(number)
      .max(2 * sceneLimits.points)
      .refine((list) => list.length % 2 === 0, 'has an odd number of coordinates'),
  ],
  { error: `must be at most ${sceneLimits.points} points, as [x, y] pairs or as one flat list` },
)

const either = <T extends z.ZodType, U extends z.ZodType>(a: T, b: U, error: string) =>
  z.union([a, b], { error }).nullish()

const annotation = z.object({
  caption,
  bbox: either(bbox, none, 'must be four numbers: x, y, width and height'),
  mask: either(mask, none, 'must be run lengths, {"size": [height, width], "counts": "..."}, or [] for none'),
  point: either(pair, none, 'must be two numbers, x and y'),
  scribble: scribble.nullish(),
  category_name: z.string().max(sceneLimits.nameLength).nullish(),
})

export const publishedSchema = z
  .object({
    caption,
    width: side,
    height: side,
    annos: z.array(annotation).max(sceneLimits.instances),
  })
  .refine((scene) => scene.width * scene.height <= sceneLimits.area, {
    path: ['width'],
    message: `times height is more than ${sceneLimits.area} pixels`,
  })

export type PublishedScene = z.infer<typeof publishedSchema>
export type PublishedAnnotation = PublishedScene['annos'][number]

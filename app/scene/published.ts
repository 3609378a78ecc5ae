/**
 * Our scene from the published form and back.
 *
 * The published form knows no depth, so a scene from it has `depth: 'bySize'`. It knows no polygon: written, a polygon
 * becomes part of the mask. What is switched off is not written, and neither is the negative caption.
 */

import { sceneFormat, sceneVersion } from '../contract/scene.ts'
import type { Instance, Point, Rle, Scene } from '../contract/scene.ts'
import { used } from './locations.ts'
import { instanceMask } from './mask.ts'
import type { PublishedAnnotation, PublishedScene } from './published-schema.ts'
import { writeRuns } from './rle.ts'

export function fromPublished(file: PublishedScene): Scene {
  return {
    format: sceneFormat,
    version: sceneVersion,
    caption: file.caption,
    width: file.width,
    height: file.height,
    depth: 'bySize',
    instances: file.annos.map((annotation, i) => instanceOf(annotation, `${i + 1}`)),
  }
}

function instanceOf(annotation: PublishedAnnotation, id: string): Instance {
  const instance: Instance = { id, caption: annotation.caption }
  if (annotation.category_name) instance.name = annotation.category_name
  if (annotation.bbox && annotation.bbox.length === 4) {
    const [x, y, width, height] = annotation.bbox
    instance.box = { x0: x, y0: y, x1: x + width, y1: y + height }
  }
  if (annotation.point && annotation.point.length === 2) {
    instance.point = { x: annotation.point[0], y: annotation.point[1] }
  }
  if (annotation.scribble && annotation.scribble.length > 0) instance.scribble = [pointsOf(annotation.scribble)]
  if (annotation.mask && 'counts' in annotation.mask) instance.mask = rleOf(annotation.mask)
  return instance
}

function pointsOf(list: readonly [number, number][] | readonly number[]): Point[] {
  const flat = list.flat()
  return Array.from({ length: flat.length / 2 }, (_, i) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]! }))
}

function rleOf(mask: { size: [number, number]; counts: string | number[] }): Rle {
  if (typeof mask.counts === 'string') return { size: mask.size, counts: mask.counts }
  return writeRuns({ width: mask.size[1], height: mask.size[0], counts: Uint32Array.from(mask.counts) })
}

export function toPublished(scene: Scene): PublishedScene {
  return {
    caption: scene.caption,
    width: scene.width,
    height: scene.height,
    annos: scene.instances.map((instance) => annotationOf(scene, instance)),
  }
}

function annotationOf(scene: Scene, instance: Instance): PublishedAnnotation {
  const { box, point, scribble } = used(instance)
  return {
    caption: instance.caption,
    ...(box && { bbox: [box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0] }),
    ...(point && { point: [point.x, point.y] }),
    ...(scribble && { scribble: scribble.flat().map(({ x, y }): [number, number] => [x, y]) }),
    mask: instanceMask(scene, instance) ?? [],
    category_name: instance.name ?? '',
  }
}

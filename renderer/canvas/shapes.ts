/** An instance's locations as paths on the screen. */
import type { Instance, Point, Rle, Scene } from '../../app/contract/scene.ts'
import { used } from '../../app/scene/locations.ts'
import type { Locations } from '../../app/scene/locations.ts'
import { pointDiameter } from '../../app/scene/place.ts'
import { maskRings } from './mask-outline.ts'
import { boxPath, dotPath, linePath, onScreen } from './pen.ts'
import type { Pen } from './pen.ts'
import { resampled, thinned, upperLeftOf } from './rings.ts'
import { toScreen } from './view.ts'

/** A scribble is told to the model in at most so many points. */
const scribblePoints = 20

export const pointRadius = 9

const inUse = new WeakMap<Instance, Locations>()

/** The locations in use, asked for several times a frame. */
export function locationsOf(instance: Instance): Locations {
  const known = inUse.get(instance)
  if (known) return known
  const locations = used(instance)
  inUse.set(instance, locations)
  return locations
}

interface MaskShape {
  /** In scene pixels. */
  readonly rings: readonly (readonly Point[])[]
  readonly tagAt: Point | null
  /** The rings as a path in scene pixels, by how far apart its points are. */
  readonly paths: Map<number, Path2D>
}

const maskShapes = new WeakMap<Rle, MaskShape>()

/** Made once for each mask. */
function maskShape(mask: Rle): MaskShape {
  const known = maskShapes.get(mask)
  if (known) return known
  const rings = maskRings(mask)
  const shape = { rings, tagAt: upperLeftOf(rings.flat()), paths: new Map<number, Path2D>() }
  maskShapes.set(mask, shape)
  return shape
}

/** Makes what is slow to make of an instance, before it is drawn. */
export function foresee(instance: Instance): void {
  const { mask } = locationsOf(instance)
  if (mask) maskShape(mask)
}

/** Points are one to two pixels of the screen apart, for the browser takes its time for each of them. */
function maskPath({ view, ratio }: Pen, mask: Rle): Path2D {
  const { rings, paths } = maskShape(mask)
  const apart = 2 ** (1 - Math.ceil(Math.log2(view.scale * ratio)))
  const known = paths.get(apart)
  if (known) return known
  const path = new Path2D()
  for (const ring of rings) addLines(path, thinned(ring, apart))
  paths.set(apart, path)
  return path
}

function addLines(path: Path2D, ring: readonly Point[]): void {
  for (let i = 0; i < ring.length; i++) {
    if (i === 0) path.moveTo(ring[i]!.x, ring[i]!.y)
    else path.lineTo(ring[i]!.x, ring[i]!.y)
  }
  path.closePath()
}

/** What encloses something: box, polygons and mask. */
export function areaPath(pen: Pen, instance: Instance): Path2D {
  const { box, polygon, mask } = locationsOf(instance)
  const path = new Path2D()
  if (box) path.addPath(boxPath(pen, box))
  for (const ring of polygon ?? []) path.addPath(linePath(pen.view, ring, true))
  if (mask) path.addPath(onScreen(pen.view, maskPath(pen, mask)))
  return path
}

/** The most exact of what encloses it: what a cut-out of it is cut with. */
export function placePath(pen: Pen, instance: Instance): Path2D | null {
  const { box, polygon, mask } = locationsOf(instance)
  if (!polygon && !mask) return box ? boxPath(pen, box) : null
  const { box: _, ...area } = instance
  return areaPath(pen, area)
}

export function scribbleLines(instance: Instance): Point[][] {
  const { scribble } = locationsOf(instance)
  if (!scribble) return []
  const count = scribble.reduce((sum, line) => sum + line.length, 0)
  return scribble.map((line) => resampled(line, Math.max(2, Math.round((scribblePoints * line.length) / count))))
}

export function scribblePath(pen: Pen, instance: Instance): Path2D {
  const path = new Path2D()
  for (const line of scribbleLines(instance)) path.addPath(linePath(pen.view, line, false))
  return path
}

export function discPath(pen: Pen, scene: Scene, point: Point): Path2D {
  const { x, y } = toScreen(pen.view, point)
  return dotPath(x, y, (pointDiameter / 2) * Math.min(scene.width, scene.height) * pen.view.scale)
}

/** Upper left corner of the tag, on the screen. */
export function tagPlace(pen: Pen, instance: Instance): Point | null {
  const { box, polygon, mask, scribble, point } = locationsOf(instance)
  if (box) return toScreen(pen.view, { x: box.x0, y: box.y0 })
  const area = (mask && maskShape(mask).tagAt) ?? upperLeftOf(polygon?.flat() ?? [])
  if (area) return toScreen(pen.view, area)
  const start = scribble?.[0]?.[0]
  const beside = point ?? start
  if (!beside) return null
  const at = toScreen(pen.view, beside)
  return { x: at.x + (point ? pointRadius + 5 : 8), y: at.y - (point ? 8.5 : 5) }
}

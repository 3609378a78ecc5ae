/**
 * What an instance stands on, cut out of a picture: the pixels of its place, with an edge two pixels soft.
 *
 * Everything happens in the part of the picture round the place, so that many small instances of a large picture take the
 * room of what they cover and hardly more.
 */

import type { Instance, Rle, Scene } from '../contract/scene.ts'
import { cornersOf } from '../scene/geometry.ts'
import { placeBounds, placeOf } from '../scene/place.ts'
import type { Place } from '../scene/place.ts'
import { fillRings } from '../scene/raster.ts'
import { sampleMask } from '../scene/rle.ts'
import type { Pixels } from './png.ts'

/** A part of the picture, in its pixels. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Cutout extends Area {
  /** Row by row, 4 bytes a pixel: the picture's own colours, not multiplied by opacity; 0 where nothing is left. */
  readonly rgba: Uint8Array
}

type Size = Pick<Area, 'width' | 'height'>

/** How far the soft edge reaches over the place. */
const reach = 1

/** The part of the picture that the instance's place and its soft edge may touch; null when there is none. */
export function areaOf(scene: Scene, instance: Instance, picture: Size): Area | null {
  const bounds = placeBounds(scene, instance)
  if (bounds === null) return null
  const [scaleX, scaleY] = [picture.width / scene.width, picture.height / scene.height]
  const x = Math.max(0, Math.floor(bounds.x0 * scaleX) - reach)
  const y = Math.max(0, Math.floor(bounds.y0 * scaleY) - reach)
  const width = Math.min(picture.width, Math.ceil(bounds.x1 * scaleX) + reach) - x
  const height = Math.min(picture.height, Math.ceil(bounds.y1 * scaleY) + reach) - y
  return width > 0 && height > 0 ? { x, y, width, height } : null
}

/**
 * @param area from `areaOf`
 * @returns null when the place holds no pixel of the picture: none has its centre inside
 */
export function cutOut(picture: Pixels, scene: Scene, instance: Instance, area: Area): Cutout | null {
  const place = placeOf(scene, instance)
  if (place === null) return null
  const opacity = softened(planeOf(scene, place, picture, area), area)
  const touched = touchedPart(opacity, area)
  if (touched === null) return null
  const rgba = new Uint8Array(touched.width * touched.height * 4)
  for (let y = 0; y < touched.height; y++) {
    const row = (touched.y + y) * area.width + touched.x
    const from = (area.y + touched.y + y) * picture.width + area.x + touched.x
    for (let x = 0; x < touched.width; x++) {
      const value = opacity[row + x]!
      if (value > 0) setPixel(rgba, y * touched.width + x, picture.rgb, from + x, value)
    }
  }
  return { ...touched, x: area.x + touched.x, y: area.y + touched.y, rgba }
}

/** Puts a pixel of `rgb` **into** `rgba`; both are counted in pixels. */
export function setPixel(rgba: Uint8Array, to: number, rgb: Uint8Array, from: number, opacity: number): void {
  rgba[to * 4] = rgb[from * 3]!
  rgba[to * 4 + 1] = rgb[from * 3 + 1]!
  rgba[to * 4 + 2] = rgb[from * 3 + 2]!
  rgba[to * 4 + 3] = opacity
}

/** The place's pixels within the area, 0 or 1, row by row. */
function planeOf(scene: Scene, place: Place, picture: Size, area: Area): Uint8Array {
  const rings = place.kind === 'box' ? [cornersOf(place.box)] : place.rings
  const [scaleX, scaleY] = [picture.width / scene.width, picture.height / scene.height]
  const moved = rings.map((ring) => ring.map(({ x, y }) => ({ x: x - area.x / scaleX, y: y - area.y / scaleY })))
  const plane = fillRings(moved, area.width / scaleX, area.height / scaleY, area.width, area.height)
  if (place.kind === 'area' && place.mask) addMask(plane, place.mask, picture, area)
  return plane
}

function addMask(plane: Uint8Array, mask: Rle, picture: Size, { x, y, width, height }: Area): void {
  const whole = sampleMask(mask, picture.width, picture.height)
  for (let row = 0; row < height; row++) {
    const start = (y + row) * picture.width + x
    for (let column = 0; column < width; column++) plane[row * width + column]! |= whole[start + column]!
  }
}

/**
 * The plane seen through a small tent, 1 2 1 both ways: a straight edge runs 0, 1/4, 3/4, 1. At the plane's rim the last
 * pixel counts for those beyond, so that what reaches over the edge of the picture stays whole there.
 *
 * @returns opacity, 0 to 255
 */
function softened(plane: Uint8Array, { width }: Size): Uint8Array {
  const rows = new Uint8Array(plane.length)
  for (let i = 0; i < plane.length; i++) {
    const x = i % width
    rows[i] = plane[x > 0 ? i - 1 : i]! + 2 * plane[i]! + plane[x < width - 1 ? i + 1 : i]!
  }
  const opacity = new Uint8Array(plane.length)
  for (let i = 0; i < plane.length; i++) {
    const sum = rows[i >= width ? i - width : i]! + 2 * rows[i]! + rows[i < plane.length - width ? i + width : i]!
    opacity[i] = Math.round((sum * 255) / 16)
  }
  return opacity
}

/** The smallest part with all that can be seen, or null. */
function touchedPart(opacity: Uint8Array, { width, height }: Size): Area | null {
  let [x0, y0, x1, y1] = [width, height, 0, 0]
  for (let y = 0; y < height; y++) {
    const row = opacity.subarray(y * width, (y + 1) * width)
    const first = row.findIndex((value) => value > 0)
    if (first < 0) continue
    x0 = Math.min(x0, first)
    x1 = Math.max(x1, row.findLastIndex((value) => value > 0) + 1)
    y0 = Math.min(y0, y)
    y1 = y + 1
  }
  return x1 > x0 ? { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null
}

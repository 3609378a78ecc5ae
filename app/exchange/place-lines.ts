/** The locations of a scene as lines over its picture, a colour for each instance: a guide for those who paint on. */

import type { Instance, Point, Rle, Scene } from '../contract/scene.ts'
import { circle, cornersOf } from '../scene/geometry.ts'
import { used } from '../scene/locations.ts'
import { outlineOfCells } from '../scene/outline.ts'
import { depthOrder } from '../scene/place.ts'
import { decodeMask } from '../scene/rle.ts'

/** Far apart from each other, on whatever picture: red, blue, yellow, green, violet, orange, cyan, pink. */
const colours = [
  [230, 25, 75],
  [0, 90, 220],
  [255, 225, 25],
  [40, 160, 60],
  [130, 40, 190],
  [245, 130, 40],
  [50, 210, 230],
  [250, 130, 200],
].map(([red, green, blue]) => new Uint32Array(Uint8Array.of(red!, green!, blue!, 255).buffer)[0]!)

/** Round a point; picture pixels. */
const pointRadius = 5

/** A drawing in the making: pixels row by row, each the four bytes of its colour. */
type Sheet = { readonly pixels: Uint32Array; readonly width: number; readonly height: number }
type Line = readonly Point[]

/** @returns rgba of the picture's size, row by row: plain colours, opaque or not there */
export function placeLines(scene: Scene, { width, height }: { width: number; height: number }): Uint8Array {
  const sheet: Sheet = { pixels: new Uint32Array(width * height), width, height }
  const [scaleX, scaleY] = [width / scene.width, height / scene.height]
  const scaled = ({ x, y }: Point): Point => ({ x: x * scaleX, y: y * scaleY })
  for (const [order, at] of depthOrder(scene).entries()) {
    const colour = colours[order % colours.length]!
    const instance = scene.instances[at]!
    for (const line of linesOf(instance)) drawLine(sheet, line.map(scaled), colour)
    const { point } = used(instance)
    if (point) for (const line of marker(scaled(point))) drawLine(sheet, line, colour)
  }
  return new Uint8Array(sheet.pixels.buffer)
}

/** All but the point, in scene pixels. */
function linesOf(instance: Instance): Line[] {
  const { box, scribble = [], mask, polygon = [] } = used(instance)
  const rings = [...polygon, ...(mask ? rimsOf(mask) : []), ...(box ? [cornersOf(box)] : [])]
  return [...scribble, ...rings.map((ring) => [...ring, ring[0]!])]
}

function rimsOf(mask: Rle): Point[][] {
  const [height, width] = mask.size
  return outlineOfCells(decodeMask(mask), width, height)
}

/** A dot in a ring, of the same size at any size of the picture. */
function marker(point: Point): Line[] {
  const ring = circle(point, pointRadius)
  return [[point], [...ring, ring[0]!]]
}

function drawLine(sheet: Sheet, line: Line, colour: number): void {
  for (const [i, point] of line.entries()) drawSegment(sheet, line[Math.max(0, i - 1)]!, point, colour)
}

/**
 * Two pixels wide with the segment in their middle, so that a box round the whole picture still shows. Walks along the
 * picture's own rows or columns only: what lies far outside takes no time.
 */
function drawSegment({ pixels, width, height }: Sheet, a: Point, b: Point, colour: number): void {
  const isFlat = Math.abs(b.x - a.x) >= Math.abs(b.y - a.y)
  const [from, to, acrossFrom, acrossTo] = isFlat ? [a.x, b.x, a.y, b.y] : [a.y, b.y, a.x, b.x]
  const [length, stride, acrossLength, acrossStride] = isFlat ? [width, 1, height, width] : [height, width, width, 1]
  const slope = from === to ? 0 : (acrossTo - acrossFrom) / (to - from)
  const first = Math.max(0, Math.round(Math.min(from, to)) - 1)
  const last = Math.min(length - 1, Math.round(Math.max(from, to)))
  for (let along = first; along <= last; along++) {
    const across = Math.round(acrossFrom + slope * (along + 0.5 - from))
    const at = along * stride + across * acrossStride
    if (across > 0 && across <= acrossLength) pixels[at - acrossStride] = colour
    if (across >= 0 && across < acrossLength) pixels[at] = colour
  }
}

/**
 * Where an instance stands: the part of the picture that is its own.
 *
 * The most exact location in use decides: mask (unless it is empty) and polygon, else the box, else the scribble's hull widened by a twentieth
 * of the picture's shorter side, else a disc round the point, as large as things come out whose size nobody has said: 0.36 of that side.
 */

import type { Box, Instance, Point, Rle, Scene } from '../contract/scene.ts'
import { boundsOf, circle, clipToPicture, convexHull, ringArea, uniteBoxes } from './geometry.ts'
import { used } from './locations.ts'
import { fillRings } from './raster.ts'
import { eachStretch, maskArea, maskBounds, readRuns } from './rle.ts'

/** Share of the picture's shorter side. */
const scribbleMargin = 0.05
export const pointDiameter = 0.36

/** Rings are tested at this many points a cell in each direction. */
const samplesPerCell = 8

export type Place =
  | { readonly kind: 'box'; readonly box: Box }
  | { readonly kind: 'area'; readonly mask: Rle | null; readonly rings: readonly (readonly Point[])[] }

/** @returns null for an instance without a location in use */
export function placeOf(scene: Scene, instance: Instance): Place | null {
  const { box, point, scribble, mask, polygon } = used(instance)
  const side = Math.min(scene.width, scene.height)
  const filled = mask && maskArea(mask) > 0 ? mask : null
  if (filled || polygon) return { kind: 'area', mask: filled, rings: polygon ?? [] }
  if (box) return { kind: 'box', box }
  if (scribble) return { kind: 'area', mask: null, rings: [widenedHull(scribble.flat(), scribbleMargin * side)] }
  if (point) return { kind: 'area', mask: null, rings: [circle(point, (pointDiameter / 2) * side)] }
  return null
}

/** Whether the place is the thing's own outline, and not only somewhere round it. */
export function hasShape(instance: Instance): boolean {
  const { mask, polygon } = used(instance)
  return polygon !== undefined || (mask !== undefined && maskArea(mask) > 0)
}

function widenedHull(points: readonly Point[], by: number): Point[] {
  return convexHull(convexHull(points).flatMap((point) => circle(point, by)))
}

/** The smallest box round the place, not cut at the picture's edge; null when there is none or it is empty. */
export function placeBounds(scene: Scene, instance: Instance): Box | null {
  const place = placeOf(scene, instance)
  if (place === null) return null
  if (place.kind === 'box') return place.box
  const rings = place.rings.length > 0 ? boundsOf(place.rings.flat()) : null
  return uniteBoxes(place.mask && maskBounds(place.mask), rings)
}

/**
 * The place on a coarse grid laid over the picture.
 *
 * @returns 1 where the place covers any part of the cell, row by row: [gridHeight, gridWidth]. Rings are looked at in
 *   eighths of a cell, boxes and masks exactly.
 */
export function placeCells(scene: Scene, instance: Instance, gridWidth: number, gridHeight: number): Uint8Array {
  const place = placeOf(scene, instance)
  const grid: Grid = { cells: new Uint8Array(gridWidth * gridHeight), width: gridWidth, height: gridHeight }
  if (place?.kind === 'box') markBox(grid, scene, place.box)
  if (place?.kind === 'area') {
    if (place.mask) markMask(grid, place.mask)
    if (place.rings.length > 0) markRings(grid, scene, place.rings)
  }
  return grid.cells
}

type Grid = { readonly cells: Uint8Array; readonly width: number; readonly height: number }

/** Marks the columns from..to (to not included) of the rows from..to. */
function markRange(grid: Grid, x0: number, x1: number, y0: number, y1: number): void {
  for (let y = y0; y < y1; y++) grid.cells.fill(1, y * grid.width + x0, y * grid.width + x1)
}

function markBox(grid: Grid, scene: Scene, box: Box): void {
  const clip = clipToPicture(box, scene.width, scene.height)
  if (clip === null) return
  const [scaleX, scaleY] = [grid.width / scene.width, grid.height / scene.height]
  const [x1, y1] = [Math.ceil(clip.x1 * scaleX), Math.ceil(clip.y1 * scaleY)]
  markRange(
    grid,
    Math.floor(clip.x0 * scaleX),
    Math.min(grid.width, x1),
    Math.floor(clip.y0 * scaleY),
    Math.min(grid.height, y1),
  )
}

function markMask(grid: Grid, mask: Rle): void {
  const [height, width] = mask.size
  // Neighbouring columns mostly mark the same cells.
  let [lastX, lastY0, lastY1] = [-1, -1, -1]
  eachStretch(readRuns(mask), (x, top, bottom) => {
    const x0 = Math.floor((x * grid.width) / width)
    const y0 = Math.floor((top * grid.height) / height)
    const x1 = Math.ceil(((x + 1) * grid.width) / width)
    const y1 = Math.ceil(((bottom + 1) * grid.height) / height)
    if (x0 === lastX && x1 === x0 + 1 && y0 >= lastY0 && y1 <= lastY1) return
    markRange(grid, x0, x1, y0, y1)
    ;[lastX, lastY0, lastY1] = x1 === x0 + 1 ? [x0, y0, y1] : [-1, -1, -1]
  })
}

function markRings(grid: Grid, scene: Scene, rings: readonly (readonly Point[])[]): void {
  const width = grid.width * samplesPerCell
  const plane = fillRings(rings, scene.width, scene.height, width, grid.height * samplesPerCell)
  for (let i = 0; i < plane.length; i++) {
    if (plane[i] === 0) continue
    const x = Math.floor((i % width) / samplesPerCell)
    const y = Math.floor(i / width / samplesPerCell)
    grid.cells[y * grid.width + x] = 1
  }
}

/** The place's size in square pixels, its parts outside the picture included. */
function placeArea(scene: Scene, instance: Instance): number {
  const place = placeOf(scene, instance)
  if (place === null) return 0
  if (place.kind === 'box') return (place.box.x1 - place.box.x0) * (place.box.y1 - place.box.y0)
  return (place.mask ? maskArea(place.mask) : 0) + place.rings.reduce((sum, ring) => sum + ringArea(ring), 0)
}

/** Positions in the scene's list from back to front. Without a listed depth the smaller place lies in front. */
export function depthOrder(scene: Scene): number[] {
  const order = scene.instances.map((_, i) => i)
  if (scene.depth !== 'bySize') return order
  const areas = scene.instances.map((instance) => placeArea(scene, instance))
  return order.sort((a, b) => areas[b]! - areas[a]!)
}

/**
 * Who owns each cell: the front instance of those whose place covers any part of it.
 *
 * @returns positions in the scene's list, -1 where there is none, row by row: [gridHeight, gridWidth]
 */
export function ownerCells(scene: Scene, gridWidth: number, gridHeight: number): Int16Array {
  const owners = new Int16Array(gridWidth * gridHeight).fill(-1)
  for (const i of depthOrder(scene)) {
    const cells = placeCells(scene, scene.instances[i]!, gridWidth, gridHeight)
    for (const [at, isCovered] of cells.entries()) if (isCovered === 1) owners[at] = i
  }
  return owners
}

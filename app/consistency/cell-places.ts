/**
 * Places on a grid of cells, remembered by the instance they belong to.
 *
 * Instances are values that never change, so a gesture that moves one of thirty asks for one new place a frame. What is
 * remembered goes with its instance.
 */

import type { Instance, Point, Scene } from '../contract/scene.ts'
import { placeCells, placeOf } from '../scene/place.ts'
import { ringCells } from '../scene/ring-cells.ts'

export type Grid = { readonly gridWidth: number; readonly gridHeight: number }

/** `cells` row by row, 1 where the place covers any part; `bits` the same, 32 cells a word; `count` of the ones. */
export type CellPlace = { readonly cells: Uint8Array; readonly bits: Uint32Array; readonly count: number }

/** Cells along the longer side, for shares that people read and that depend on no model. */
const shareGridSide = 64

/** Grids that an instance's place is remembered for: the model's, that of shares, and one for the size before. */
const rememberedGrids = 3

const remembered = new WeakMap<Instance, Map<string, CellPlace>>()

export function cellPlace(scene: Scene, instance: Instance, { gridWidth, gridHeight }: Grid): CellPlace {
  const key = `${scene.width} ${scene.height} ${gridWidth} ${gridHeight}`
  const places = remembered.get(instance) ?? new Map<string, CellPlace>()
  const known = places.get(key)
  if (known) return known
  const rings = ringsOf(scene, instance)
  const cells = rings
    ? ringCells(scene, rings, gridWidth, gridHeight)
    : placeCells(scene, instance, gridWidth, gridHeight)
  const place = packed(cells)
  if (places.size >= rememberedGrids) places.delete(places.keys().next().value!)
  places.set(key, place)
  remembered.set(instance, places)
  return place
}

/** The rings of a place that is made of nothing else. */
function ringsOf(scene: Scene, instance: Instance): readonly (readonly Point[])[] | null {
  const place = placeOf(scene, instance)
  return place?.kind === 'area' && place.mask === null ? place.rings : null
}

export function packed(cells: Uint8Array): CellPlace {
  const bits = new Uint32Array(Math.ceil(cells.length / 32))
  let count = 0
  for (let i = cells.indexOf(1); i !== -1; i = cells.indexOf(1, i + 1)) {
    bits[i >> 5]! |= 1 << (i & 31)
    count++
  }
  return { cells, bits, count }
}

/** Words of 32 cells as cells again. */
export function unpacked(bits: Uint32Array, count: number): Uint8Array {
  const cells = new Uint8Array(count)
  for (let word = 0; word < bits.length; word++) {
    if (bits[word] === 0) continue
    for (let i = word * 32; i < Math.min(count, word * 32 + 32); i++) cells[i] = (bits[word]! >>> (i & 31)) & 1
  }
  return cells
}

/** The grid on which shares of places are counted. */
export function shareGrid({ width, height }: Scene): Grid {
  const scale = shareGridSide / Math.max(width, height)
  return { gridWidth: Math.ceil(width * scale), gridHeight: Math.ceil(height * scale) }
}

/** Number of cells that both places have. */
export function countShared(a: CellPlace, b: CellPlace): number {
  let shared = 0
  for (let i = 0; i < a.bits.length; i++) {
    const both = a.bits[i]! & b.bits[i]!
    if (both !== 0) shared += ones(both)
  }
  return shared
}

/** Ones of a 32 bit word, by sums of pairs, of nibbles and of bytes. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

export function unite(target: Uint8Array, more: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! |= more[i]!
}

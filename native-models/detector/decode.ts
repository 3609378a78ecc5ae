/** From the detector's map to the things that it sees: centres, boxes, masks. As `decode` of detector.py, number for number. */
import type { DetectorConfig } from './graph.ts'

/** x0 y0 x1 y1 in pixels. */
export type PixelBox = readonly [number, number, number, number]

export interface Peak {
  /** By class, 0 to 1; only those over the floor, in the order of the classes. */
  readonly scores: ReadonlyMap<string, number>
  /** The likeliest class and its score. */
  readonly class: string
  readonly score: number
  readonly box: PixelBox
  /** [side, side], 0 or 1 */
  readonly mask: Uint8Array
}

interface Cell {
  readonly x: number
  readonly y: number
  /** Logit of the likeliest class. */
  readonly best: number
}

/** @param map [classes + 16, h, h], the channels as detector.py has them. @returns the surest first */
export function decode(map: Float32Array, config: DetectorConfig): Peak[] {
  const cells = centres(map, config)
  const boxes = cells.map((cell) => boxAt(map, cell, config))
  const pointed = pointedMiddles(map, config)
  const middles = boxes.map(([x0, y0, x1, y1]) => [(x0 + x1) / 2, (y0 + y1) / 2] as const)
  return cells.map((cell, i) => {
    const scores = scoresAt(map, cell, config)
    const [likeliest, score] = [...scores].reduce((a, b) => (b[1] > a[1] ? b : a))
    return { scores, class: likeliest, score, box: boxes[i]!, mask: maskOf(boxes[i]!, i, middles, pointed, config) }
  })
}

/** Cells that are over the floor and no less likely than any of their eight neighbours. */
function centres(map: Float32Array, { side, cell, classes, floor, peaks }: DetectorConfig): Cell[] {
  const h = side / cell
  const best = new Float32Array(h * h).fill(-Infinity)
  for (let i = 0; i < classes.length * h * h; i++) best[i % (h * h)] = Math.max(best[i % (h * h)]!, map[i]!)
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= h || y >= h ? -Infinity : best[y * h + x]!)
  const isPeak = (x: number, y: number): boolean => {
    const own = at(x, y)
    const steps = [-1, 0, 1]
    return sigmoid(own) > floor && steps.every((dy) => steps.every((dx) => at(x + dx, y + dy) <= own))
  }
  const found: Cell[] = []
  for (let y = 0; y < h; y++) for (let x = 0; x < h; x++) if (isPeak(x, y)) found.push({ x, y, best: at(x, y) })
  return found.sort((a, b) => b.best - a.best).slice(0, peaks)
}

function scoresAt(
  map: Float32Array,
  { x, y }: Cell,
  { side, cell, classes, floor }: DetectorConfig,
): Map<string, number> {
  const h = side / cell
  const all = classes.map((name, k) => [name, sigmoid(map[(k * h + y) * h + x]!)] as const)
  return new Map(all.filter(([, score]) => score > floor))
}

function boxAt(map: Float32Array, { x, y }: Cell, { side, cell, classes, reach }: DetectorConfig): PixelBox {
  const h = side / cell
  const length = (i: number): number => map[((classes.length + i) * h + y) * h + x]! * reach
  const [middleX, middleY] = [(x + 0.5) * cell, (y + 0.5) * cell]
  const corners = [middleX - length(0), middleY - length(1), middleX + length(2), middleY + length(3)]
  return corners.map((v) => Math.min(Math.max(v, 0), side)) as [number, number, number, number]
}

interface Pointed {
  /** Fine cells a side. */
  readonly across: number
  /** Pixels of a fine cell. */
  readonly pitch: number
  readonly isThing: Uint8Array
  /** Where each fine cell points: the middle of its thing's box, pixels. */
  readonly x: Float32Array
  readonly y: Float32Array
}

/** Each cell holds its four fine cells: things, ways across, ways down, four channels each. */
function pointedMiddles(map: Float32Array, { side, cell, classes, reach }: DetectorConfig): Pointed {
  const h = side / cell
  const [across, pitch] = [2 * h, cell / 2]
  const count = across * across
  const [isThing, x, y] = [new Uint8Array(count), new Float32Array(count), new Float32Array(count)]
  for (let i = 0; i < count; i++) {
    const [row, column] = [Math.floor(i / across), i % across]
    const quarter = (row % 2) * 2 + (column % 2)
    const value = (what: number): number =>
      map[((classes.length + 4 + 4 * what + quarter) * h + (row >> 1)) * h + (column >> 1)]!
    isThing[i] = Number(value(0) > 0)
    x[i] = (column + 0.5) * pitch + value(1) * reach
    y[i] = (row + 0.5) * pitch + value(2) * reach
  }
  return { across, pitch, isThing, x, y }
}

/** Things inside the box, and a little around it, that point nearer to its middle than to that of any surer peak. */
function maskOf(
  [x0, y0, x1, y1]: PixelBox,
  index: number,
  middles: readonly (readonly [number, number])[],
  { across, pitch, isThing, x, y }: Pointed,
  { side, slack }: DetectorConfig,
): Uint8Array {
  const mask = new Uint8Array(side * side)
  const far = (i: number, [middleX, middleY]: readonly [number, number]): number =>
    (x[i]! - middleX) ** 2 + (y[i]! - middleY) ** 2
  for (let i = 0; i < isThing.length; i++) {
    const [left, top] = [(i % across) * pitch, Math.floor(i / across) * pitch]
    const [cx, cy] = [left + pitch / 2, top + pitch / 2]
    const isInside = cx > x0 - slack && cx < x1 + slack && cy > y0 - slack && cy < y1 + slack
    if (!isThing[i] || !isInside) continue
    const own = far(i, middles[index]!)
    if (middles.slice(0, index).some((surer) => far(i, surer) <= own)) continue
    for (let row = top; row < top + pitch; row++) mask.fill(1, row * side + left, row * side + left + pitch)
  }
  return mask
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

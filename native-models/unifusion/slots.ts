/**
 * From the arrays of a scene to the rows that the grounding network is fed, and from its answers to one token list.
 *
 * Empty slots give the same tokens, so one row stands for all of them: a token that stands for n others weighs ln(n)
 * more in the softmax (exact). Pure arithmetic.
 */
import { codePerCoordinate, formats, type Format, type UniFusionConfig } from './config.ts'
import { fourierCode } from './fourier.ts'
import { coordinatesOf } from './graph.ts'

/** What a picture's instances are, for the first n slots; the slots after them are empty. */
export interface Grounding {
  readonly count: number
  /** 1 for a used slot, [n] */
  readonly valid_N: Float32Array
  /** x0 y0 x1 y1, fractions of width and height, [n, 4] */
  readonly boxes_N4: Float32Array
  readonly points_N2: Float32Array
  /** x y of each point in turn, [n, 2·S] */
  readonly scribbles_NS: Float32Array
  readonly polygons_NP: Float32Array
  /** One plane a slot, 0 or 1, [n, size, size]; left out where all are empty. */
  readonly segs?: { readonly size: number; readonly planes: Uint8Array }
  /** Formats that this picture does without; their learned stand-in is used. */
  readonly drop: Drop
  /** Formats that each slot does without, [n]; left out where they are those of the picture, as published. */
  readonly drop_N?: readonly Drop[]
}

export interface Drop {
  readonly boxes: boolean
  readonly points: boolean
  readonly scribbles: boolean
  readonly masks: boolean
}

export interface SlotRows {
  readonly rows: number
  /** How many slots each row stands for, [R] */
  readonly counts: readonly number[]
  readonly valid_R: Float32Array
  readonly code: Readonly<Record<Format, Float32Array>>
  readonly present: Readonly<Record<Format, Float32Array>>
}

/**
 * Arrays without numbers stand for zeros.
 * @param merge whether one row stands for all the empty slots, or each has its own
 * @throws RangeError for more instances than slots, or arrays that were made for a model of other sizes
 */
export function slotRows(grounding: Grounding, config: UniFusionConfig, merge: boolean): SlotRows {
  const { count } = grounding
  if (count > config.maxInstances)
    throw new RangeError(`${count} instances, but the model has ${config.maxInstances} slots`)
  const empty = config.maxInstances - count
  const counts = Array<number>(count).fill(1)
  if (empty > 0) counts.push(...(merge ? [empty] : Array<number>(empty).fill(1)))
  const rows = counts.length
  const places: Record<Format, Float32Array> = {
    box: grounding.boxes_N4,
    point: grounding.points_N2,
    scribble: grounding.scribbles_NS,
    polygon: grounding.polygons_NP,
  }
  const widths = coordinatesOf(config)
  const padded = (format: Format): Float32Array => {
    const { length } = places[format]
    if (length !== 0 && length !== count * widths[format]) {
      throw new RangeError(
        `${format}: ${length} numbers for ${count} instances, but the model takes ${widths[format]} for each`,
      )
    }
    return padRows(places[format], rows * widths[format])
  }
  const valid_R = padRows(grounding.valid_N, rows)
  return {
    rows,
    counts,
    valid_R,
    code: record((format) => fourierCode(padded(format), widths[format])),
    present: record((format) => presence(format, grounding, valid_R, padded(format))),
  }
}

/** Whether each row has this format. A valid slot always has it unless the format is dropped: zeros are then embedded, as published. */
function presence(
  format: Format,
  { drop, drop_N }: Pick<Grounding, 'drop' | 'drop_N'>,
  valid_R: Float32Array,
  places: Float32Array,
): Float32Array {
  if (isDropped(format, drop)) return new Float32Array(valid_R.length)
  const width = places.length / valid_R.length
  return valid_R.map((valid, row) => {
    if (isDropped(format, drop_N?.[row] ?? drop)) return 0
    if (format === 'box' || format === 'point') return valid
    let sum = valid
    for (let i = 0; i < width; i++) sum += places[row * width + i]!
    return sum > 0 ? 1 : 0
  })
}

function isDropped(format: Format, drop: Drop): boolean {
  const dropped = {
    box: drop.boxes && !everythingDropped(drop),
    point: drop.points,
    scribble: drop.scribbles,
    polygon: drop.masks,
  }
  return dropped[format]
}

/** With all four formats dropped the published code keeps boxes. */
function everythingDropped(drop: Drop): boolean {
  return drop.boxes && drop.points && drop.scribbles && drop.masks
}

/** The planes of all slots, or undefined where the picture has none. */
export function segmentPlanes(grounding: Grounding, config: UniFusionConfig): Uint8Array | undefined {
  const { segs, drop } = grounding
  if (!segs || drop.masks || !segs.planes.includes(1)) return undefined
  const side = config.segmentSize
  const planes = new Uint8Array(config.maxInstances * side * side)
  for (let slot = 0; slot < grounding.count; slot++) {
    for (let y = 0; y < side; y++) {
      const row = (slot * segs.size + Math.floor((y * segs.size) / side)) * segs.size
      for (let x = 0; x < side; x++) {
        planes[(slot * side + y) * side + x] = segs.planes[row + Math.floor((x * segs.size) / side)]!
      }
    }
  }
  return planes
}

export interface GroundingTokens {
  /** [T, D] in the order box, point, scribble, polygon, segment */
  readonly tokens_TD: Float32Array
  readonly count: number
  /** ln of how many slots each token stands for, [T]; all zero unless empty slots were merged */
  readonly logCounts_T: Float32Array
}

/** Puts the answers of the two graphs together. */
export function joinTokens(
  rows: SlotRows,
  slots: Readonly<Record<Format, Float32Array>>,
  segment: Float32Array,
  width: number,
): GroundingTokens {
  const parts = [...formats.map((format) => slots[format]), segment]
  const tokens_TD = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    tokens_TD.set(part, at)
    at += part.length
  }
  const count = tokens_TD.length / width
  const logCounts_T = new Float32Array(count)
  formats.forEach((_, index) => rows.counts.forEach((n, row) => (logCounts_T[index * rows.rows + row] = Math.log(n))))
  return { tokens_TD, count, logCounts_T }
}

function record(of: (format: Format) => Float32Array): Record<Format, Float32Array> {
  return Object.fromEntries(formats.map((format) => [format, of(format)])) as Record<Format, Float32Array>
}

function padRows(values: Float32Array, length: number): Float32Array {
  const padded = new Float32Array(length)
  padded.set(values)
  return padded
}

/** Length of a code row, for feeds. */
export function codeLength(config: UniFusionConfig, format: Format): number {
  return coordinatesOf(config)[format] * codePerCoordinate
}

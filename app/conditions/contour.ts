/**
 * The outlines of a mask, point for point as the published evaluation gets them.
 *
 * It traces iso-lines at level 0 of the mask padded by one pixel (marching squares, scikit-image's find_contours), so every
 * vertex lies on a background pixel next to the mask, and the padding is not taken off again.
 */

/** All outlines, one behind the other. Each ends with the point at which it began, so each has at least three. */
export type Contours = {
  /** x and y alternating, in pixels of the padded mask. */
  readonly points: Int32Array
  /** For each outline the number of points up to its end. */
  readonly ends: readonly number[]
}

/** Which edges a segment joins, by ul + 2·ur + 4·ll + 8·lr: from, to (a second pair where corners touch). */
const t = 0
const b = 1
const l = 2
const r = 3
const segmentsOf: readonly (readonly number[])[] = [
  [],
  [t, l],
  [r, t],
  [r, l],
  [l, b],
  [t, b],
  [r, t, l, b],
  [r, b],
  [b, r],
  [t, l, b, r],
  [b, t],
  [b, l],
  [l, r],
  [t, r],
  [l, t],
  [],
]

/**
 * @param plane 0 or 1, row by row: [height, width]
 * @returns all outlines in the order in which a scan by rows meets them; of one pixel and of holes too
 */
export function traceContours(plane: Uint8Array, width: number, height: number): Contours {
  const padded = pad(plane, width, height)
  const chains = new Chains(padded.length, countSegments(padded, width + 2, height + 2))
  forEachSegment(padded, width + 2, height + 2, (from, to) => chains.add(from, to))
  return chains.contours(width + 2)
}

function pad(plane: Uint8Array, width: number, height: number): Uint8Array {
  const padded = new Uint8Array((width + 2) * (height + 2))
  for (let y = 0; y < height; y++) {
    padded.set(plane.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1)
  }
  return padded
}

function countSegments(padded: Uint8Array, width: number, height: number): number {
  let count = 0
  forEachSegment(padded, width, height, () => count++)
  return count
}

/** Calls back with the pixels of both ends, square by square, row by row. Segments without length are left out. */
function forEachSegment(
  padded: Uint8Array,
  width: number,
  height: number,
  each: (from: number, to: number) => void,
): void {
  for (let y = 0; y < height - 1; y++) {
    for (let ul = y * width; ul < (y + 1) * width - 1; ul++) {
      const ll = ul + width
      const code = padded[ul]! + 2 * padded[ul + 1]! + 4 * padded[ll]! + 8 * padded[ll + 1]!
      const segments = segmentsOf[code]!
      for (let i = 0; i < segments.length; i += 2) {
        const from = backgroundEnd(padded, ul, ll, segments[i]!)
        const to = backgroundEnd(padded, ul, ll, segments[i + 1]!)
        if (from !== to) each(from, to)
      }
    }
  }
}

/** The background pixel of an edge of the square with the left pixels ul and ll. */
function backgroundEnd(padded: Uint8Array, ul: number, ll: number, edge: number): number {
  if (edge === t) return padded[ul] === 0 ? ul : ul + 1
  if (edge === b) return padded[ll] === 0 ? ll : ll + 1
  if (edge === l) return padded[ul] === 0 ? ul : ll
  return padded[ul + 1] === 0 ? ul + 1 : ll + 1
}

const none = -1

/**
 * Chains of segments, joined as they come. A pixel knows one chain that starts there and one that ends there; where outlines
 * touch, the later one takes its place in these maps, and the published result depends on that. Points are a linked list, so
 * joining takes no time and hostile masks no more memory than a few numbers a pixel.
 */
class Chains {
  private readonly startingAt: Int32Array
  private readonly endingAt: Int32Array
  private readonly pixel: Int32Array
  private readonly next: Int32Array
  private readonly first: Int32Array
  private readonly last: Int32Array
  private points = 0
  private chains = 0

  constructor(pixels: number, segments: number) {
    this.startingAt = new Int32Array(pixels).fill(none)
    this.endingAt = new Int32Array(pixels).fill(none)
    this.pixel = new Int32Array(2 * segments)
    this.next = new Int32Array(2 * segments).fill(none)
    this.first = new Int32Array(segments)
    this.last = new Int32Array(segments)
  }

  add(from: number, to: number): void {
    const tail = take(this.startingAt, to)
    const head = take(this.endingAt, from)
    if (tail === none && head === none) this.begin(from, to)
    else if (head === none) this.prepend(tail, from)
    else if (tail === none) this.endingAt[this.append(head, to)] = head
    else if (tail === head) this.append(head, to)
    else this.join(head, tail)
  }

  private point(pixel: number): number {
    this.pixel[this.points] = pixel
    return this.points++
  }

  private begin(from: number, to: number): void {
    const chain = this.chains++
    this.first[chain] = this.last[chain] = this.point(from)
    this.append(chain, to)
    this.startingAt[from] = chain
    this.endingAt[to] = chain
  }

  private prepend(chain: number, pixel: number): void {
    const point = this.point(pixel)
    this.next[point] = this.first[chain]!
    this.first[chain] = point
    this.startingAt[pixel] = chain
  }

  private append(chain: number, pixel: number): number {
    const point = this.point(pixel)
    this.next[this.last[chain]!] = point
    this.last[chain] = point
    return pixel
  }

  /** The tail goes behind the head; the older of the two chains lives on. */
  private join(head: number, tail: number): void {
    const [older, newer] = head < tail ? [head, tail] : [tail, head]
    this.next[this.last[head]!] = this.first[tail]!
    const [first, last] = [this.first[head]!, this.last[tail]!]
    this.startingAt[this.pixel[first]!] = older
    this.endingAt[this.pixel[last]!] = older
    this.first[older] = first
    this.last[older] = last
    this.first[newer] = none
  }

  /** The chains in the order of their birth, closed. */
  contours(width: number): Contours {
    const points = new Int32Array(2 * (this.points + this.chains))
    const ends: number[] = []
    let count = 0
    const write = (pixel: number) => {
      points[2 * count] = pixel % width
      points[2 * count++ + 1] = Math.floor(pixel / width)
    }
    for (let chain = 0; chain < this.chains; chain++) {
      const [first, last] = [this.first[chain]!, this.last[chain]!]
      if (first === none) continue
      for (let point = first; point !== none; point = this.next[point]!) write(this.pixel[point]!)
      if (this.pixel[first] !== this.pixel[last]) write(this.pixel[first]!)
      ends.push(count)
    }
    return { points: points.slice(0, 2 * count), ends }
  }
}

/** Reads and clears an entry. */
function take(map: Int32Array, at: number): number {
  const chain = map[at]!
  map[at] = none
  return chain
}

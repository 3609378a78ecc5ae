/** A mask written stretch by stretch, without a plane of its pixels. */

import type { Rle } from '../contract/scene.ts'
import { writeRuns } from './rle.ts'

export type MaskWriter = {
  /** Sets the rows from..to of a column, `to` not included. Columns, and rows in them, come in rising order. */
  ones(x: number, from: number, to: number): void
  done(): Rle
}

export function maskWriter(width: number, height: number): MaskWriter {
  const counts: number[] = []
  let end = 0
  return {
    ones(x, from, to) {
      const start = Math.max(x * height + from, end)
      const length = x * height + to - start
      if (length <= 0) return
      if (start === end && counts.length > 0) counts[counts.length - 1]! += length
      else counts.push(start - end, length)
      end = start + length
    },
    done() {
      const rest = width * height - end
      return writeRuns({ width, height, counts: Uint32Array.from(rest > 0 ? [...counts, rest] : counts) })
    },
  }
}

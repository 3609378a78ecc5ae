/**
 * Bytes at an offset: all that the readers know of a file.
 *
 * Every byte that a reader holds was asked for here, and nothing is allocated for a range that the source does not
 * have. That is what keeps an absurd length in a header from becoming an absurd allocation.
 */

import { readSync } from 'node:fs'
import { CheckpointError, invalid } from './error.ts'

export interface ByteSource {
  readonly size: number
  /**
   * A fresh copy, alone in its ArrayBuffer from byte 0, so that a typed array may lie over it.
   *
   * @throws CheckpointError where the range is not wholly inside the source
   */
  read(offset: number, length: number): Buffer<ArrayBuffer>
}

/** @throws CheckpointError unless `length` bytes from `offset` lie inside `size` bytes */
export function checkRange(size: number, offset: number, length: number): void {
  const isRange = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0
  if (!isRange || length > size - offset) {
    throw invalid(`it names bytes ${offset} to ${offset + length}, but ends at ${size}; it is cut short or damaged.`)
  }
}

/** Node reads at most 2 GiB in one call. */
const LARGEST_READ = 2 ** 30

/** An open file of `size` bytes. Whoever opened it closes it. */
export function fileSource(fd: number, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      checkRange(size, offset, length)
      const bytes = Buffer.from(new ArrayBuffer(length))
      for (let got = 0; got < length;) {
        const count = readSync(fd, bytes, got, Math.min(length - got, LARGEST_READ), offset + got)
        if (count === 0) throw new CheckpointError('CHECKPOINT_CHANGED', 'it became shorter while it was read.')
        got += count
      }
      return bytes
    },
  }
}

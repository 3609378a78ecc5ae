/**
 * Opens a checkpoint where it lies: a torch archive or a safetensors file, told apart by its first bytes.
 *
 * Only directories are read, so 13 GB open as fast as 13 MB. The file is not kept open: size and modification time
 * are kept instead, and whoever reads or maps weights later can tell that it is still the same file.
 */

import { closeSync, fstatSync, openSync, realpathSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Contents } from './contents.ts'
import { CheckpointError, invalid, quoted, unsupported, withFileName } from './error.ts'
import { readTensorFrom } from './read.ts'
import type { TensorData } from './read.ts'
import { headerLength, readSafetensors } from './safetensors.ts'
import { fileSource } from './source.ts'
import type { ByteSource } from './source.ts'
import type { StoredTensor } from './tensor.ts'
import { readTorch } from './torch.ts'

export { CheckpointError } from './error.ts'
export type { CheckpointErrorCode } from './error.ts'
export type { TensorData } from './read.ts'
export type { DType, StoredTensor } from './tensor.ts'

export interface Checkpoint extends Contents {
  /** With symbolic links resolved, as the runtime wants it for mapping. */
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/** @throws CheckpointError, always: whatever else can go wrong with a file, it comes as one */
export function openCheckpointSync(path: string): Checkpoint {
  return withFileName(basename(path), () => {
    const realPath = fromDisk(() => realpathSync(path))
    return withFile(realPath, (source, modifiedMs) => ({
      ...readContents(source),
      path: realPath,
      sizeBytes: source.size,
      modifiedMs,
    }))
  })
}

/** @throws CheckpointError for bytes that are neither a torch archive nor a safetensors file, or a broken one */
export function readContents(source: ByteSource): Contents {
  if (startsWith(source, ZIP_MAGIC)) return readTorch(source)
  if (headerLength(source) !== undefined) return readSafetensors(source)
  if (startsWith(source, PICKLE_MAGIC)) {
    throw unsupported('it was saved in the old form of torch (before 1.6); save it once more with a newer torch.')
  }
  throw invalid('it is neither a torch archive (.pth) nor a safetensors file.')
}

/**
 * One tensor's numbers, dense and in C order, half precision widened to float32.
 *
 * @throws CheckpointError where the file was changed since it was opened
 */
export function readTensor(checkpoint: Checkpoint, tensor: StoredTensor): TensorData {
  return withFileName(basename(checkpoint.path), () =>
    withFile(checkpoint.path, (source, modifiedMs) => {
      if (source.size !== checkpoint.sizeBytes || modifiedMs !== checkpoint.modifiedMs) {
        throw new CheckpointError('CHECKPOINT_CHANGED', 'it was changed since it was opened; open it again.')
      }
      return readTensorFrom(source, tensor)
    }),
  )
}

/** The same as float32, in whatever type it is stored. */
export function readFloats(checkpoint: Checkpoint, tensor: StoredTensor): Float32Array<ArrayBuffer> {
  const numbers = readTensor(checkpoint, tensor)
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers as ArrayLike<number | bigint>, Number)
}

/** The tensor of that key. @throws CheckpointError where the file has none */
export function tensorOf(checkpoint: Checkpoint, key: string): StoredTensor {
  const tensor = checkpoint.tensors.get(key)
  if (tensor === undefined) {
    throw invalid(`${quoted(basename(checkpoint.path))}: it has no tensor ${quoted(key)}; is it a checkpoint for this?`)
  }
  return tensor
}

const ZIP_MAGIC = Buffer.from('PK\x03\x04', 'latin1')
const PICKLE_MAGIC = Buffer.from([0x80, 0x02])

function startsWith(source: ByteSource, magic: Buffer): boolean {
  return source.size >= magic.length && source.read(0, magic.length).equals(magic)
}

function withFile<T>(path: string, use: (source: ByteSource, modifiedMs: number) => T): T {
  // Asked before opening: opening a pipe would wait for a writer for ever.
  if (!fromDisk(() => statSync(path)).isFile()) throw new CheckpointError('CHECKPOINT_UNREADABLE', 'it is not a file.')
  const fd = fromDisk(() => openSync(path, 'r'))
  try {
    const { size, mtimeMs } = fromDisk(() => fstatSync(fd))
    return fromDisk(() => use(fileSource(fd, size), mtimeMs))
  } finally {
    closeSync(fd)
  }
}

/** Gives the disk's errors (those with an errno code) our class; a mistake of ours keeps its own. */
function fromDisk<T>(access: () => T): T {
  try {
    return access()
  } catch (error) {
    if (error instanceof CheckpointError || !(error instanceof Error) || !('errno' in error)) throw error
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'there is no such file.' : `it could not be read (${code ?? 'unknown error'}).`
    throw new CheckpointError('CHECKPOINT_UNREADABLE', reason, error)
  }
}

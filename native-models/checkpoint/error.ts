/**
 * The one error of this folder. A checkpoint comes from strangers, so whatever is wrong with it ends here:
 * one sentence, a code for programs, and the file's name put in front by whoever knows it.
 */

/**
 * - `CHECKPOINT_UNREADABLE`: the disk did not give it (missing, no permission, a folder)
 * - `CHECKPOINT_INVALID`: it contradicts itself or its format
 * - `CHECKPOINT_UNSUPPORTED`: well formed, but something that is refused on purpose (a Python object, compression)
 * - `CHECKPOINT_CHANGED`: it is not the file any more that was opened
 */
export type CheckpointErrorCode =
  | 'CHECKPOINT_UNREADABLE'
  | 'CHECKPOINT_INVALID'
  | 'CHECKPOINT_UNSUPPORTED'
  | 'CHECKPOINT_CHANGED'

export class CheckpointError extends Error {
  readonly code: CheckpointErrorCode

  constructor(code: CheckpointErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'CheckpointError'
    this.code = code
  }
}

export const invalid = (message: string, cause?: unknown): CheckpointError =>
  new CheckpointError('CHECKPOINT_INVALID', message, cause)

export const unsupported = (message: string, cause?: unknown): CheckpointError =>
  new CheckpointError('CHECKPOINT_UNSUPPORTED', message, cause)

/** A name out of the file, safe to show: escaped, and cut where a hostile one would flood the screen. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name)
}

/** Runs `work` and puts the file's name in front of what it throws. */
export function withFileName<T>(fileName: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error
    throw new CheckpointError(error.code, `${quoted(fileName)}: ${error.message}`, error.cause)
  }
}

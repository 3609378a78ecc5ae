/** Errors of the layers below as errors of the contract. */
import { isOutOfMemory } from '../../native-models/session/session-error.ts'
import { EngineError } from '../contract/errors.ts'

/** Names and codes instead of classes: an error may come from any layer, or from the system. */
interface AnyError {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly path?: string
}

const modelErrors = new Set(['CheckpointError', 'GraphError', 'TokenizerError', 'SessionError', 'GoldenError'])
const missing = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR'])

export function explain(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  const { name, code, message = String(error), path } = error as AnyError
  const options = { cause: error }
  if (missing.has(code ?? '')) return new EngineError('modelNotFound', `"${path}" cannot be read (${code}).`, options)
  if (isOutOfMemory(error)) return new EngineError('outOfMemory', undefined, options)
  if (name === 'SessionError' && code === 'notRun') return new EngineError('deviceFailed', message, options)
  if (code === 'CHECKPOINT_CHANGED') return new EngineError('modelChanged', message, options)
  if (code === 'CHECKPOINT_UNREADABLE') return new EngineError('modelNotFound', message, options)
  if (modelErrors.has(name ?? '')) return new EngineError('modelNotUsable', message, options)
  // The layers below check ranges with a sentence of their own: sizes, steps, shares.
  if (name === 'RangeError') return new EngineError('badRun', message, options)
  return new EngineError('failed', message, options)
}

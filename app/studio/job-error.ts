/** What a failed run says: what happened, and what is safe all the same. */
import { EngineError, StudioError, studioErrors } from '../contract/errors.ts'
import type { EngineErrorCode, StudioErrorData } from '../contract/errors.ts'

/** @param level of the round that the job went on from; undefined for a first one */
export function jobError(error: unknown, level: number | undefined): StudioErrorData {
  const safe = level === undefined ? 'Your draft is safe.' : `Round ${level} and your draft are safe.`
  const plain = error instanceof EngineError ? plainWords[error.code] : undefined
  if (error instanceof EngineError && plain !== undefined) {
    return {
      code: error.code,
      message: `${plain} Only this run is lost. ${safe}`,
      detail: detailOf(error, error.message),
    }
  }
  if (error instanceof EngineError || error instanceof StudioError) {
    const { code, message } = error
    return { code, message: `${message} ${safe}`, ...(error.cause !== undefined && { detail: detailOf(error) }) }
  }
  return {
    code: 'internal',
    message: studioErrors.internal,
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

/** Where the engine's own words are for Details alone. */
const plainWords: Partial<Record<EngineErrorCode, string>> = {
  engineEnded: 'Drawing stopped unexpectedly and has been started again.',
  deviceFailed: 'The device failed during the run.',
  failed: 'The run could not be drawn to its end.',
}

function detailOf(error: Error, first = ''): string {
  return [first, error.cause === undefined ? '' : String(error.cause)].filter(Boolean).join('\n')
}

/** What can go wrong with a session, by code. */

export type SessionErrorCode = 'notOpened' | 'wrongFeed' | 'notRun' | 'released'

export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly code: SessionErrorCode

  constructor(code: SessionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether memory was lacking, as the runtime, its devices and JavaScript say it; Windows by a number, in any language. */
export function isOutOfMemory(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error)
  return /bad_alloc|alloc_failed|failed to allocate|out of memory|8007000e|array buffer allocation failed/i.test(
    message,
  )
}

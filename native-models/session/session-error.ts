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

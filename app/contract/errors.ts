/** What can go wrong between an artist's wish and its picture: a closed list of codes, each with a sentence for people. */

export const engineErrors = {
  cancelled: 'The run was cancelled.',
  closed: 'Diorama is closing; nothing more can be asked of the engine.',
  engineNotStarted: 'The engine could not be started.',
  engineEnded: 'The engine ended during the run; it starts again with the next one.',
  badMessage: 'The engine and its host do not understand each other; Diorama is not installed as a whole.',
  badRun: 'The run has values that are not allowed.',
  sceneNotUsable: 'The scene cannot be drawn as it is.',
  modelNotFound: 'The model file cannot be read.',
  modelNotUsable: 'The model file cannot be used.',
  modelChanged: 'The model file was changed while it was open; run again to use it as it is now.',
  deviceFailed: 'The device failed; choose another one, or run again.',
  outOfMemory: 'There is not enough memory for this run; make the picture smaller.',
  failed: 'The run failed.',
} as const

export type EngineErrorCode = keyof typeof engineErrors

export const engineErrorCodes = Object.keys(engineErrors) as [EngineErrorCode, ...EngineErrorCode[]]

export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode

  /** @param detail what exactly happened, in place of the code's general sentence */
  constructor(code: EngineErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? engineErrors[code], options)
    this.code = code
  }
}

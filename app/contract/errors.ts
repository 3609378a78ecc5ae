/** What can go wrong between an artist's wish and its picture: closed lists of codes, each with a sentence for people. */
import { z } from 'zod'

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

/** What the studio refuses; what the engine refuses has the engine's code. */
export const studioErrors = {
  badRequest: 'The window asked for something that is not allowed.',
  internal: 'Something in Diorama went wrong; everything up to the last gesture is saved.',
  projectNotFound: 'The project file is not there any more.',
  projectNotOpen: 'The project is not open.',
  notAProject: 'The file is not a Diorama project.',
  projectNewer: 'The project was made with a newer Diorama.',
  projectDamaged: 'The project file is damaged.',
  projectLost: 'Nothing in the project file can be read any more.',
  projectReadOnly: 'The project cannot be changed.',
  projectInUse: 'The project is open in another window.',
  folderReadOnly: 'Nothing can be written in that folder.',
  fileExists: 'There is a file of that name.',
  diskFull: 'The disk is full.',
  conflict: 'The project was changed in another window in the meantime.',
  badEdit: 'The change does not fit the scene.',
  notAPicture: 'The file is not a picture that can be read.',
  pictureTooLarge: 'The picture is too large.',
  notAScene: 'The file is not a scene that can be read.',
  unknownFile: 'Diorama does not open files of this kind.',
  fileTooLarge: 'The file is too large.',
  nothingToDraw: 'There is nothing to draw from yet; draw or describe something first.',
  roundNotFound: 'The round is not in this project.',
  jobNotFound: 'The job is over.',
  modelUnknown: 'The model is not in the list any more.',
  connectionLost: 'The connection to Diorama was lost; it is tried again, and nothing that was drawn is lost.',
  noDialog: 'A browser has no dialog that names a place on this computer.',
} as const

export type StudioErrorCode = keyof typeof studioErrors | EngineErrorCode

export const studioErrorCodes = [
  ...(Object.keys(studioErrors) as (keyof typeof studioErrors)[]),
  ...engineErrorCodes,
] as [StudioErrorCode, ...StudioErrorCode[]]

/** An error on its way to the window. */
export const studioErrorSchema = z.object({
  code: z.enum(studioErrorCodes),
  /** One to three sentences: what happened, what is safe, what can be done. */
  message: z.string(),
  /** Cause and log, for Details. */
  detail: z.string().optional(),
})
export type StudioErrorData = z.infer<typeof studioErrorSchema>

export class StudioError extends Error {
  override readonly name = 'StudioError'
  readonly code: StudioErrorCode

  /** @param message what exactly happened, in place of the code's general sentence */
  constructor(code: StudioErrorCode, message?: string, options?: ErrorOptions) {
    super(message ?? { ...studioErrors, ...engineErrors }[code], options)
    this.code = code
  }
}

/** Errors as the window tells them: a title by code, what can be done, and warnings' short names. */

export const errorTitles: Readonly<Record<string, string>> = {
  outOfMemory: 'There was not enough memory',
  deviceFailed: 'The device stopped answering',
  engineEnded: 'Drawing stopped unexpectedly',
  engineNotStarted: 'The engine could not be started',
  modelNotFound: 'The model file is not there',
  modelNotUsable: 'This file cannot be used as a model',
  modelChanged: 'The model file was changed',
  projectNotFound: 'The project is not there any more',
  notAProject: 'This is not a Diorama project',
  projectNewer: 'Made with a newer Diorama',
  projectDamaged: 'The project is damaged',
  projectLost: 'The project is damaged',
  projectReadOnly: 'Open to look only',
  projectInUse: 'Open in another window',
  folderReadOnly: 'Nothing can be written there',
  diskFull: 'The disk is full',
  conflict: 'Changed in another window',
  connectionLost: 'Not connected',
  badEdit: 'That change does not fit the scene',
  notAPicture: 'This is no picture that can be read',
  pictureTooLarge: 'The picture is too large',
  notAScene: 'This is no scene that can be read',
  unknownFile: 'Diorama does not open files of this kind',
  fileTooLarge: 'The file is too large',
  nothingToDraw: 'Nothing to draw from yet',
}

export const errorWords = {
  /** For a code without its own title. */
  other: 'Something went wrong',
  strokesHeld: 'New strokes are held in memory until there is room.',
  details: 'Details',
  copyDetails: 'Copy',
  dismiss: 'Dismiss',
} as const

/** Labels of what can be done about an error. */
export const offers = {
  tryAgain: 'Try again',
  useProcessor: 'Use the processor',
  smaller: 'Make the picture smaller',
  anotherFile: 'Choose another file',
  lookOnly: 'Look only',
  repair: 'Repair into a new file',
  openCopy: 'Open a copy',
  freeSpace: 'Free space in this project',
  saveElsewhere: 'Save elsewhere',
  findIt: 'Find it',
} as const

export function errorTitle(code: string): string {
  return errorTitles[code] ?? errorWords.other
}

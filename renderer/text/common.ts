/** Words that several places share. */

export const words = {
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  redo: 'Redo',
  details: 'Details',
  copy: 'Copy',
  more: 'More',
  skipToPicture: 'Skip to the picture',
} as const

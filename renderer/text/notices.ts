/** What is said in passing, about no place in particular. */

export const notices = {
  lookedAt: 'A round that is looked at stays as it is. Go on from it, or go back to the draft.',
  gone: 'What this was done to is no longer there. Nothing was changed.',
  nothingCopied: 'Only copied things can be pasted here. The clipboard holds something else.',
  exported: (path: string): string => `Exported: ${path}`,
  pictureCopied: 'The picture is on the clipboard.',
  copySaved: (path: string): string => `Copy saved: ${path}`,
} as const

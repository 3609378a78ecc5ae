/** Words of the tree of rounds. */
import { capital, counted, listed } from './numbers.ts'

export const roundWords = {
  title: 'Rounds',
  empty: 'Each Generate adds a picture here.',
  emptyHow: 'You can always go back to any of them.',
  noStars: 'No stars yet. Press Shift S on a round you like.',
  draft: 'Draft, not generated yet',
  waiting: 'In the queue',
  stoppedEarly: 'Stopped early',
  fromPicture: 'from a picture',
  compare: 'Compare with the parent',
  onlyStarred: 'Only starred rounds',
  close: 'Close the rounds',
  open: 'Open the rounds',
  drawnAnew: 'Drawn anew',
  goOn: 'Go on from here',
  name: 'Name',
  note: 'Note',
  star: 'Star',
  unstar: 'Take the star away',
  compareShown: (level: number): string => `Compare with round ${level}, shown now`,
  copyReport: 'Copy the report',
  export: 'Export',
  copyPicture: 'Copy the picture',
  delete: 'Delete',
  current: 'current',
  starred: 'starred',
} as const

/** "7 pictures, 2 branches". */
export function treeCount(pictures: number, branches: number): string {
  const drawn = counted(pictures, 'picture')
  return branches > 1 ? `${drawn}, ${counted(branches, 'branch', 'branches')}` : drawn
}

interface Folded {
  readonly branches: number
  readonly pictures: number
  readonly isOpen: boolean
}

/** "+3 branches"; once they are in sight, "3 branches". */
export function foldedLabel({ branches, isOpen }: Folded): string {
  return `${isOpen ? '' : '+'}${counted(branches, 'branch', 'branches')}`
}

/** "+3 branches from Fish and boat, 7 pictures". @param title of the round that they leave from; null for first pictures */
export function foldedDescription(folded: Folded, title: string | null): string {
  const from = title === null ? '' : ` from ${title}`
  return `${foldedLabel(folded)}${from}, ${counted(folded.pictures, 'picture')}`
}

/** "Round 3, 3 variants". */
export function roundLine(level: number, variants: number, how: 'generated' | 'draft' | 'picture'): string {
  const round = `Round ${level}`
  if (how === 'draft') return `${round}, ${roundWords.stoppedEarly.toLowerCase()}`
  if (how === 'picture') return `${round}, ${roundWords.fromPicture}`
  return variants > 1 ? `${round}, ${counted(variants, 'variant')}` : round
}

export function generating(share: number): string {
  return `Generating, ${Math.round(share * 100)} %`
}

export function stoppedAt(pass: number): string {
  return `Stopped at pass ${pass}`
}

/** What a round is called until somebody names it: by what is new in it. */
export function titleOfChanges(changes: {
  readonly added: readonly string[]
  readonly moved: readonly string[]
  readonly removed: readonly string[]
  readonly reworded: readonly string[]
}): string {
  const { added, moved, removed, reworded } = changes
  if (added.length > 0) return shortened(capital(listed(added)))
  if (removed.length > 0) return shortened(`Without ${listed(removed)}`)
  if (moved.length > 0) return shortened(capital(`${listed(moved)} moved`))
  if (reworded.length > 0) return shortened(capital(listed(reworded)))
  return roundWords.drawnAnew
}

const longestTitle = 60

function shortened(text: string): string {
  return text.length > longestTitle ? `${text.slice(0, longestTitle - 1).trimEnd()}…` : text
}

/** What a screen reader says of a round: what is to be read there, then the rest. */
export function roundDescription(parts: {
  readonly title: string
  readonly line: string
  readonly variant: number
  readonly variants: number
  readonly isCurrent: boolean
  readonly isStarred: boolean
  /** Instances that stayed as they were. */
  readonly kept: number
}): string {
  const { title, line, variant, variants, isCurrent, isStarred, kept } = parts
  return [
    title,
    line,
    variants > 1 ? `variant ${variant} of ${variants}` : '',
    isStarred ? roundWords.starred : '',
    isCurrent ? roundWords.current : '',
    kept > 0 ? `kept ${kept}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

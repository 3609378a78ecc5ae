/** Words for tools, locations and instances. */
import { capital } from './numbers.ts'

export const toolTitles = {
  select: 'Select',
  hand: 'Hand',
  zoom: 'Zoom',
  point: 'Point',
  scribble: 'Scribble',
  box: 'Box',
  mask: 'Mask',
  polygon: 'Polygon',
  lasso: 'Lasso',
  eraser: 'Eraser',
  region: 'Region',
} as const

export const formatTitles = {
  box: 'Box',
  point: 'Point',
  scribble: 'Scribble',
  mask: 'Mask',
  polygon: 'Polygon',
} as const
export type FormatWord = keyof typeof formatTitles

/** "Polygon, point". */
export function formatList(formats: readonly FormatWord[]): string {
  return formats.length === 0
    ? 'No place'
    : capital(formats.map((format) => formatTitles[format].toLowerCase()).join(', '))
}

export const badges = {
  kept: 'Kept',
  /** Not "kept": a round that is drawn anew keeps nothing of the picture. */
  same: 'Same',
  anew: 'Anew',
  partly: 'In part',
  new: 'New',
  moved: 'Moved',
  resized: 'Resized',
  reworded: 'Reworded',
  reordered: 'Reordered',
  removed: 'Removed',
  covered: 'Covered',
  check: 'Check',
} as const
export type BadgeWord = keyof typeof badges

export const things = {
  untitled: 'No words yet',
  whatIsIt: 'What is it?',
  covered: 'A changed thing is in front of it.',
  partly: 'Some of it was painted into the region, and that is drawn anew.',
  anew: 'Nothing about it was changed, but it is drawn anew in this round.',
  describe: 'Describe the place, the light, the style',
  rename: 'Name',
  pinned: 'Pinned',
  show: 'Show its outline',
  hide: 'Hide its outline',
} as const

/** As the list and the canvas call it. */
export function thingTitle(instance: { readonly name?: string | undefined; readonly caption: string }): string {
  return instance.name?.trim() || instance.caption.trim() || things.untitled
}

/** "Box, left 30, top 280, 146 by 104." */
export function placeWords(
  formats: readonly FormatWord[],
  bounds: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number } | null,
): string {
  if (!bounds) return 'No place.'
  const at = `left ${Math.round(bounds.x0)}, top ${Math.round(bounds.y0)}`
  const [width, height] = [Math.round(bounds.x1 - bounds.x0), Math.round(bounds.y1 - bounds.y0)]
  return `${formatList(formats)}, ${at}, ${width} by ${height}.`
}

/** What a screen reader says of an instance on the canvas. @param at from 1, front first */
export function thingDescription(parts: {
  readonly title: string
  readonly place: string
  readonly badge: BadgeWord
  readonly at: number
  readonly of: number
}): string {
  return `${parts.title}. ${parts.place} ${badges[parts.badge]}. ${parts.at} of ${parts.of}`
}

/** Words at the pointer. */
export const sayings = {
  tooSmall: 'Too small to draw. Use a point.',
  tooManyPoints: 'No more points fit into one thing',
  pinned: 'Pinned',
  hidden: 'Hidden',
  nothingSelected: 'Select a mask, scribble or polygon first',
  nothingToKeep: 'There is no picture yet that could be kept',
  looking: 'Go on from this round to change it',
  readOnly: 'Open to look only',
} as const

/** "It knows "woolly", "smooth" and "glossy"." */
export function unknownWord(word: string, nearest?: string): string {
  return `The model does not know "${word}".${nearest === undefined ? '' : ` The nearest that it knows is "${nearest}".`}`
}

export function insteadUse(word: string): string {
  return `Use "${word}"`
}

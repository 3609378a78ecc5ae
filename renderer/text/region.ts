/** The sentence under the picture: what will change and what stays. It never promises more than the round will hold. */
import { capital, inWords } from './numbers.ts'

export interface Called {
  readonly id: string
  readonly label: string
}

export interface RegionFacts {
  readonly percent: number
  readonly whole: 'noParent' | 'size' | 'model' | 'caption' | null
  readonly isUnchanged: boolean
  readonly added: readonly Called[]
  readonly moved: readonly Called[]
  readonly resized: readonly Called[]
  readonly reworded: readonly Called[]
  readonly reordered: readonly Called[]
  readonly removed: readonly Called[]
  readonly covers: readonly { readonly front: Called; readonly behind: Called; readonly percent: number }[]
}

export interface StripSentence {
  /** Said first, in bold. */
  readonly head: string
  readonly rest: string
}

/** What the round will hold, see KeepPlan. */
export interface RegionKeep {
  readonly mode: 'locked' | 'harmonise' | 'free'
  readonly reason: 'noParent' | 'size' | 'model' | 'heldInPart' | null
  /** Somebody painted on the region. */
  readonly isPainted: boolean
  /** Of a picture that nothing was changed of: whether Generate tries once more what it drew. */
  readonly isAgain: boolean
}

const anew = 'The whole picture is drawn anew.'

/** After the share; of what lies outside the region. */
const rests = {
  locked: 'Everything else stays identical, pixel for pixel.',
  harmonise: 'Around it light and contact may adapt; farther away everything stays identical.',
  free: anew,
} as const

const partRests = {
  locked: 'What you locked stays identical, pixel for pixel.',
  harmonise: 'What you hold may adapt at its edge in light and contact.',
  free: anew,
} as const

const wholeReasons = {
  noParent: { head: 'The first picture.', rest: 'Everything is drawn.' },
  size: {
    head: 'All of it will change.',
    rest: 'The picture has another size, and things can only be kept at the size they were drawn at.',
  },
  model: {
    head: 'All of it will change.',
    rest: 'Another model draws this round, and it cannot keep what it did not draw.',
  },
} as const

const newWords = 'The words for the scene are others now.'
const paintedWords = 'The region was changed by hand.'

export function regionSentence(facts: RegionFacts, keep: RegionKeep): StripSentence {
  if (facts.whole !== null && facts.whole !== 'caption') return wholeReasons[facts.whole]
  if (facts.isUnchanged && facts.percent === 0) return { head: unchanged, rest: unchangedRest(keep) }
  const clauses = [counts(facts), firstCover(facts)].filter((clause) => clause !== '')
  const parts = [
    facts.whole === 'caption' ? newWords : '',
    clauses.length === 0 ? '' : `${capital(clauses.join('; '))}.`,
    keep.isPainted ? paintedWords : '',
    restOf(facts, keep),
  ]
  return { head: headOf(facts, keep), rest: parts.filter((part) => part !== '').join(' ') }
}

const unchanged = 'Nothing has changed since this picture.'

function unchangedRest({ mode, isAgain }: RegionKeep): string {
  if (isAgain) return 'Draw anew draws it once more, with another seed.'
  return mode === 'free' ? anew : 'Add something, or paint where it may change.'
}

function headOf({ percent, whole }: RegionFacts, { mode }: RegionKeep): string {
  if (mode === 'free') return whole === 'caption' ? 'All of it may change.' : `${percent} % is where things change.`
  if (percent === 0) return 'Nothing would be drawn.'
  return percent === 100 ? 'All of it will change.' : `${percent} % will change.`
}

function restOf({ percent, whole }: RegionFacts, { mode, reason }: RegionKeep): string {
  if (mode === 'free') return anew
  if (percent === 0) return 'All of the picture is kept: let something change, or paint more of the region.'
  if (percent === 100) return 'There is nothing left to keep.'
  return whole === 'caption' || reason === 'heldInPart' ? partRests[mode] : rests[mode]
}

const countWords = ['added', 'moved', 'resized', 'reworded', 'reordered', 'removed'] as const

/** "one new, one moved". */
function counts(facts: RegionFacts): string {
  return countWords
    .filter((state) => facts[state].length > 0)
    .map((state) => `${inWords(facts[state].length)} ${state === 'added' ? 'new' : state}`)
    .join(', ')
}

function firstCover({ covers }: RegionFacts): string {
  const [cover] = covers
  if (!cover || cover.front.label === '' || cover.behind.label === '') return ''
  return `${theThing(cover.front.label)} covers ${cover.percent >= 95 ? 'all' : 'part'} of ${theThing(cover.behind.label)}`
}

const longestLabel = 28

/** "a red car, glossy" is called "the red car". */
export function theThing(label: string): string {
  const [first = ''] = label.split(',')
  const bare = first.trim().replace(/^(an?|the|some) /i, '')
  return `the ${bare.length > longestLabel ? `${bare.slice(0, longestLabel).trimEnd()}…` : bare}`
}

export function tooManyThings(count: number, seen: number): string {
  return `${count} instances; this model sees the first ${seen}.`
}

/** What is wrong with a thing the studio says itself; several sentences become one line. */
export function warningLine(messages: readonly string[]): string {
  return messages.join(' ')
}

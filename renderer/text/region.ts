/** The sentence under the picture. It never promises more than the program does: every round is drawn anew for now. */
import { capital, inWords, listed } from './numbers.ts'

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

const anew = 'The whole picture is drawn anew.'

const wholeReasons = {
  noParent: { head: 'The first picture.', rest: 'Everything is drawn.' },
  size: { head: 'All of it will change.', rest: 'The picture has another size.' },
  model: { head: 'All of it will change.', rest: 'Another model draws this round.' },
  caption: { head: 'All of it may change.', rest: 'The words for the scene are others now.' },
} as const

export function regionSentence(facts: RegionFacts): StripSentence {
  if (facts.whole !== null) return wholeReasons[facts.whole]
  if (facts.isUnchanged) {
    return { head: 'Nothing has changed since this picture.', rest: 'Draw anew takes another seed.' }
  }
  const clauses = [counts(facts), firstCover(facts)].filter((clause) => clause !== '')
  return {
    head: `${facts.percent} % is where things change.`,
    rest: `${clauses.length === 0 ? '' : `${capital(clauses.join('; '))}. `}${anew}`,
  }
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

export function removedList(labels: readonly string[]): string {
  return `Removed: ${listed(labels.map(theThing))}.`
}

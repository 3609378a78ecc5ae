/** Words of what became of a round: a verdict first, figures after. They say what was measured and nothing more. */
import { capital, counted, inWords, listed, percent } from './numbers.ts'
import { theThing } from './region.ts'
import type { RegionFacts } from './region.ts'

export interface Difference {
  /** 0 to 255. */
  readonly largest: number
  readonly mean: number
  /** In dB, null where the two are equal. */
  readonly psnr: number | null
}

/** What is read of a RoundReport. */
export interface ReportFacts {
  readonly mode: 'locked' | 'harmonise' | 'free'
  readonly reason: 'noParent' | 'size' | 'model' | 'heldInPart' | null
  readonly regionShare: number
  readonly outside: Difference | null
  /** Of the pixels that had to stay, how far and how many of them did not. */
  readonly putBack: { readonly largest: number; readonly pixels: number } | null
}

export const reportWords = {
  outside: 'Difference outside',
  region: 'Drawn anew',
  largest: 'largest difference outside',
  likeness: 'Likeness outside',
  redrawn: 'of the picture was redrawn',
  where: 'of the picture is where things changed',
  passes: 'Passes',
  time: 'Time',
  ran: 'Kept as',
  seam: 'Seam',
  /** After a number: how much of a step there is along the rim, against the picture before. */
  seamHint: '(1 is none)',
  identical: 'Identical',
} as const

/** Never, unless Diorama has a bug. */
export function wentWrong({ putBack }: ReportFacts): boolean {
  return putBack !== null && putBack.largest > 0
}

/** The first thing that is said of a round, without its full stop. */
export function verdict(report: ReportFacts): string {
  const { mode, reason, outside, regionShare } = report
  if (reason === 'noParent') return 'The first picture'
  if (wentWrong(report)) return changedOutside(report)
  if (mode === 'free' || regionShare === 1) return 'The whole picture was drawn anew'
  if (outside !== null && outside.largest === 0) return 'Nothing changed outside the region'
  return `The surroundings adapted slightly: ${decibels(outside)}`
}

function changedOutside({ putBack }: ReportFacts): string {
  return `${counted(putBack?.pixels ?? 0, 'pixel')} changed outside the region`
}

/** Why the round was drawn in another way than was asked for; empty where it was not. */
export function verdictReason(report: ReportFacts): string {
  if (wentWrong(report)) return 'This should not happen; the round is kept for inspection.'
  switch (report.reason) {
    case 'size':
      return 'It has another size than the one before.'
    case 'model':
      return 'Another model has drawn it.'
    case 'heldInPart':
      return 'Only what was locked or harmonised by itself was held.'
    default:
      return ''
  }
}

export function decibels(difference: Pick<Difference, 'psnr'> | null): string {
  return difference === null || difference.psnr === null ? 'identical' : `${difference.psnr.toFixed(1)} dB`
}

/** "0 of 255". */
export function ofLevels(largest: number): readonly [string, string] {
  return [String(Math.round(largest)), 'of 255']
}

/** Of a kept thing: "Identical", or how far it is from what it was. */
export function thingKept({ largest, psnr }: Difference): string {
  return largest === 0 ? reportWords.identical : `Up to ${Math.round(largest)} of 255, ${decibels({ psnr })}`
}

/** "Locked, 19 % redrawn". */
export function keepLine(mode: string, { reason, regionShare, mode: ran }: ReportFacts): string {
  if (reason === 'noParent') return 'First picture'
  return ran === 'free' ? `${mode}, drawn anew` : `${mode}, ${percent(regionShare)} redrawn`
}

/** "178 of 330". */
export function passesOfAll(passes: number, reused: number): string {
  return reused === 0 ? counted(passes, 'pass', 'passes') : `${passes} of ${passes + reused}`
}

/** In a second voice after the above: "· 152 saved". */
export function passesSaved(reused: number): string | undefined {
  return reused === 0 ? undefined : `· ${reused.toLocaleString('en-GB')} saved`
}

const did = {
  added: 'is new',
  moved: 'moved',
  resized: 'has another size',
  reworded: 'has other words',
  reordered: 'has another order',
  removed: 'is gone',
} as const
const deeds = ['added', 'moved', 'resized', 'reworded', 'reordered', 'removed'] as const

type Done = Pick<RegionFacts, (typeof deeds)[number]>

/** "The lamp moved; everything else is untouched." */
export function resultSentence(facts: Done, report: ReportFacts): string {
  const what = whatWasDone(facts)
  const rest = restSentence(report)
  return `${capital(what === '' ? rest : `${what}; ${rest}`)}.`
}

function restSentence(report: ReportFacts): string {
  const { mode, outside, reason, regionShare } = report
  if (wentWrong(report)) return changedOutside(report)
  if (mode === 'free' || regionShare === 1) return 'the whole picture was drawn anew'
  const isPart = reason === 'heldInPart'
  if (outside !== null && outside.largest > 0) {
    return `${isPart ? 'what was held' : 'the surroundings'} adapted slightly: ${decibels(outside)}`
  }
  if (mode === 'harmonise') return 'nothing changed outside the region'
  return isPart ? 'what was locked is untouched' : 'everything else is untouched'
}

/** One or two things are named, more are counted. */
function whatWasDone(facts: Done): string {
  const named = deeds.flatMap((deed) => facts[deed].map(({ label }) => ({ deed, label })))
  if (named.length > 0 && named.length <= 2 && named.every(({ label }) => label !== '')) {
    return listed(named.map(({ deed, label }) => `${theThing(label)} ${did[deed]}`))
  }
  return deeds
    .filter((deed) => facts[deed].length > 0)
    .map((deed) => `${inWords(facts[deed].length)} ${deed === 'added' ? 'new' : deed}`)
    .join(', ')
}

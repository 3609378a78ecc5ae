/** A round's report, line by line: for the side panel, and as text that can be copied into a letter. */
import { percent, took } from './numbers.ts'
import { decibels, ofLevels, passesOfAll, passesSaved, reportWords, verdict, verdictReason } from './report.ts'
import type { Difference, ReportFacts } from './report.ts'
import { keepModes, side } from './studio.ts'
import { badges } from './things.ts'
import type { BadgeWord } from './things.ts'

export interface WholeReport extends ReportFacts {
  readonly passes: number
  readonly reused: number
  readonly seconds: number
}

export interface ReportLine {
  readonly term: string
  readonly value: string
  /** In a second voice. */
  readonly more?: string | undefined
}

/** The figures that the verdict rests on. */
export function reportLines({ mode, reason, outside, regionShare, ...run }: WholeReport): ReportLine[] {
  const { passes, reused, seconds } = run
  return [
    ...(reason === 'noParent' ? [] : [{ term: reportWords.ran, value: keepModes[mode].label }]),
    ...(outside ? [{ term: reportWords.outside, value: ofLevels(outside.largest).join(' ') }] : []),
    ...(outside && outside.largest > 0 ? [{ term: reportWords.likeness, value: decibels(outside) }] : []),
    ...(regionShare < 1 ? [{ term: reportWords.region, value: percent(regionShare) }] : []),
    { term: reportWords.passes, value: passesOfAll(passes, reused), more: passesSaved(reused) },
    { term: reportWords.time, value: took(seconds) },
  ]
}

export interface ReportedThing {
  readonly title: string
  readonly badge: BadgeWord
  readonly difference: Difference | null
}

export interface ReportedRound {
  readonly title: string
  readonly level: number
  readonly seed: number
  readonly model: string
  readonly report: WholeReport
  readonly things: readonly ReportedThing[]
}

export function reportText({ title, level, seed, model, report, things }: ReportedRound): string {
  const reason = verdictReason(report)
  const lines = [
    ...reportLines(report),
    { term: side.seed, value: String(seed) },
    { term: side.model, value: model },
  ].map(({ term, value, more }: ReportLine) => `${term}: ${value}${more === undefined ? '' : ` ${more}`}`)
  const named = things.map((thing) => `- ${thing.title}: ${whatBecame(thing)}`)
  return [
    `${side.round(level)}: ${title}`,
    `${verdict(report)}.${reason === '' ? '' : ` ${reason}`}`,
    '',
    ...lines,
    ...(named.length > 0 ? ['', ...named] : []),
    '',
  ].join('\n')
}

function whatBecame({ badge, difference }: ReportedThing): string {
  const word = badges[badge]
  if (!difference) return word
  const { largest, psnr } = difference
  return largest === 0
    ? `${word}, identical`
    : `${word}, differs by up to ${ofLevels(largest).join(' ')}, ${decibels({ psnr })}`
}

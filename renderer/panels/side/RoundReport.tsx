/** What became of the round that is looked at: a verdict, and the figures that it rests on. */
import type { ReactElement } from 'react'
import type { Round } from '../../../app/contract/project.ts'
import { took, percent } from '../../text/numbers.ts'
import {
  decibels,
  ofLevels,
  passesOfAll,
  reportWords,
  restReused,
  verdict,
  verdictReason,
  wentWrong,
} from '../../text/report.ts'
import { keepModes } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import styles from './sections.module.css'

export function RoundReport({ round }: { readonly round: Round }): ReactElement | null {
  const { report } = round
  if (!report) return null
  const { outside, regionShare, passes, reused, seconds, mode } = report
  const reason = verdictReason(report)
  return (
    <>
      <p className={styles.verdict}>
        {wentWrong(report) && <Icon name="error" size={14} className={styles.wrong} />}
        <strong>{verdict(report)}.</strong> {reason}
      </p>
      <Figure term={reportWords.ran} value={keepModes[mode].label} />
      {outside && <Figure term={reportWords.outside} value={ofLevels(outside.largest).join(' ')} />}
      {outside && outside.largest > 0 && <Figure term={reportWords.likeness} value={decibels(outside)} />}
      {regionShare < 1 && <Figure term={reportWords.region} value={percent(regionShare)} />}
      <Figure term={reportWords.passes} value={passesOfAll(passes, reused)} {...(reused > 0 && { more: restReused })} />
      <Figure term={reportWords.time} value={took(seconds)} />
    </>
  )
}

/** A term and what it comes to; `more` in a second voice. */
export function Figure({
  term,
  value,
  more,
}: {
  readonly term: string
  readonly value: string
  readonly more?: string
}) {
  return (
    <div className={styles.row}>
      <span className={styles.term}>{term}</span>
      <span>
        {value}
        {more !== undefined && <span className={styles.more}> {more}</span>}
      </span>
    </div>
  )
}

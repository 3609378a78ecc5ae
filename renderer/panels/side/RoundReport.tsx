/** What became of the round that is looked at: a verdict, and the figures that it rests on. */
import type { ReactElement } from 'react'
import type { Round } from '../../../app/contract/project.ts'
import { reportLines } from '../../text/report-lines.ts'
import type { ReportLine } from '../../text/report-lines.ts'
import { verdict, verdictReason, wentWrong } from '../../text/report.ts'
import { Icon } from '../../theme/icons.tsx'
import styles from './sections.module.css'

export function RoundReport({ round }: { readonly round: Round }): ReactElement | null {
  const { report } = round
  if (!report) return null
  const reason = verdictReason(report)
  return (
    <>
      <p className={styles.verdict}>
        {wentWrong(report) && <Icon name="error" size={14} className={styles.wrong} />}
        <strong>{verdict(report)}.</strong> {reason}
      </p>
      {reportLines(report).map((line) => (
        <Figure key={line.term} {...line} />
      ))}
    </>
  )
}

/** A term and what it comes to; `more` in a second voice. */
export function Figure({ term, value, more }: ReportLine): ReactElement {
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

/** The side panel while two rounds are compared: what became of the picture, in words first. */
import type { ReactElement } from 'react'
import { changesOf } from '../../../app/consistency/changes.ts'
import { handMadeOf } from '../../../app/consistency/hand-made.ts'
import { keepPlanOf } from '../../../app/consistency/keep-plan.ts'
import type { Round } from '../../../app/contract/project.ts'
import type { RoundReport } from '../../../app/contract/report.ts'
import { selectGrid, selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { compareWords, reportOf, twoRounds } from '../../text/compare.ts'
import { percent, took } from '../../text/numbers.ts'
import {
  decibels,
  ofLevels,
  passesOfAll,
  reportWords,
  passesSaved,
  verdict,
  verdictReason,
  wentWrong,
} from '../../text/report.ts'
import { keepModes } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Section } from '../../ui/Section.tsx'
import { ComparedThings } from './ComparedThings.tsx'
import { DifferencePicture } from './DifferencePicture.tsx'
import styles from './compare.module.css'

export function CompareReport(): ReactElement | null {
  const before = useWindow((state) => selectRound(state, state.compare?.before ?? null))
  const after = useWindow((state) => selectRound(state, state.compare?.after ?? null))
  if (!before || !after) return null
  const [earlier, later] = before.createdAt <= after.createdAt ? [before, after] : [after, before]
  // A report speaks of a round and its parent; of any other two the window says what it can compute itself.
  const isParent = later.parent === earlier.id
  const report = isParent ? later.report : undefined
  const isWrong = report !== undefined && wentWrong(report)
  return (
    <div className={styles.report}>
      <div className={styles.column}>
        <section className={styles.verdict} aria-label={reportOf(later.level)}>
          <p className={styles.which}>{reportOf(later.level)}</p>
          <h2 className={styles.title}>
            {isWrong && <Icon name="error" size={16} className={styles.wrong} />}
            {report ? verdict(report) : isParent ? compareWords.verdict : twoRounds(earlier.level, later.level)}
          </h2>
          {report && verdictReason(report) !== '' && <p className={styles.which}>{verdictReason(report)}</p>}
          <Tiles earlier={earlier} later={later} report={report} />
        </section>
        <ComparedThings
          changes={changesOf(earlier.draft, later.draft)}
          earlier={earlier}
          later={later}
          report={report}
        />
      </div>
      <div className={styles.column}>
        <DifferencePicture earlier={earlier} later={later} />
        <Section title={compareWords.round}>
          <Figures earlier={earlier} later={later} report={report} />
        </Section>
      </div>
    </div>
  )
}

interface TwoRounds {
  readonly earlier: Round
  readonly later: Round
  readonly report: RoundReport | undefined
}

function Tiles({ earlier, later, report }: TwoRounds): ReactElement {
  const grid = useWindow(selectGrid)
  const share =
    report?.regionShare ?? keepPlanOf(earlier.draft, later.draft, grid, handMadeOf(later.draft, grid)).region.share
  const isHeld = report !== undefined && report.mode !== 'free'
  return (
    <div className={styles.tiles}>
      {isHeld && report.outside && <Tile figure={ofLevels(report.outside.largest)} of={reportWords.largest} />}
      <Tile figure={percent(share).split(' ')} of={isHeld ? reportWords.redrawn : reportWords.where} />
      {!(isHeld && report.outside) && <Tile figure={took(later.seconds).split(' ')} of={compareWords.drawnIn} />}
    </div>
  )
}

/** @param props.figure a number and its unit */
function Tile({
  figure: [value, ...unit],
  of,
}: {
  readonly figure: readonly string[]
  readonly of: string
}): ReactElement {
  return (
    <p className={styles.tile}>
      <span className={styles.figure}>
        {value} <span className={styles.unit}>{unit.join(' ')}</span>
      </span>
      {of}
    </p>
  )
}

function Figures({ earlier, later, report }: TwoRounds): ReactElement {
  const { name } = later.model
  const model = useWindow(({ models }) => models.find(({ id }) => id === name)?.name ?? name)
  const figures = [
    [compareWords.seconds, took(report?.seconds ?? later.seconds)],
    [
      compareWords.passes,
      report ? passesOfAll(report.passes, report.reused) : String(later.passes),
      report && passesSaved(report.reused),
    ],
    ...(report ? [[reportWords.ran, keepModes[report.mode].label] as const] : []),
    ...(report?.outside && report.outside.largest > 0
      ? [[reportWords.likeness, decibels(report.outside)] as const]
      : []),
    ...(report?.seam ? [[reportWords.seam, report.seam.score.toFixed(2), reportWords.seamHint] as const] : []),
    [compareWords.seed, earlier.seed === later.seed ? String(later.seed) : `${earlier.seed} → ${later.seed}`],
    [compareWords.model, model],
  ] as readonly (readonly [string, string, string?])[]
  return (
    <dl className={styles.figures}>
      {figures.map(([term, value, more]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {value}
            {more !== undefined && <span className={styles.more}> {more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

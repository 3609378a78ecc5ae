/** The side panel while two rounds are compared: what became of the picture, in words first. */
import type { ReactElement } from 'react'
import { changesOf } from '../../../app/consistency/changes.ts'
import { regionOf } from '../../../app/consistency/region.ts'
import type { Round } from '../../../app/contract/project.ts'
import { selectGrid, selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { compareWords, reportOf } from '../../text/compare.ts'
import { took } from '../../text/numbers.ts'
import { Section } from '../../ui/Section.tsx'
import { ComparedThings } from './ComparedThings.tsx'
import { DifferencePicture } from './DifferencePicture.tsx'
import styles from './compare.module.css'

export function CompareReport(): ReactElement | null {
  const before = useWindow((state) => selectRound(state, state.compare?.before ?? null))
  const after = useWindow((state) => selectRound(state, state.compare?.after ?? null))
  if (!before || !after) return null
  const [earlier, later] = before.createdAt <= after.createdAt ? [before, after] : [after, before]
  return (
    <div className={styles.report}>
      <div className={styles.column}>
        <section className={styles.verdict} aria-label={reportOf(later.level)}>
          <p className={styles.which}>{reportOf(later.level)}</p>
          <h2 className={styles.title}>{compareWords.verdict}</h2>
          <Tiles earlier={earlier} later={later} />
        </section>
        <ComparedThings changes={changesOf(earlier.draft, later.draft)} earlier={earlier} later={later} />
      </div>
      <div className={styles.column}>
        <DifferencePicture earlier={earlier} later={later} />
        <Section title={compareWords.round}>
          <Figures earlier={earlier} later={later} />
        </Section>
      </div>
    </div>
  )
}

interface TwoRounds {
  readonly earlier: Round
  readonly later: Round
}

function Tiles({ earlier, later }: TwoRounds): ReactElement {
  const grid = useWindow(selectGrid)
  const { share } = regionOf(earlier.draft, later.draft, grid)
  const seconds = took(later.seconds).split(' ')
  return (
    <div className={styles.tiles}>
      <p className={styles.tile}>
        <span className={styles.figure}>
          {Math.round(share * 100)} <span className={styles.unit}>%</span>
        </span>
        {compareWords.region}
      </p>
      <p className={styles.tile}>
        <span className={styles.figure}>
          {seconds[0]} <span className={styles.unit}>{seconds.slice(1).join(' ')}</span>
        </span>
        {compareWords.drawnIn}
      </p>
    </div>
  )
}

function Figures({ earlier, later }: TwoRounds): ReactElement {
  const figures = [
    [compareWords.passes, String(later.passes)],
    [compareWords.seed, earlier.seed === later.seed ? String(later.seed) : `${earlier.seed} → ${later.seed}`],
    [compareWords.model, later.model.name],
  ] as const
  return (
    <dl className={styles.figures}>
      {figures.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

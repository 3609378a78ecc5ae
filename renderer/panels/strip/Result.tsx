/** Nothing has changed since the last picture: what became of it, and the way to see. */
import { useMemo } from 'react'
import type { ReactElement } from 'react'
import { sentenceFacts } from '../../../app/consistency/sentence-facts.ts'
import type { RoundReport } from '../../../app/contract/report.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { selectPlan, selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { resultSentence, verdictReason, wentWrong } from '../../text/report.ts'
import { doneIn, strip } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import styles from './Strip.module.css'

export interface Reported {
  readonly round: Round
  readonly report: RoundReport
}

/** A first round keeps nothing and changes nothing, so there is nothing to tell of it. */
export function reportedOf(round: Round | null): Reported | null {
  return round?.report && round.parent !== null ? { round, report: round.report } : null
}

export function Result({ round, report }: Reported): ReactElement | null {
  const actions = useActions()
  const parent = useWindow((state) => selectRound(state, round.parent))
  const region = useWindow((state) => selectPlan(state)?.region ?? null)
  const sentence = useMemo(
    () => parent && region && resultSentence(sentenceFacts(parent.draft, round.draft, region), report),
    [parent, round, region, report],
  )
  if (sentence === null) return null
  const rest = verdictReason(report) || doneIn(report.seconds)
  return (
    <div className={styles.sentence}>
      {wentWrong(report) && <Icon name="error" size={16} className={styles.errorIcon} />}
      <p className={styles.rest}>
        <strong className={styles.head}>{sentence}</strong> {rest}
      </p>
      <Button look="quiet" icon="compare" onClick={() => actions.startCompare(round.id)}>
        {strip.compare}
      </Button>
    </div>
  )
}

/** What became of the last round, or what the next one changes; what to look out for stands below it. */
import { useMemo } from 'react'
import type { ReactElement } from 'react'
import { sentenceFacts } from '../../../app/consistency/sentence-facts.ts'
import type { SentenceFacts } from '../../../app/consistency/sentence-facts.ts'
import {
  selectDraft,
  selectHindrance,
  selectIsUnchanged,
  selectParentDraft,
  selectParentRound,
  selectPlan,
} from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { regionSentence } from '../../text/region.ts'
import { cx } from '../../ui/cx.ts'
import { ResetRegion } from '../options/ToolControls.tsx'
import { FirstWays } from './FirstWays.tsx'
import { isJustDrawn } from './just-drawn.ts'
import { reportedOf, Result } from './Result.tsx'
import type { Reported } from './Result.tsx'
import styles from './Strip.module.css'
import { selectIsUntouched } from './untouched.ts'
import { Warning } from './Warning.tsx'
import { selectWarningLine } from './warning-line.ts'

export function DraftSentence(): ReactElement | null {
  const facts = useFacts()
  const reported = useReported(facts)
  const warning = useWindow(selectWarningLine)
  const isUntouched = useWindow(selectIsUntouched)
  if (isUntouched) return <FirstWays />
  if (!facts) return null
  const result = warning === '' && reported ? <Result {...reported} /> : null
  const isAllSaid = result !== null && facts.percent === 0
  return (
    <div className={styles.lines}>
      {result}
      {!isAllSaid && <Plan facts={facts} isOneLine={result !== null || warning !== ''} />}
      {warning !== '' && <Warning text={warning} />}
    </div>
  )
}

function useFacts(): SentenceFacts | null {
  const draft = useWindow(selectDraft)
  const parent = useWindow(selectParentDraft)
  const region = useWindow((state) => selectPlan(state)?.region)
  return useMemo(() => (draft && region ? sentenceFacts(parent, draft, region) : null), [draft, parent, region])
}

function useReported(facts: SentenceFacts | null): Reported | null {
  const draft = useWindow(selectDraft)
  const round = useWindow(selectParentRound)
  const isNothingNew = facts?.isUnchanged === true && facts.percent === 0
  if (!round || !draft || !facts) return null
  return isNothingNew || isJustDrawn(round, draft, facts.isUnchanged) ? reportedOf(round) : null
}

/** What the next round changes, and what stays. */
function Plan({ facts, isOneLine }: { readonly facts: SentenceFacts; readonly isOneLine: boolean }): ReactElement {
  const plan = useWindow(selectPlan)!
  const hindrance = useWindow(selectHindrance)
  const isAgain = useWindow(selectIsUnchanged)
  const isPainted = useWindow((state) => selectDraft(state)?.region !== undefined)
  const hasRegionTool = useWindow((state) => state.tool === 'region')
  const { head, rest } = regionSentence({ ...facts, whole: facts.whole ?? hindrance }, { ...plan, isPainted, isAgain })
  return (
    <div className={styles.sentence}>
      {/* The hatch that the canvas draws over the region. */}
      <span className={styles.swatch} aria-hidden="true" />
      <p className={cx(styles.rest, isOneLine && styles.oneLine)}>
        <strong className={styles.head}>{head}</strong> {rest}
      </p>
      {/* With its tool in hand, the bar above the picture has it. */}
      {isPainted && !hasRegionTool && <ResetRegion />}
    </div>
  )
}

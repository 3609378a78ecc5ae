/** What the next round changes; while a thing with a warning is selected, the warning below it. */
import { useMemo } from 'react'
import type { ReactElement } from 'react'
import { sentenceFacts } from '../../../app/consistency/sentence-facts.ts'
import { selectDraft, selectParentDraft, selectParentRound, selectPlan, selectWarnings } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import type { WindowState } from '../../state/window.ts'
import { regionSentence, tooManyThings, warningLine } from '../../text/region.ts'
import { cx } from '../../ui/cx.ts'
import { ResetRegion } from '../options/ToolControls.tsx'
import { Icon } from '../../theme/icons.tsx'
import { FirstWays } from './FirstWays.tsx'
import { reportedOf, Result } from './Result.tsx'
import styles from './Strip.module.css'
import { selectIsUntouched } from './untouched.ts'

/** What the panels beside say already, or what is no cause for worry. */
const saidElsewhere: ReadonlySet<string> = new Set(['noInstances', 'scaled', 'unknownWords'])

export function DraftSentence(): ReactElement | null {
  const draft = useWindow(selectDraft)
  const round = useWindow(selectParentRound)
  const parent = useWindow(selectParentDraft)
  const plan = useWindow(selectPlan)
  const selected = useWindow((state) => state.selection.at(-1) ?? null)
  const own = useWindow((state) => selectWarnings(state, selected))
  const general = useWindow((state) => selectWarnings(state, null))
  const facts = useMemo(() => (draft && plan ? sentenceFacts(parent, draft, plan.region) : null), [draft, parent, plan])
  const isPainted = draft?.region !== undefined
  const hasRegionTool = useWindow((state) => state.tool === 'region')
  const hindrance = useWindow(selectHindrance)
  const warnings = own.length > 0 && selected !== null ? own : general.filter(({ code }) => !saidElsewhere.has(code))
  const leftOut = useWindow(selectLeftOut)
  const count = draft?.scene.instances.length ?? 0
  const texts = [
    ...(leftOut > 0 && warnings !== own ? [tooManyThings(count, count - leftOut)] : []),
    ...warnings.map(({ message }) => message),
  ]
  const isUntouched = useWindow(selectIsUntouched)
  if (isUntouched) return <FirstWays />
  if (!facts || !plan) return null
  const reported = facts.isUnchanged && facts.percent === 0 && texts.length === 0 ? reportedOf(round) : null
  if (reported) return <Result {...reported} />
  const sentence = regionSentence({ ...facts, whole: facts.whole ?? hindrance }, { ...plan, isPainted })
  return (
    <div className={styles.lines}>
      <div className={styles.sentence}>
        {/* The hatch that the canvas draws over the region. */}
        <span className={styles.swatch} aria-hidden="true" />
        <p className={cx(styles.rest, texts.length > 0 && styles.oneLine)}>
          <strong className={styles.head}>{sentence.head}</strong> {sentence.rest}
        </p>
        {/* With its tool in hand, the bar above the picture has it. */}
        {isPainted && !hasRegionTool && <ResetRegion />}
      </div>
      {texts.length > 0 && <Warning text={warningLine(texts)} />}
    </div>
  )
}

/** What only the studio knows: the file of the model is another, or draws at another size than it did. */
function selectHindrance({ estimate, looking }: WindowState): 'size' | 'model' | null {
  const reason = looking === null ? estimate?.keep.reason : null
  return reason === 'size' || reason === 'model' ? reason : null
}

/** Of the draft: how many things the model has no room for. */
function selectLeftOut({ estimate, looking }: WindowState): number {
  if (!estimate || looking !== null) return 0
  return estimate.warnings.filter(({ code }) => code === 'tooManyInstances').length
}

function Warning({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={styles.sentence}>
      <Icon name="warning" size={16} className={styles.warningIcon} />
      <p className={cx(styles.rest, styles.oneLine)} title={text}>
        {text}
      </p>
    </div>
  )
}

/** What the next round changes; while a thing with a warning is selected, the warning. */
import { useMemo } from 'react'
import type { ReactElement } from 'react'
import { sentenceFacts } from '../../../app/consistency/sentence-facts.ts'
import { selectDraft, selectParentRound, selectRegion, selectWarnings } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { empty } from '../../text/empty.ts'
import { regionSentence, warningLine } from '../../text/region.ts'
import { Icon } from '../../theme/icons.tsx'
import styles from './Strip.module.css'

/** What the panels beside say already, or what is no cause for worry. */
const saidElsewhere: ReadonlySet<string> = new Set(['noInstances', 'scaled', 'unknownWords'])

export function DraftSentence(): ReactElement | null {
  const draft = useWindow(selectDraft)
  const parent = useWindow((state) => selectParentRound(state)?.draft ?? null)
  const region = useWindow(selectRegion)
  const selected = useWindow((state) => state.selection.at(-1) ?? null)
  const own = useWindow((state) => selectWarnings(state, selected))
  const general = useWindow((state) => selectWarnings(state, null))
  const sentence = useMemo(
    () => (draft && region ? regionSentence(sentenceFacts(parent, draft, region)) : null),
    [draft, parent, region],
  )
  const warnings = own.length > 0 && selected !== null ? own : general.filter(({ code }) => !saidElsewhere.has(code))
  const isEmpty = draft !== null && draft.scene.instances.length === 0 && draft.parent === null
  if (isEmpty) return <Sentence head={`${empty.picture.title}.`} rest={empty.picture.text} />
  if (!sentence) return null
  if (warnings.length > 0) {
    return (
      <div className={styles.sentence}>
        <Icon name="warning" size={16} className={styles.warningIcon} />
        <p className={styles.rest}>{warningLine(warnings.map(({ message }) => message))}</p>
      </div>
    )
  }
  return <Sentence {...sentence} hasSwatch />
}

interface SentenceProps {
  readonly head: string
  readonly rest: string
  /** The hatch that the canvas draws over the region. */
  readonly hasSwatch?: boolean
}

function Sentence({ head, rest, hasSwatch }: SentenceProps): ReactElement {
  return (
    <div className={styles.sentence}>
      {hasSwatch && <span className={styles.swatch} aria-hidden="true" />}
      <p className={styles.rest}>
        <strong className={styles.head}>{head}</strong> {rest}
      </p>
    </div>
  )
}

/** The draft as a node: what the next Generate draws, what it is drawing now, or a run that ended early. */
import type { ReactElement } from 'react'
import { pictureAddress } from '../../../app/contract/addresses.ts'
import type { Job } from '../../../app/contract/jobs.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useWindow } from '../../state/window.ts'
import { generating, roundWords, stoppedAt } from '../../text/rounds.ts'
import { cx } from '../../ui/cx.ts'
import { Thumb } from '../../ui/Thumb.tsx'
import { titleOfDraft } from '../../canvas/titles.ts'
import type { TreeNode } from './tree.ts'
import styles from './rounds.module.css'

export interface DraftNodeProps {
  readonly node: TreeNode
  readonly isCurrent: boolean
  /** Tab leads to it. */
  readonly isStop: boolean
  readonly onChoose: () => void
  readonly parent: Round | null
  readonly job: Job | null
}

export function DraftNode({ node, isCurrent, isStop, onChoose, parent, job }: DraftNodeProps): ReactElement {
  const project = useWindow((state) => state.project)!
  const { scene } = parent?.draft ?? project.document.draft
  const title = titleOfDraft(parent?.draft ?? null, project.document.draft)
  const line = job ? jobLine(job) : roundWords.draft
  const isStopped = job?.state === 'stopped' || job?.state === 'failed'
  const picture = job?.preview ?? (parent && pictureAddress(project.id, parent.picture, 144))
  return (
    <div
      role="treeitem"
      aria-level={node.column + 1}
      aria-selected={isCurrent}
      aria-label={`${title}, ${line}`}
      tabIndex={isStop ? 0 : -1}
      data-stop={node.id}
      className={styles.node}
      style={{ gridColumn: 2 * node.column + 2, gridRow: node.lane + 1 }}
      onClick={onChoose}
    >
      <span className={cx(styles.picture, isStopped ? styles.stopped : styles.draft)}>
        <Thumb size="node" ratio={scene.width / scene.height} picture={picture ?? null} />
      </span>
      <span className={styles.words}>
        <span className={cx(styles.name, !isStopped && styles.draftName)}>{title}</span>{' '}
        <span className={cx(styles.second, isStopped && styles.failed)}>{line}</span>
      </span>
    </div>
  )
}

function jobLine({ state, progress }: Job): string {
  if (state === 'stopped' || state === 'failed') return stoppedAt(progress?.done ?? 0)
  return progress && progress.total > 0 ? generating(progress.done / progress.total) : generating(0)
}

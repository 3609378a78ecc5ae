/** Branches that have folded, as a stub on the line that they leave from; it opens and closes. */
import type { ReactElement } from 'react'
import { titleOfRound } from '../../canvas/titles.ts'
import { useWindow } from '../../state/window.ts'
import { foldedDescription, foldedLabel } from '../../text/rounds.ts'
import { Icon } from '../../theme/icons.tsx'
import { cx } from '../../ui/cx.ts'
import type { Stub } from './fold.ts'
import styles from './rounds.module.css'

export interface FoldStubProps {
  readonly stub: Stub
  readonly isStop: boolean
  readonly onToggle: () => void
}

export function FoldStub({ stub, isStop, onToggle }: FoldStubProps): ReactElement {
  const { id, parent, column, lane, isOpen } = stub
  const project = useWindow((state) => state.project)!
  const from = parent?.rounds[0]
  const title = from ? titleOfRound(from, project.rounds, project.document.rounds[from.id]?.name) : null
  return (
    <div
      role="treeitem"
      aria-level={parent ? parent.column + 2 : 1}
      aria-expanded={isOpen}
      aria-label={foldedDescription(stub, title)}
      tabIndex={isStop ? 0 : -1}
      data-stop={id}
      className={cx(styles.stub, !parent && styles.first)}
      style={{ gridColumn: 2 * (column + 0.5) + 1, gridRow: lane + 1 }}
      onClick={onToggle}
    >
      {foldedLabel(stub)}
      <Icon name={isOpen ? 'up' : 'down'} size={12} />
    </div>
  )
}

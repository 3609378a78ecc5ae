/** A node of the tree: a round with its variants. */
import type { MouseEvent, ReactElement } from 'react'
import { pictureAddress } from '../../../app/contract/addresses.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import type { Compare } from '../../state/window.ts'
import { pictureWords } from '../../text/pictures.ts'
import { keepLine } from '../../text/report.ts'
import { roundDescription, roundLine } from '../../text/rounds.ts'
import { keepModes } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { cx } from '../../ui/cx.ts'
import { HoverCard } from '../../ui/HoverCard.tsx'
import { Thumb } from '../../ui/Thumb.tsx'
import { RoundCard } from './RoundCard.tsx'
import { titleOfRound } from '../../canvas/titles.ts'
import { useThingDrop } from './thing-drop.ts'
import type { TreeNode } from './tree.ts'
import styles from './rounds.module.css'

const nodeSide = 144
const variantSide = 96

export interface RoundNodeProps {
  readonly node: TreeNode
  readonly isCurrent: boolean
  /** Tab leads to it. */
  readonly isStop: boolean
  readonly onChoose: () => void
  readonly onMenu: (round: string, at: { readonly x: number; readonly y: number }) => void
}

export function RoundNode({ node, isCurrent, isStop, onChoose, onMenu }: RoundNodeProps): ReactElement {
  const actions = useActions()
  const project = useWindow((state) => state.project)!
  const looking = useWindow((state) => state.looking ?? state.project?.document.draft.parent)
  const isCompared = useWindow(({ compare }) => compare !== null && hasEither(node, compare))
  const main = node.rounds.find(({ id }) => id === looking) ?? node.rounds[0]!
  const notes = project.document.rounds[main.id] ?? {}
  const title = titleOfRound(main, project.rounds, notes.name)
  const line = roundLine(main.level, node.rounds.length, main.kind)
  const others = node.rounds.filter(({ id }) => id !== main.id)
  const label = roundDescription({
    title,
    line,
    variant: node.rounds.indexOf(main) + 1,
    variants: node.rounds.length,
    isCurrent,
    isStarred: notes.starred ?? false,
    kept: keptCount(main),
  })
  const { isUnderThing, ...drop } = useThingDrop((id) => actions.goOnWith(main.id, [id]))
  const openMenu = (event: MouseEvent): void => {
    event.preventDefault()
    const { left, bottom } = event.currentTarget.getBoundingClientRect()
    onMenu(main.id, event.clientX === 0 ? { x: left, y: bottom } : { x: event.clientX, y: event.clientY })
  }
  return (
    <div
      role="treeitem"
      aria-level={node.column + 1}
      aria-selected={isCurrent}
      aria-label={label}
      tabIndex={isStop ? 0 : -1}
      data-stop={node.id}
      className={cx(styles.node, isUnderThing && styles.dropTarget)}
      style={{ gridColumn: 2 * node.column + 2, gridRow: node.lane + 1 }}
      {...drop}
      onClick={onChoose}
      onDoubleClick={() => actions.goOnFrom(main.id)}
      onContextMenu={openMenu}
    >
      <HoverCard
        card={
          <RoundCard
            project={project.id}
            picture={main.picture}
            title={title}
            line={line}
            kept={keptLine(main)}
            note={notes.note}
          />
        }
      >
        <span className={cx(styles.picture, (isCurrent || isCompared) && styles.looked)}>
          <Thumb
            size="node"
            ratio={main.draft.scene.width / main.draft.scene.height}
            picture={pictureAddress(project.id, main.picture, nodeSide)}
          />
          {notes.starred && (
            <span className={styles.star}>
              <Icon name="starFilled" size={12} />
            </span>
          )}
        </span>
      </HoverCard>
      {others.length > 0 && <Variants project={project.id} rounds={others} onLook={(id) => actions.look(id)} />}
      <span className={styles.words}>
        <span className={styles.name}>{title}</span> <span className={styles.second}>{line}</span>
      </span>
    </div>
  )
}

/** What its pixels are, in a line. */
function keptLine({ kind, report }: Round): string | undefined {
  if (kind === 'picture') return pictureWords.notDrawn
  return report && keepLine(keepModes[report.mode].label, report)
}

/** A round that is drawn anew keeps nothing, whatever did not change. */
function keptCount({ report }: Round): number {
  if (!report || report.mode === 'free') return 0
  return report.instances.filter(({ state }) => state === 'kept').length
}

function hasEither(node: TreeNode, { before, after }: Compare): boolean {
  return node.rounds.some(({ id }) => id === before || id === after)
}

function Variants(props: {
  readonly project: string
  readonly rounds: readonly Round[]
  readonly onLook: (id: string) => void
}): ReactElement {
  return (
    <span className={styles.variants}>
      {props.rounds.map(({ id, picture }) => (
        <span
          key={id}
          className={styles.variant}
          onClick={(event) => {
            event.stopPropagation()
            props.onLook(id)
          }}
        >
          <Thumb picture={pictureAddress(props.project, picture, variantSide)} className={styles.variantPicture} />
        </span>
      ))}
    </span>
  )
}

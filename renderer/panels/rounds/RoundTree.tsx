/** The tree itself: one stop for Tab, arrows from node to node, a menu at the right button. */
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { changesOf } from '../../../app/consistency/changes.ts'
import type { Job } from '../../../app/contract/jobs.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { selectParentRound, selectRound, selectRunningJob, selectStoppedJob } from '../../state/derived.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import { roundWords } from '../../text/rounds.ts'
import { PointMenu } from '../../ui/Menu.tsx'
import { DraftNode } from './DraftNode.tsx'
import { RoundNode } from './RoundNode.tsx'
import { reportAsText } from './copy-report.ts'
import { roundMenu } from './round-menu.ts'
import type { RoundMenuFacts } from './round-menu.ts'
import { draftId, layOutTree, neighbour } from './tree.ts'
import type { TreeNode } from './tree.ts'
import styles from './rounds.module.css'

export interface RoundTreeProps {
  readonly visible: readonly Round[]
  readonly withDraft: boolean
}

export function RoundTree({ visible, withDraft }: RoundTreeProps): ReactElement {
  const actions = useActions()
  const store = useWindowStore()
  const project = useWindow((state) => state.project)!
  const looking = useWindow((state) => state.looking)
  const job = useWindow((state) => selectRunningJob(state) ?? selectStoppedJob(state))
  const parent = useWindow((state) => selectRound(state, state.project!.document.draft.parent))
  const { draft, hasDraft } = useDraft(parent, job, withDraft)
  const [menu, setMenu] = useState<{ round: string; x: number; y: number } | null>(null)
  const ids = new Set(visible.map(({ id }) => id))
  const tree = layOutTree(project.rounds, ({ id }) => ids.has(id), hasDraft ? draft.parent : undefined)
  const every = [...tree.nodes, ...(tree.draft ? [tree.draft] : [])]
  const currentId = looking ?? (hasDraft ? draftId : draft.parent)
  const current = every.find(({ id, rounds }) => id === currentId || rounds.some((round) => round.id === currentId))
  const scroller = useRef<HTMLDivElement>(null)
  useScrollToCurrent(scroller, `${current?.id} ${tree.columns}`)

  const choose = (node: TreeNode): void => {
    if (node.id === draftId) actions.look(null)
    else actions.look(node.rounds.some(({ id }) => id === looking) ? looking : node.rounds[0]!.id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || !current) return
    const next = neighbour(tree, current, event.key)
    if (next) choose(next)
    else if (event.key === 'Enter' && looking !== null) actions.goOnFrom(looking)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const factsOf = (id: string): RoundMenuFacts => {
    const state = store.getState()
    const shown = selectParentRound(state)
    const hasParent = selectRound(state, id)?.parent != null
    return { hasParent, shown: shown?.id === id ? null : shown, report: reportAsText(state, id) }
  }
  const nodeProps = (node: TreeNode) => ({ node, isCurrent: node === current, onChoose: () => choose(node) })
  return (
    <div className={styles.scroller} ref={scroller}>
      <div role="tree" aria-label={roundWords.title} className={styles.tree} onKeyDown={onKeyDown}>
        {every.map((node) => node.parent && <Branch key={`to ${node.id}`} node={node} parent={node.parent} />)}
        {tree.nodes.map((node) => (
          <RoundNode key={node.id} {...nodeProps(node)} onMenu={(round, at) => setMenu({ round, x: at.x, y: at.y })} />
        ))}
        {tree.draft && <DraftNode {...nodeProps(tree.draft)} parent={parent} job={job} />}
      </div>
      <PointMenu
        label={roundWords.title}
        at={menu}
        items={menu ? roundMenu(actions, project.document.rounds[menu.round], menu.round, factsOf(menu.round)) : []}
        onClose={() => setMenu(null)}
      />
    </div>
  )
}

/** A draft stands in the tree as soon as there is something in it that no round has, or a run of it. */
function useDraft(parent: Round | null, job: Job | null, withDraft: boolean) {
  const draft = useWindow((state) => state.project!.document.draft)
  const isChanged = draft.region !== undefined || !changesOf(parent?.draft ?? null, draft).isUnchanged
  return { draft, hasDraft: withDraft && (isChanged || job !== null) }
}

/** The current node comes into sight, and takes the focus while that is in the tree. */
function useScrollToCurrent(scroller: React.RefObject<HTMLDivElement | null>, key: string): void {
  useEffect(() => {
    const chosen = scroller.current?.querySelector<HTMLElement>('[aria-selected=true]')
    chosen?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (scroller.current?.querySelector('[role=treeitem]:focus')) chosen?.focus({ preventScroll: true })
  }, [scroller, key])
}

/** The line from a node to one that came of it. */
function Branch({ node, parent }: { readonly node: TreeNode; readonly parent: TreeNode }): ReactElement {
  const [top, bottom] = [Math.min(node.lane, parent.lane), Math.max(node.lane, parent.lane)]
  const place = { gridColumn: 2 * node.column, gridRow: `${top + 1} / ${bottom + 2}` }
  if (top === bottom) return <span className={styles.line} style={place} />
  return <span className={node.lane > parent.lane ? styles.elbowDown : styles.elbowUp} style={place} />
}

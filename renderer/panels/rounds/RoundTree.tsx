/** The tree itself: one stop for Tab, arrows from node to node, a menu at the right button. */
import { Fragment, useRef, useState } from 'react'
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
import { FoldStub } from './FoldStub.tsx'
import { RoundNode } from './RoundNode.tsx'
import { reportAsText } from './copy-report.ts'
import type { Stub } from './fold.ts'
import { isStub, neighbour, stopsOf } from './neighbour.ts'
import type { Stop } from './neighbour.ts'
import { roundMenu } from './round-menu.ts'
import type { RoundMenuFacts } from './round-menu.ts'
import { useFolding } from './strip-room.ts'
import { draftId, holds, layOutTree, nodesOf } from './tree.ts'
import type { TreeNode } from './tree.ts'
import { useTreeFocus } from './tree-focus.ts'
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
  const scroller = useRef<HTMLDivElement>(null)
  const ids = new Set(visible.map(({ id }) => id))
  const whole = layOutTree(project.rounds, ({ id }) => ids.has(id), hasDraft ? draft.parent : undefined)
  const currentId = looking ?? (hasDraft ? draftId : draft.parent)
  const { tree, toggle } = useFolding(whole, currentId, scroller)
  const every = nodesOf(tree)
  const current = every.find((node) => holds(node, currentId))
  const focus = useTreeFocus(scroller, `${current?.id} ${tree.columns} ${tree.lanes}`)

  const choose = (node: TreeNode): void => {
    if (node.id === draftId) actions.look(null)
    else actions.look(node.rounds.some(({ id }) => id === looking) ? looking : node.rounds[0]!.id)
  }
  const press = (stub: Stub): void => {
    toggle(stub.id)
    if (!stub.isOpen) focus.focusLater(stub.first)
  }
  const act = (stop: Stop): boolean => {
    if (isStub(stop)) press(stop)
    else if (stop !== current) choose(stop)
    else if (looking !== null) actions.goOnFrom(looking)
    else return false
    return true
  }
  const step = (from: Stop, key: string): boolean => {
    const next = neighbour(tree, from, key)
    if (!next) return false
    if (!isStub(next)) choose(next)
    focus.focus(next.id)
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { stop } = (event.target as HTMLElement).dataset
    const from = stopsOf(tree).find(({ id }) => id === stop) ?? current
    if (event.altKey || event.ctrlKey || event.metaKey || !from) return
    const isPress = event.key === 'Enter' || (event.key === ' ' && isStub(from))
    if (!(isPress ? act(from) : step(from, event.key))) return
    event.preventDefault()
    event.stopPropagation()
  }
  const factsOf = (id: string): RoundMenuFacts => {
    const state = store.getState()
    const shown = selectParentRound(state)
    const hasParent = selectRound(state, id)?.parent != null
    return { hasParent, shown: shown?.id === id ? null : shown, report: reportAsText(state, id) }
  }
  const tabStop = stopsOf(tree).find(({ id }) => id === focus.stop) ?? current ?? every[0]
  const nodeProps = (node: TreeNode) => ({
    node,
    isCurrent: node === current,
    isStop: node === tabStop,
    onChoose: () => choose(node),
  })
  const stubsFrom = (from: TreeNode | null) =>
    tree.stubs
      .filter((stub) => stub.parent === from)
      .map((stub) => <FoldStub key={stub.id} stub={stub} isStop={stub === tabStop} onToggle={() => press(stub)} />)
  return (
    <div className={styles.scroller} ref={scroller}>
      <div
        role="tree"
        aria-label={roundWords.title}
        className={styles.tree}
        onKeyDown={onKeyDown}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
      >
        {every.map((node) => node.parent && <Branch key={`to ${node.id}`} node={node} parent={node.parent} />)}
        {stubsFrom(null)}
        {tree.nodes.map((node) => (
          <Fragment key={node.id}>
            <RoundNode {...nodeProps(node)} onMenu={(round, at) => setMenu({ round, x: at.x, y: at.y })} />
            {stubsFrom(node)}
          </Fragment>
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

/** The line from a node to one that came of it. */
function Branch({ node, parent }: { readonly node: TreeNode; readonly parent: TreeNode }): ReactElement {
  const [top, bottom] = [Math.min(node.lane, parent.lane), Math.max(node.lane, parent.lane)]
  const place = { gridColumn: 2 * node.column + 1, gridRow: `${top + 1} / ${bottom + 2}` }
  if (top === bottom) return <span className={styles.line} style={place} />
  return <span className={node.lane > parent.lane ? styles.elbowDown : styles.elbowUp} style={place} />
}

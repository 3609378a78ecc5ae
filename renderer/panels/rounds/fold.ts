/**
 * Lanes of the tree that the strip has no room for: branches that lead nowhere near what is shown fold into a stub on the
 * line that they leave from. The way to what is shown, the draft's and the newest branch never fold.
 *
 * Pure: the same tree, room and stubs give the same strip. A lane folds whole, and with it whatever leaves from it.
 */
import { draftId, nodesOf } from './tree.ts'
import type { Tree, TreeNode } from './tree.ts'

/** Stands for the branches that leave from one node and have folded. */
export interface Stub {
  readonly id: string
  readonly isStub: true
  /** Where they leave from; null for first pictures. */
  readonly parent: TreeNode | null
  /** The node that the line with the stub leads to. */
  readonly before: TreeNode
  /** Half a column before that. */
  readonly column: number
  readonly lane: number
  readonly branches: number
  readonly pictures: number
  /** Id of the first node of the branches. */
  readonly first: string
  /** Its branches are in sight after all. */
  readonly isOpen: boolean
}

export interface FoldedTree extends Tree {
  readonly stubs: readonly Stub[]
}

export interface Folding {
  /** Lanes that the strip has room for. */
  readonly room: number
  /** Ids of the nodes that are looked at. */
  readonly shown: readonly string[]
  /** Ids of the stubs that were opened. */
  readonly opened: ReadonlySet<string>
}

/** The first node of each lane. */
type Starts = readonly TreeNode[]

export function foldTree(tree: Tree, { room, shown, opened }: Folding): FoldedTree {
  if (tree.lanes <= room) return { ...tree, stubs: [] }
  const every = nodesOf(tree)
  const starts = startsOf(every, tree.lanes)
  const kept = keptLanes(every, starts, room, shown)
  const folded = starts.filter(({ lane }) => !kept.has(lane))
  const groups = Map.groupBy(folded, (start) => leftFrom(start, starts, kept))
  const open = [...groups].filter(([from]) => opened.has(stubId(from))).flatMap(([, some]) => some)
  const strip = ofLanes(tree, new Set([...kept, ...open.map(({ lane }) => lane)]))
  const way = new Set(every.filter(({ id }) => shown.includes(id)).flatMap(wayTo))
  const stubs = [...groups].map(([from, some]) => {
    const next = every.filter(({ parent, lane }) => parent === from && kept.has(lane))
    // to what is shown, if that comes of the same node; else on in the node's own lane
    const before = next.find((node) => way.has(node)) ?? next[0]!
    return stubOf(from, some, { every, before: strip.at(before), opened })
  })
  return { ...strip.tree, stubs }
}

function stubOf(
  from: TreeNode | null,
  some: readonly TreeNode[],
  place: Pick<Folding, 'opened'> & { readonly every: readonly TreeNode[]; readonly before: TreeNode },
): Stub {
  const { every, before, opened } = place
  const id = stubId(from)
  const lanes = new Set(some.map(({ lane }) => lane))
  const pictures = every.filter(({ lane }) => lanes.has(lane)).flatMap(({ rounds }) => rounds)
  return {
    id,
    isStub: true,
    parent: before.parent,
    before,
    column: before.column - 0.5,
    lane: before.lane,
    branches: some.length,
    pictures: pictures.length,
    first: some[0]!.id,
    isOpen: opened.has(id),
  }
}

function startsOf(every: readonly TreeNode[], lanes: number): Starts {
  return Array.from({ length: lanes }, (_, lane) => every.find((node) => node.lane === lane)!)
}

/** A node and those that it came of. */
function wayTo(node: TreeNode | undefined): TreeNode[] {
  const way: TreeNode[] = []
  for (let at = node ?? null; at; at = at.parent) way.push(at)
  return way
}

/** What must be in sight, and of the other lanes the newest, as far as there is room. */
function keptLanes(
  every: readonly TreeNode[],
  starts: Starts,
  room: number,
  shown: readonly string[],
): ReadonlySet<number> {
  const isWanted = ({ id }: TreeNode): boolean => id === draftId || shown.includes(id)
  const lanesTo = (node: TreeNode): number[] => wayTo(node).map(({ lane }) => lane)
  let kept = new Set([...every.filter(isWanted), starts.at(-1)!].flatMap(lanesTo))
  for (const start of starts.toReversed()) {
    const more = new Set([...kept, ...lanesTo(start)])
    if (more.size <= room) kept = more
  }
  return kept
}

/** The nearest node in sight that a folded lane comes of. */
function leftFrom({ parent }: TreeNode, starts: Starts, kept: ReadonlySet<number>): TreeNode | null {
  return parent === null || kept.has(parent.lane) ? parent : leftFrom(starts[parent.lane]!, starts, kept)
}

function stubId(from: TreeNode | null): string {
  return `branches of ${from?.id ?? ''}`
}

/** The tree of some lanes, closed up. */
function ofLanes(tree: Tree, lanes: ReadonlySet<number>) {
  const places = new Map([...lanes].toSorted((a, b) => a - b).map((lane, place) => [lane, place]))
  const moved = new Map<TreeNode, TreeNode>()
  for (const node of nodesOf(tree)) {
    const lane = places.get(node.lane)
    if (lane !== undefined) moved.set(node, { ...node, lane, parent: node.parent && moved.get(node.parent)! })
  }
  const every = [...moved.values()]
  const nodes = every.filter(({ id }) => id !== draftId)
  const draft = every.find(({ id }) => id === draftId) ?? null
  const columns = Math.max(...every.map(({ column }) => column + 1))
  return { tree: { nodes, draft, lanes: lanes.size, columns }, at: (node: TreeNode) => moved.get(node)! }
}

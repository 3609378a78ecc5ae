/**
 * Where the rounds stand in their strip: a column per generation, a lane per branch, the newest branch lowest.
 *
 * Variants of one Generate are one node. A round whose parent was deleted hangs on the nearest one that was not.
 */
import type { Round } from '../../../app/contract/project.ts'

export interface TreeNode {
  /** The job that its rounds came from. */
  readonly id: string
  /** Variants, in their order; empty for the draft. */
  readonly rounds: readonly Round[]
  readonly column: number
  readonly lane: number
  readonly parent: TreeNode | null
}

export interface Tree {
  readonly nodes: readonly TreeNode[]
  readonly draft: TreeNode | null
  readonly lanes: number
  readonly columns: number
}

export const draftId = 'draft'

/**
 * @param all in the order in which they were made, deleted ones too
 * @param draftParent id of the round that the draft hangs on, null for none; undefined leaves the draft out
 */
export function layOutTree(
  all: readonly Round[],
  isShown: (round: Round) => boolean,
  draftParent: string | null | undefined,
): Tree {
  const byId = new Map(all.map((round) => [round.id, round]))
  const nodes = new Map<string, TreeNode>()
  const hasChild = new Set<TreeNode | null>()
  let lanes = 0

  const shownParent = (id: string | null): TreeNode | null => {
    for (let round = byId.get(id ?? ''); round; round = byId.get(round.parent ?? '')) {
      const node = isShown(round) ? nodes.get(round.job) : undefined
      if (node) return node
    }
    return null
  }
  const add = (id: string, rounds: readonly Round[], parent: TreeNode | null): TreeNode => {
    const goesOn = parent !== null && !hasChild.has(parent)
    const node: TreeNode = {
      id,
      rounds,
      parent,
      column: parent ? parent.column + 1 : 0,
      lane: goesOn ? parent.lane : lanes++,
    }
    hasChild.add(parent)
    return node
  }

  for (const [job, rounds] of Map.groupBy(all.filter(isShown), (round) => round.job)) {
    nodes.set(job, add(job, rounds, shownParent(rounds[0]!.parent)))
  }
  const draft = draftParent === undefined ? null : add(draftId, [], shownParent(draftParent))
  const tree = { nodes: [...nodes.values()], draft }
  return { ...tree, lanes, columns: Math.max(0, ...nodesOf(tree).map(({ column }) => column + 1)) }
}

/** In the order in which they were made; the draft is the last. */
export function nodesOf({ nodes, draft }: Pick<Tree, 'nodes' | 'draft'>): readonly TreeNode[] {
  return draft ? [...nodes, draft] : nodes
}

/** Whether it is the node of that id, or the round is one of its variants. */
export function holds({ id, rounds }: TreeNode, wanted: string | null): boolean {
  return id === wanted || rounds.some((round) => round.id === wanted)
}

/** Lanes that have a picture: what people call branches. */
export function branchCount({ nodes }: Tree): number {
  return new Set(nodes.map(({ lane }) => lane)).size
}

/** Where an arrow key leads in the strip: along the lines to the left and right, else to the nearest in the next lane. */
import type { FoldedTree, Stub } from './fold.ts'
import { nodesOf } from './tree.ts'
import type { TreeNode } from './tree.ts'

/** What the keys can stand on. */
export type Stop = TreeNode | Stub

export function isStub(stop: Stop): stop is Stub {
  return 'isStub' in stop
}

export function stopsOf(tree: FoldedTree): readonly Stop[] {
  return [...nodesOf(tree), ...tree.stubs]
}

/** @returns undefined where there is nothing in that direction */
export function neighbour(tree: FoldedTree, from: Stop, key: string): Stop | undefined {
  if (key === 'ArrowLeft') return (isStub(from) ? undefined : stubBefore(tree, from)) ?? from.parent ?? undefined
  if (key === 'ArrowRight') return isStub(from) ? from.before : nextOf(tree, from)
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const isBeyond = ({ lane }: Stop): boolean => (key === 'ArrowUp' ? lane < from.lane : lane > from.lane)
  const distance = (stop: Stop): number => Math.abs(stop.lane - from.lane) * 1000 + Math.abs(stop.column - from.column)
  return stopsOf(tree)
    .filter(isBeyond)
    .toSorted((a, b) => distance(a) - distance(b))[0]
}

function stubBefore({ stubs }: FoldedTree, node: TreeNode): Stub | undefined {
  return stubs.find(({ before }) => before === node)
}

/** The first child, or the stub on the line to it. */
function nextOf(tree: FoldedTree, from: TreeNode): Stop | undefined {
  const children = nodesOf(tree).filter(({ parent }) => parent === from)
  const next = children.toSorted((a, b) => a.lane - b.lane)[0]
  return next && (stubBefore(tree, next) ?? next)
}

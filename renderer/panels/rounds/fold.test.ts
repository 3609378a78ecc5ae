import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Round } from '../../../app/contract/project.ts'
import { foldTree } from './fold.ts'
import type { FoldedTree } from './fold.ts'
import { lanesIn } from './strip-room.ts'
import { layOutTree, nodesOf } from './tree.ts'
import type { Tree, TreeNode } from './tree.ts'

function round(id: string, parent: string | null, job = id): Round {
  return { id, parent, job } as Round
}

const always = (): boolean => true
const closed: ReadonlySet<string> = new Set()

/** a goes on to b and c; d, e and f branch off a; g goes on from d, and h branches off it. */
const family = [
  round('a', null),
  round('b', 'a'),
  round('c', 'b'),
  round('d', 'a'),
  round('e', 'a'),
  round('g', 'd'),
  round('h', 'd'),
  round('f', 'a'),
]
const whole = layOutTree(family, always, undefined)

/** Each node in sight as name: column, lane. */
function places(tree: Tree): Record<string, string> {
  return Object.fromEntries(nodesOf(tree).map(({ id, column, lane }) => [id, `${column},${lane}`]))
}

/** Each stub as: what it leaves from, the node after it, branches and pictures. */
function stubs(tree: FoldedTree): string[] {
  return tree.stubs.map(
    ({ parent, before, branches, pictures, lane }) =>
      `${parent?.id ?? '-'}..${before.id} at ${lane}: ${branches} of ${pictures}`,
  )
}

describe('R1 folding: lanes that the strip has no room for', () => {
  test('R1 folding: as long as there is room nothing folds', () => {
    const tree = foldTree(whole, { room: 5, shown: ['f'], opened: closed })
    expect(tree).toEqual({ ...whole, stubs: [] })
  })

  test('R1 folding: the way to what is shown and the newest branch stay, the rest is a stub on the line to what is shown', () => {
    const tree = foldTree(whole, { room: 1, shown: ['g'], opened: closed })
    expect(places(tree)).toEqual({ a: '0,0', b: '1,0', c: '2,0', d: '1,1', g: '2,1', f: '1,2' })
    expect(stubs(tree)).toEqual(['a..d at 1: 1 of 1', 'd..g at 1: 1 of 1'])
  })

  test('R1 folding: what leaves from a folded branch folds with it', () => {
    const tree = foldTree(whole, { room: 2, shown: ['f'], opened: closed })
    expect(places(tree)).toEqual({ a: '0,0', b: '1,0', c: '2,0', f: '1,1' })
    expect(stubs(tree)).toEqual(['a..f at 1: 3 of 4'])
  })

  test('R1 folding: lanes that there is still room for go to the newest branches', () => {
    const tree = foldTree(whole, { room: 3, shown: ['c'], opened: closed })
    expect(places(tree)).toEqual({ a: '0,0', b: '1,0', c: '2,0', e: '1,1', f: '1,2' })
    expect(stubs(tree)).toEqual(['a..b at 0: 2 of 3'])
  })

  test('R1 folding: a stub that was opened brings its branches back to their lanes and can be closed again', () => {
    const folded = foldTree(whole, { room: 1, shown: ['f'], opened: closed })
    const tree = foldTree(whole, { room: 1, shown: ['f'], opened: new Set(folded.stubs.map(({ id }) => id)) })
    expect(places(tree)).toEqual(places(whole))
    expect(tree.stubs).toMatchObject([{ branches: 3, isOpen: true, first: 'd' }])
  })

  test('R1 folding: the draft stays in sight wherever one looks', () => {
    const tree = foldTree(layOutTree(family, always, 'h'), { room: 1, shown: ['c'], opened: closed })
    expect(places(tree)).toMatchObject({ c: '2,0', draft: '3,2' })
  })

  test('R1 folding: first pictures fold before the first one of those that stay', () => {
    const firsts = layOutTree([round('a', null), round('b', null), round('c', null)], always, undefined)
    const tree = foldTree(firsts, { room: 1, shown: ['b'], opened: closed })
    expect(places(tree)).toEqual({ b: '0,0', c: '0,1' })
    expect(tree.stubs).toMatchObject([{ parent: null, column: -0.5, lane: 0, branches: 1 }])
  })

  test('R1 folding: the strip has room for one lane, two or three at its usual heights', () => {
    const heads = 3.6
    expect([11.6, 16.4, 22.4].map((height) => lanesIn(height - heads))).toEqual([1, 2, 3])
    expect(lanesIn(0)).toBe(1)
  })
})

/** Each round goes on from any of those before it, or from none. */
const forest = fc
  .array(fc.nat(), { minLength: 1, maxLength: 24 })
  .map((picks) => picks.map((pick, i) => round(`r${i}`, pick % (i + 1) === i ? null : `r${pick % (i + 1)}`)))

const cases = fc.record({
  rounds: forest,
  room: fc.integer({ min: 1, max: 6 }),
  shown: fc.nat(),
  draft: fc.option(fc.nat(), { nil: undefined }),
  opened: fc.array(fc.nat(), { maxLength: 3 }),
})

interface Case {
  readonly tree: Tree
  readonly shown: string
  readonly folded: FoldedTree
  readonly room: number
}

function checked(check: (folded: Case) => void): void {
  const property = fc.property(cases, ({ rounds, room, shown, draft, opened }) => {
    const idAt = (n: number): string => rounds[n % rounds.length]!.id
    const tree = layOutTree(rounds, always, draft === undefined ? undefined : idAt(draft))
    const folding = { room, shown: [idAt(shown)], opened: closed }
    const { stubs: some } = foldTree(tree, folding)
    const open = new Set(some.length === 0 ? [] : opened.map((n) => some[n % some.length]!.id))
    check({ tree, room, shown: idAt(shown), folded: foldTree(tree, { ...folding, opened: open }) })
  })
  fc.assert(property, { seed: 17, numRuns: 400 })
}

function wayTo(node: TreeNode | null): string[] {
  return node ? [...wayTo(node.parent), node.id] : []
}

describe('R1 folding: whatever the tree', () => {
  test('R1 folding: the shown round, the way to it, the draft and the newest branch are in sight', () => {
    checked(({ tree, shown, folded }) => {
      const ids = new Set(nodesOf(folded).map(({ id }) => id))
      const wanted = nodesOf(tree).filter(({ id, lane }) => id === shown || id === 'draft' || lane === tree.lanes - 1)
      expect(wanted.flatMap(wayTo).filter((id) => !ids.has(id))).toEqual([])
    })
  })

  test('R1 folding: nodes keep their column and their order of lanes, and lanes have no gaps', () => {
    checked(({ tree, folded }) => {
      const before = new Map(nodesOf(tree).map((node) => [node.id, node]))
      const after = nodesOf(folded)
      expect(after.every(({ id, column }) => before.get(id)!.column === column)).toBe(true)
      const laneOf = new Map(after.map(({ id, lane }) => [lane, before.get(id)!.lane]))
      expect(after.every(({ id, lane }) => laneOf.get(lane) === before.get(id)!.lane)).toBe(true)
      const lanes = [...laneOf].toSorted(([a], [b]) => a - b)
      expect(lanes.map(([lane]) => lane)).toEqual(Array.from({ length: folded.lanes }, (_, lane) => lane))
      expect(lanes.map(([, lane]) => lane)).toEqual(lanes.map(([, lane]) => lane).toSorted((a, b) => a - b))
    })
  })

  test('R1 folding: every line leads to a node in sight, and each stub stands on one of them alone', () => {
    checked(({ folded }) => {
      const after = nodesOf(folded)
      expect(after.every(({ parent }) => parent === null || after.includes(parent))).toBe(true)
      expect(folded.stubs.every(({ before, parent }) => after.includes(before) && before.parent === parent)).toBe(true)
      expect(new Set(folded.stubs.map(({ before }) => before)).size).toBe(folded.stubs.length)
    })
  })

  test('R1 folding: stubs count every branch and picture that is not in sight, once', () => {
    checked(({ tree, folded }) => {
      const hidden = folded.stubs.filter(({ isOpen }) => !isOpen)
      const sum = (counts: number[]): number => counts.reduce((a, b) => a + b, 0)
      expect(folded.lanes + sum(hidden.map(({ branches }) => branches))).toBe(tree.lanes)
      expect(folded.nodes.length + sum(hidden.map(({ pictures }) => pictures))).toBe(tree.nodes.length)
    })
  })

  test('R1 folding: nothing folds while there is room, and more than there is room for stays only where it must', () => {
    checked(({ tree, room, folded, shown }) => {
      if (tree.lanes <= room) expect(folded).toEqual({ ...tree, stubs: [] })
      else if (folded.stubs.every(({ isOpen }) => !isOpen) && folded.lanes > room) {
        const must = nodesOf(tree).filter(({ id, lane }) => id === shown || id === 'draft' || lane === tree.lanes - 1)
        const ways = new Set(must.flatMap(wayTo))
        const lanes = new Set(
          nodesOf(tree)
            .filter(({ id }) => ways.has(id))
            .map(({ lane }) => lane),
        )
        expect(folded.lanes).toBe(lanes.size)
      }
    })
  })
})

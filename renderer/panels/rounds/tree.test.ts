import { describe, expect, test } from 'vitest'
import type { Round } from '../../../app/contract/project.ts'
import { branchCount, layOutTree } from './tree.ts'
import type { Tree } from './tree.ts'

function round(id: string, parent: string | null, job = id): Round {
  return { id, parent, job } as Round
}

/** Each node as name: column, lane. */
function places({ nodes, draft }: Tree): Record<string, string> {
  const all = draft ? [...nodes, draft] : nodes
  return Object.fromEntries(all.map(({ id, column, lane }) => [id, `${column},${lane}`]))
}

const always = (): boolean => true

describe('R1 tree: where the rounds stand', () => {
  test('R1 tree: a round goes on in the lane of its parent, a second child opens the lowest lane', () => {
    const rounds = [round('a', null), round('b', 'a'), round('c', 'b'), round('d', 'a'), round('e', 'b')]
    expect(places(layOutTree(rounds, always, undefined))).toEqual({ a: '0,0', b: '1,0', c: '2,0', d: '1,1', e: '2,2' })
  })

  test('R1 tree: variants are one node, and what comes of any of them hangs on it', () => {
    const rounds = [round('a1', null, 'a'), round('a2', null, 'a'), round('b', 'a2')]
    const tree = layOutTree(rounds, always, undefined)
    expect(tree.nodes[0]!.rounds.map(({ id }) => id)).toEqual(['a1', 'a2'])
    expect(tree.nodes[1]!.parent).toBe(tree.nodes[0])
    expect(branchCount(tree)).toBe(1)
  })

  test('R1 tree: what came of a deleted round hangs on the nearest one that is left', () => {
    const rounds = [round('a', null), round('b', 'a'), round('c', 'b')]
    const tree = layOutTree(rounds, ({ id }) => id !== 'b', undefined)
    expect(places(tree)).toEqual({ a: '0,0', c: '1,0' })
  })

  test('R1 tree: the draft hangs on its parent; without one it begins a lane of its own', () => {
    const rounds = [round('a', null), round('b', 'a')]
    expect(places(layOutTree(rounds, always, 'b'))).toMatchObject({ draft: '2,0' })
    expect(places(layOutTree(rounds, always, 'a'))).toMatchObject({ draft: '1,1' })
    expect(places(layOutTree(rounds, always, null))).toMatchObject({ draft: '0,1' })
    expect(places(layOutTree([], always, null))).toEqual({ draft: '0,0' })
  })

  test('R1 tree: a hundred rounds in one line take one lane', () => {
    const line = Array.from({ length: 100 }, (_, i) => round(`r${i}`, i === 0 ? null : `r${i - 1}`))
    expect(layOutTree(line, always, 'r99')).toMatchObject({ lanes: 1, columns: 101 })
  })
})

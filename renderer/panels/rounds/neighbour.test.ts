import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Round } from '../../../app/contract/project.ts'
import { foldTree } from './fold.ts'
import type { FoldedTree } from './fold.ts'
import { neighbour, stopsOf } from './neighbour.ts'
import type { Stop } from './neighbour.ts'
import { layOutTree } from './tree.ts'

function round(id: string, parent: string | null): Round {
  return { id, parent, job: id } as Round
}

const always = (): boolean => true

function strip(rounds: readonly Round[], room: number, shown: string, draft?: string): FoldedTree {
  return foldTree(layOutTree(rounds, always, draft), { room, shown: [shown], opened: new Set() })
}

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const

describe('A1 tree: where the arrows lead', () => {
  test('A1 tree: to the parent, the first child and the nearest in the next lane', () => {
    const tree = strip([round('a', null), round('b', 'a'), round('c', 'b'), round('d', 'a')], Infinity, 'd', 'd')
    const [a, b, c, d] = tree.nodes
    expect(neighbour(tree, b!, 'ArrowLeft')).toBe(a)
    expect(neighbour(tree, a!, 'ArrowRight')).toBe(b)
    expect(neighbour(tree, b!, 'ArrowDown')).toBe(d)
    expect(neighbour(tree, tree.draft!, 'ArrowUp')).toBe(c)
    expect(neighbour(tree, a!, 'ArrowLeft')).toBeUndefined()
    expect(neighbour(tree, a!, 'a')).toBeUndefined()
  })

  test('A1 tree: a stub is passed on the way along its line, there and back', () => {
    const tree = strip([round('a', null), round('b', 'a'), round('c', 'a'), round('d', 'a')], 1, 'b')
    const [a, b, d] = tree.nodes
    const [stub] = tree.stubs
    const along = (from: Stop, key: string) => neighbour(tree, from, key)
    expect([along(a!, 'ArrowRight'), along(stub!, 'ArrowRight')]).toEqual([stub, b])
    expect([along(b!, 'ArrowLeft'), along(stub!, 'ArrowLeft')]).toEqual([stub, a])
    expect(along(d!, 'ArrowLeft')).toBe(a)
  })

  test('A1 tree: whatever has folded, the arrows lead from anywhere to everything', () => {
    const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 20 })
    const property = fc.property(picks, fc.integer({ min: 1, max: 4 }), fc.nat(), (parents, room, at) => {
      const rounds = parents.map((pick, i) => round(`r${i}`, pick % (i + 1) === i ? null : `r${pick % (i + 1)}`))
      const tree = strip(rounds, room, rounds[at % rounds.length]!.id)
      const stops = stopsOf(tree)
      const reached = new Set<Stop>([stops[0]!])
      for (const stop of reached) {
        for (const key of arrows) {
          const next = neighbour(tree, stop, key)
          if (next) reached.add(next)
        }
      }
      expect(stops.filter((stop) => !reached.has(stop))).toEqual([])
    })
    fc.assert(property, { seed: 23, numRuns: 300 })
  })
})

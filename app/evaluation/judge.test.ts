/** What is counted of rounds: on pictures and answers made by hand. */
import { describe, expect, test } from 'vitest'
import type { Recognised } from '../contract/evaluation.ts'
import type { InstanceState } from '../contract/report.ts'
import { sceneFormat, sceneVersion } from '../contract/scene.ts'
import type { DrawnScene } from './chains.ts'
import { judgeRounds, looksAt, survivedToEnd } from './judge.ts'
import type { ScriptedEdit, ScriptedThing } from './scripts.ts'

const truth = { class: 'house', colour: 'red', texture: 'plain' }
const right: Recognised = { present: true, ...truth }
const wrong: Recognised = { ...right, colour: 'blue' }
const nothing: Recognised = { ...right, present: false }

function thing(id: string, x0 = 0): ScriptedThing {
  return { id, caption: 'a red house', truth, box: { x0, y0: 0, x1: x0 + 16, y1: 16 }, toldBy: 'box' }
}

/** 32 x 32 pixels of a grey; scenes have 64. The region is the left half of 4 x 4 cells. */
function drawn(
  things: readonly ScriptedThing[],
  states: Readonly<Record<string, InstanceState>>,
  { edit = null, edited = null, grey = 9 }: { edit?: ScriptedEdit | null; edited?: string | null; grey?: number } = {},
): DrawnScene {
  const scene = {
    format: sceneFormat,
    version: sceneVersion,
    caption: '',
    width: 64,
    height: 64,
    instances: [],
  } as const
  const instances = Object.entries(states).map(([id, state]) => ({ id, state, regionShare: 0, difference: null }))
  return {
    scripted: { edit, edited, things, scene: { ...scene, instances: [] } },
    picture: { width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3).fill(grey) },
    region: { width: 4, height: 4, cells: Uint8Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0)) },
    report: { instances } as unknown as DrawnScene['report'],
    passesAnew: 0,
  }
}

describe('judging rounds', () => {
  test('R4 boxes are asked for in pixels of the picture; in a round that removes a thing, its old place comes last', () => {
    const chain = [
      drawn([thing('a'), thing('b', 16)], {}),
      drawn([thing('a')], { a: 'kept' }, { edit: 'remove', edited: 'b' }),
    ]
    expect(looksAt(chain).map(({ boxes }) => boxes)).toEqual([
      [
        [0, 0, 8, 8],
        [8, 0, 16, 8],
      ],
      [
        [0, 0, 8, 8],
        [8, 0, 16, 8],
      ],
    ])
  })

  test('R4 a removed thing comes right when nothing is seen where it was; a changed one when it is what it should be', () => {
    const one = [drawn([thing('a')], {}), drawn([], {}, { edit: 'remove', edited: 'a' })]
    expect(judgeRounds(one, [[right], [nothing]])[0]).toMatchObject({ edit: 'remove', isRight: true })
    expect(judgeRounds(one, [[right], [wrong]])[0]).toMatchObject({ isRight: false })
    const other = [drawn([thing('a')], {}), drawn([thing('a', 16)], { a: 'moved' }, { edit: 'move', edited: 'a' })]
    expect(judgeRounds(other, [[wrong], [right]])[0]).toMatchObject({ edit: 'move', isRight: true })
    expect(judgeRounds(other, [[right], [wrong]])[0]).toMatchObject({ isRight: false })
  })

  test('R4 of kept things those survive that were right before and still are; what was wrong, edited or covered does not count', () => {
    const things = [thing('a'), thing('b'), thing('c'), thing('d'), thing('e')]
    const states = { a: 'kept', b: 'kept', c: 'kept', d: 'covered', e: 'reworded' } as const
    const chain = [drawn(things, {}), drawn(things, states, { edit: 'replace', edited: 'e' })]
    const before = [right, right, wrong, right, right]
    const after = [right, wrong, right, wrong, wrong]
    expect(judgeRounds(chain, [before, after])[0]!.survived).toEqual({ right: 1, of: 2 })
  })

  test('R4 to the end counts what no round touched, whatever it looked like in between', () => {
    const things = [thing('a'), thing('b'), thing('c')]
    const chain = [
      drawn(things, {}),
      drawn(things, { a: 'kept', b: 'kept', c: 'moved' }, { edit: 'move', edited: 'c' }),
      drawn(things, { a: 'kept', b: 'covered', c: 'kept' }, { edit: 'move', edited: 'b' }),
    ]
    const found = [
      [right, right, right],
      [wrong, right, right],
      [right, right, right],
    ]
    expect(survivedToEnd(chain, found)).toEqual({ right: 1, of: 1 })
  })

  test('R4 the background is what lies outside the region; equal pixels have no decibels', () => {
    const same = [drawn([], {}), drawn([thing('a')], {}, { edit: 'add', edited: 'a' })]
    expect(judgeRounds(same, [[], [right]])[0]).toMatchObject({ background: null, band: null, beyond: null })
    const other = [drawn([], {}), drawn([thing('a')], {}, { edit: 'add', edited: 'a', grey: 10 })]
    const [judged] = judgeRounds(other, [[], [right]])
    expect(judged!.background).toBeCloseTo(20 * Math.log10(255), 6)
    expect(judged!.band).toBeCloseTo(20 * Math.log10(255), 6)
  })

  test('R4 along the rim the two nearest cells count, and beyond it all but the nearest', () => {
    const chain = [drawn([], {}), drawn([thing('a')], {}, { edit: 'add', edited: 'a' })]
    // only the column of cells along the rim differs
    for (let i = 0; i < 32 * 32; i++) if (i % 32 >= 16 && i % 32 < 24) chain[1]!.picture.rgb.fill(10, 3 * i, 3 * i + 3)
    const [judged] = judgeRounds(chain, [[], [right]])
    expect(judged!.beyond).toBeNull()
    expect(judged!.band).toBeCloseTo(20 * Math.log10(255) + 10 * Math.log10(2), 6)
  })
})

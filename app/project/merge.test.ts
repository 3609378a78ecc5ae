/** Merging keeps two promises: the same end, and the same way back. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from '../contract/edit.ts'
import { documentOf } from '../scene/document.helper.ts'
import { applyCommands } from '../scene/edit.ts'
import { instance } from '../scene/scene.helper.ts'
import { mergeEdits } from './merge.ts'

const start = documentOf([instance('a'), instance('b', { point: { x: 1, y: 2 } })])

const id = fc.constantFrom('a', 'b')
const point = fc.record({ x: fc.nat(9), y: fc.nat(9) })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('changeInstance' as const),
    id,
    change: fc.record({ caption: fc.string({ maxLength: 3 }) }),
  }),
  fc.record({ do: fc.constant('changeInstance' as const), id, change: fc.record({ point: fc.option(point) }) }),
  fc.record({
    do: fc.constant('noteInstance' as const),
    id,
    change: fc.record({ opacity: fc.option(fc.constantFrom(0.2, 0.5)) }),
  }),
  fc.record({ do: fc.constant('changeScene' as const), change: fc.record({ caption: fc.string({ maxLength: 3 }) }) }),
  fc.record({
    do: fc.constant('changeSettings' as const),
    change: fc.record({ steps: fc.integer({ min: 1, max: 9 }) }),
  }),
  fc.record({ do: fc.constant('setKeep' as const), keep: fc.constantFrom('free' as const, 'locked' as const) }),
  fc.record({ do: fc.constant('orderInstance' as const), id, at: fc.nat(1) }),
  fc.record({
    do: fc.constant('noteRound' as const),
    id: fc.constant('r'),
    change: fc.record({ starred: fc.option(fc.boolean()) }),
  }),
)

describe('C5 merged gestures', () => {
  test('C5 lead to the same document and back to where they began, however many', () => {
    const gestures = fc.array(fc.array(command, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(gestures, (list) => {
        let document = start
        let merged: { commands: readonly Command[]; inverse: readonly Command[] } | undefined
        for (const commands of list) {
          const edited = applyCommands(document, commands)
          const edit = { commands, inverse: edited.inverse }
          merged = merged ? mergeEdits(merged, edit) : edit
          ;({ document } = edited)
        }
        expect(applyCommands(start, merged!.commands).document).toEqual(document)
        expect(applyCommands(document, merged!.inverse).document).toEqual(start)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  test('C5 that set the same thing are as short as the last', () => {
    const typed = (caption: string): Command => ({ do: 'changeInstance', id: 'a', change: { caption } })
    const edit = (from: string, to: string) => ({ commands: [typed(to)], inverse: [typed(from)] })
    expect(mergeEdits(edit('', 'r'), edit('r', 're'))).toEqual(edit('', 're'))
  })
})

/** C5: a command is taken back exactly, keeps what it does not touch, and is refused as a whole if it does not fit. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Document, InstanceNotes } from '../contract/document.ts'
import { commandSchema } from '../contract/edit.ts'
import type { Command } from '../contract/edit.ts'
import { sceneLimits } from '../contract/scene.ts'
import { documentOf, settingsOf } from './document.helper.ts'
import { EditError, applyCommand, applyCommands } from './edit.ts'
import { instance, maskOf } from './scene.helper.ts'

const box = { x0: 10, y0: 20, x1: 110, y1: 220 }
const side = 64
const mask = maskOf(side, side, (x, y) => x < 20 && y > 3)
const threeThings = documentOf([instance('a', { box }), instance('b', { point: { x: 1, y: 2 } }), instance('c')], {
  width: side,
  height: side,
})

function ids({ draft }: Document): string[] {
  return draft.scene.instances.map(({ id }) => id)
}

function noted(document: Document, notes: Record<string, InstanceNotes>): Document {
  return { ...document, draft: { ...document.draft, notes } }
}

const newIds = ['a', 'b', 'c', 'd', 'e', 'constructor', '__proto__']
const anId = fc.constantFrom(...newIds)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const aPoint = fc.record({ x: fc.integer({ min: -9, max: 99 }), y: fc.integer({ min: -9, max: 99 }) })
const instanceChange = fc.record(
  {
    caption: fc.string({ maxLength: 5 }),
    name: maybe(fc.string({ maxLength: 5 })),
    off: maybe(fc.subarray(['box', 'point', 'mask'] as const).map((formats) => [...formats])),
    box: maybe(aPoint.map(({ x, y }) => ({ x0: x, y0: y, x1: x + 5, y1: y + 6 }))),
    point: maybe(aPoint),
    mask: maybe(
      fc.constantFrom(
        mask,
        maskOf(side, side, () => true),
      ),
    ),
  },
  { requiredKeys: [] },
)
const noteValues = {
  hidden: fc.boolean(),
  pinned: fc.boolean(),
  opacity: fc.constantFrom(0, 0.5, 1),
  keep: fc.constantFrom('locked' as const, 'free' as const),
}
const notes = fc.record(noteValues, { requiredKeys: [] })
const notesChange = fc.record(
  {
    hidden: maybe(noteValues.hidden),
    pinned: maybe(noteValues.pinned),
    opacity: maybe(noteValues.opacity),
    keep: maybe(noteValues.keep),
    whole: maybe(anId),
  },
  { requiredKeys: [] },
)
const at = fc.integer({ min: 0, max: 5 })
const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('addInstance' as const), at, instance: anId.map((id) => instance(id, { box })), notes }),
  fc.record({ do: fc.constant('removeInstance' as const), id: anId }),
  fc.record({ do: fc.constant('changeInstance' as const), id: anId, change: instanceChange }),
  fc.record({ do: fc.constant('noteInstance' as const), id: anId, change: notesChange }),
  fc.record({ do: fc.constant('orderInstance' as const), id: anId, at }),
  fc.record({
    do: fc.constant('changeScene' as const),
    change: fc.record(
      { caption: fc.string({ maxLength: 4 }), negativeCaption: maybe(fc.string({ maxLength: 4 })) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    do: fc.constant('changeSettings' as const),
    change: fc.record({ steps: fc.integer({ min: 1, max: 9 }), seedLocked: fc.boolean() }, { requiredKeys: [] }),
  }),
  fc.record({ do: fc.constant('setKeep' as const), keep: fc.constantFrom('locked' as const, 'free' as const) }),
  fc.record({ do: fc.constant('setParent' as const), parent: maybe(fc.constantFrom('r1', 'r2')) }),
  fc.record({
    do: fc.constant('setRegion' as const),
    region: maybe(fc.record({ added: fc.constant(mask), taken: fc.constant(mask) }, { requiredKeys: [] })),
  }),
  fc.record({
    do: fc.constant('setDraft' as const),
    draft: fc.constantFrom(threeThings.draft, documentOf([], { width: 32, height: 32 }).draft),
  }),
  fc.record({
    do: fc.constant('noteRound' as const),
    id: fc.constantFrom('r1', 'r2'),
    change: fc.record({ starred: maybe(fc.boolean()), name: maybe(fc.string({ maxLength: 4 })) }, { requiredKeys: [] }),
  }),
)

/** The commands of a list that fit, one after the other. */
function fitting(document: Document, list: readonly Command[]): Command[] {
  const kept: Command[] = []
  let current = document
  for (const command of list) {
    try {
      current = applyCommand(current, command).document
      kept.push(command)
    } catch (error) {
      if (!(error instanceof EditError)) throw error
    }
  }
  return kept
}

describe('C5 undo', () => {
  test('C5 the inverse of any commands gives the document before, and its inverse the one after', () => {
    let tried = 0
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 25 }), (list) => {
        const fit = fitting(threeThings, list)
        tried += fit.length
        const done = applyCommands(threeThings, fit)
        const undone = applyCommands(done.document, done.inverse)
        expect(undone.document).toEqual(threeThings)
        const redone = applyCommands(undone.document, undone.inverse)
        expect(redone.document).toEqual(done.document)
        expect(applyCommands(redone.document, redone.inverse).document).toEqual(threeThings)
      }),
      { seed: 5, numRuns: 400 },
    )
    expect(tried).toBeGreaterThan(1000)
  })

  test('C5 an inverse is made of commands as the contract knows them, so it can be kept in a file', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), (list) => {
        const fit = fitting(threeThings, list)
        const { document, inverse } = applyCommands(threeThings, fit)
        const read = inverse.map((command) => commandSchema.parse(JSON.parse(JSON.stringify(command))))
        expect(applyCommands(document, read).document).toEqual(threeThings)
      }),
      { seed: 6, numRuns: 200 },
    )
  })

  test('C5 ten gestures come back in order', () => {
    const steps = Array.from({ length: 10 }, (_, i): Command => ({
      do: 'changeInstance',
      id: 'a',
      change: { caption: `caption ${i}` },
    }))
    let current = threeThings
    const inverses: Command[][] = []
    for (const step of steps) {
      const { document, inverse } = applyCommand(current, step)
      current = document
      inverses.push(inverse)
    }
    const captions = inverses.reverse().map((inverse) => {
      current = applyCommands(current, inverse).document
      return current.draft.scene.instances[0]!.caption
    })
    expect(captions).toEqual([...Array.from({ length: 9 }, (_, i) => `caption ${8 - i}`), 'a thing a'])
  })

  test('C3 removing a whole drops its notes and frees its parts, and undo ties them again', () => {
    const before = noted(threeThings, { a: { pinned: true }, b: { whole: 'a' }, c: { whole: 'a', opacity: 0.5 } })
    const { document, inverse } = applyCommand(before, { do: 'removeInstance', id: 'a' })
    expect(ids(document)).toEqual(['b', 'c'])
    expect(document.draft.notes).toEqual({ c: { opacity: 0.5 } })
    expect(applyCommands(document, inverse).document).toEqual(before)
  })
})

describe('C3 structural sharing', () => {
  test('C3 what a command does not touch is the same object', () => {
    const { document } = applyCommand(threeThings, { do: 'changeInstance', id: 'b', change: { caption: 'a red fish' } })
    const [a, b, c] = document.draft.scene.instances
    expect([a, c]).toEqual([threeThings.draft.scene.instances[0], threeThings.draft.scene.instances[2]])
    expect(a).toBe(threeThings.draft.scene.instances[0])
    expect(c).toBe(threeThings.draft.scene.instances[2])
    expect(b!.point).toBe(threeThings.draft.scene.instances[1]!.point)
    expect(document.draft.settings).toBe(threeThings.draft.settings)
    expect(document.rounds).toBe(threeThings.rounds)
  })

  test.each<Command>([
    { do: 'changeInstance', id: 'a', change: { caption: 'a thing a' } },
    { do: 'noteInstance', id: 'a', change: { hidden: null } },
    { do: 'orderInstance', id: 'b', at: 1 },
    { do: 'setKeep', keep: 'free' },
    { do: 'setParent', parent: null },
    { do: 'setRegion', region: null },
    { do: 'setRegion', region: {} },
    { do: 'changeSettings', change: settingsOf() },
    { do: 'noteRound', id: 'r1', change: { starred: null } },
    { do: 'setDraft', draft: JSON.parse(JSON.stringify(threeThings.draft)) },
  ])('C3 a command that changes nothing gives the same document: $do', (command) => {
    expect(applyCommand(threeThings, command).document).toBe(threeThings)
  })

  test('C3 setDraft keeps the identity of instances that are equal, matched by id', () => {
    const draft = JSON.parse(JSON.stringify(threeThings.draft)) as Document['draft']
    draft.scene.instances.reverse()
    draft.scene.instances[0]!.caption = 'a blue ball'
    const { document } = applyCommand(threeThings, { do: 'setDraft', draft })
    expect(document.draft).toEqual(draft)
    expect(document.draft.scene.instances[2]).toBe(threeThings.draft.scene.instances[0])
    expect(document.draft.scene.instances[1]).toBe(threeThings.draft.scene.instances[1])
    expect(document.draft.settings).toBe(threeThings.draft.settings)
  })
})

test('R3 what was painted on the region goes with the parent that it was painted for, and with a draft without it', () => {
  const painted = applyCommand(threeThings, { do: 'setRegion', region: { added: mask } }).document
  expect(painted.draft.region).toEqual({ added: mask })
  expect(applyCommand(painted, { do: 'setParent', parent: null }).document).toBe(painted)
  const [other, drawn] = [
    applyCommand(painted, { do: 'setParent', parent: 'r1' }),
    applyCommand(painted, { do: 'setDraft', draft: threeThings.draft }),
  ]
  for (const { document, inverse } of [other, drawn]) {
    expect(document.draft).not.toHaveProperty('region')
    expect(applyCommands(document, inverse).document).toEqual(painted)
  }
  const scene = { ...threeThings.draft.scene, instances: [], width: 32 }
  const resized = applyCommand(painted, { do: 'setDraft', draft: { ...painted.draft, scene } })
  expect(resized.document.draft).toEqual({ ...threeThings.draft, scene })
})

describe('C5 refused commands', () => {
  const loop = noted(threeThings, { b: { whole: 'a' }, c: { whole: 'b' } })
  const badDraft = (change: Partial<Document['draft']>): Command => ({
    do: 'setDraft',
    draft: { ...threeThings.draft, ...change },
  })

  test.each<[code: string, command: Command]>([
    ['unknownInstance', { do: 'removeInstance', id: 'x' }],
    ['unknownInstance', { do: 'changeInstance', id: 'toString', change: {} }],
    ['unknownInstance', { do: 'noteInstance', id: 'x', change: {} }],
    ['unknownInstance', { do: 'orderInstance', id: 'x', at: 0 }],
    ['unknownInstance', { do: 'noteInstance', id: 'a', change: { whole: 'x' } }],
    ['duplicateId', { do: 'addInstance', at: 0, instance: instance('a') }],
    ['badPosition', { do: 'addInstance', at: 4, instance: instance('d') }],
    ['badPosition', { do: 'orderInstance', id: 'a', at: 3 }],
    ['badMask', { do: 'changeInstance', id: 'a', change: { mask: maskOf(8, 8, () => true) } }],
    ['badMask', { do: 'changeInstance', id: 'a', change: { mask: { size: [side, side], counts: '1' } } }],
    ['badMask', { do: 'addInstance', at: 0, instance: instance('d', { mask: maskOf(8, 8, () => true) }) }],
    ['badMask', { do: 'setRegion', region: { taken: maskOf(8, 8, () => true) } }],
    ['badMask', badDraft({ region: { added: { size: [side, side], counts: '1' } } })],
    ['partOfItself', { do: 'noteInstance', id: 'a', change: { whole: 'a' } }],
    ['partOfItself', { do: 'noteInstance', id: 'a', change: { whole: 'c' } }],
    ['partOfItself', { do: 'addInstance', at: 0, instance: instance('d'), notes: { whole: 'd' } }],
    ['strayNotes', badDraft({ notes: { x: { hidden: true } } })],
    ['partOfItself', badDraft({ notes: { a: { whole: 'b' }, b: { whole: 'a' } } })],
    ['duplicateId', badDraft({ scene: { ...threeThings.draft.scene, instances: [instance('a'), instance('a')] } })],
  ])('C5 %s: %o', (code, command) => {
    expect(() => applyCommand(loop, command)).toThrow(expect.objectContaining({ name: 'EditError', code }))
  })

  test(`C3 a scene holds ${sceneLimits.instances} instances and no more`, () => {
    const full = documentOf(Array.from({ length: sceneLimits.instances }, (_, i) => instance(`i${i}`)))
    const add: Command = { do: 'addInstance', at: 0, instance: instance('more') }
    expect(() => applyCommand(full, add)).toThrow(expect.objectContaining({ code: 'tooManyInstances' }))
  })

  test('C5 one command that does not fit refuses the whole gesture', () => {
    const list: Command[] = [
      { do: 'setKeep', keep: 'locked' },
      { do: 'removeInstance', id: 'x' },
    ]
    expect(() => applyCommands(threeThings, list)).toThrow('There is no instance "x" in the scene.')
    expect(threeThings.draft.keep).toBe('free')
  })
})

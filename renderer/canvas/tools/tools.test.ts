/** What holds for every tool: Escape from every state, and random input. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentSchema } from '../../../app/contract/document.ts'
import { gestureSchema } from '../../../app/contract/edit.ts'
import { applyCommands } from '../../../app/scene/edit.ts'
import { boxThing, handWith, maskThing, pointerAt, polygonThing, scribbleThing } from './tool.helper.ts'
import type { Hand } from './tool.helper.ts'
import { toolNames } from './tool.ts'
import type { Effect, ToolName } from './tool.ts'
import { isBusy, tools } from './tools.ts'

const things = [
  boxThing('house', 20, 20, 120, 120),
  maskThing('lake', 200, 200, 300, 300),
  polygonThing('roof', [320, 20], [420, 20], [420, 120], [320, 120]),
  scribbleThing('path', [20, 400], [200, 400], [200, 480]),
  { id: 'dot', caption: 'a dot', point: { x: 450, y: 450 } },
]

/** How to come to each state but idle, from a scene in which `selected` is selected. */
const ways: { readonly [Name in ToolName]: Record<string, { selected?: string; go: (hand: Hand) => void }> } = {
  select: {
    pressing: { go: (hand) => hand.down(60, 60) },
    moving: { go: (hand) => (hand.down(60, 60), hand.move(90, 90)) },
    refused: { go: (hand) => (hand.down(60, 60, {}, { device: 'touch' }), hand.hold(60, 60, { device: 'touch' })) },
    framing: { go: (hand) => (hand.down(500, 5), hand.move(10, 130)) },
    resizing: { selected: 'house', go: (hand) => (hand.down(120, 120), hand.move(150, 150)) },
    rotating: { selected: 'roof', go: (hand) => (hand.down(430, 130), hand.move(300, 150)) },
    pinching: {
      selected: 'house',
      go: (hand) => {
        hand.down(60, 60)
        hand.send({
          type: 'pinch',
          fingers: [
            { x: 60, y: 60 },
            { x: 60, y: 90 },
          ],
        })
      },
    },
    reshaping: {
      selected: 'roof',
      go: (hand) => {
        hand.editingPoints = 'roof'
        hand.down(320, 20)
        hand.move(300, 10)
      },
    },
  },
  hand: { panning: { go: (hand) => (hand.down(10, 10), hand.move(20, 20)) } },
  zoom: {
    pressing: { go: (hand) => hand.down(10, 10) },
    framing: { go: (hand) => (hand.down(10, 10), hand.move(40, 40)) },
    sliding: { go: (hand) => (hand.down(10, 10), hand.move(40, 10)) },
  },
  point: { aiming: { go: (hand) => (hand.down(10, 10), hand.move(40, 40)) } },
  scribble: {
    drawing: { go: (hand) => (hand.down(10, 10), hand.move(40, 40)) },
    straight: { go: (hand) => (hand.down(10, 10), hand.move(40, 40), hand.hold(40, 40)) },
    taking: {
      selected: 'path',
      go: (hand) => (hand.down(100, 400, { alt: true }), hand.move(110, 400, { alt: true })),
    },
    penDown: { go: (hand) => (hand.key('Enter', { x: 10, y: 10 }), hand.key('ArrowDown', { x: 10, y: 90 })) },
  },
  box: {
    pressing: { go: (hand) => hand.down(10, 10) },
    drawing: { go: (hand) => (hand.down(10, 10), hand.move(90, 90)) },
    stretching: { go: (hand) => (hand.key('Enter', { x: 10, y: 10 }), hand.key('ArrowDown', { x: 10, y: 90 })) },
  },
  mask: {
    painting: { go: (hand) => (hand.down(10, 10), hand.move(90, 90)) },
    sizing: { go: (hand) => (hand.down(10, 10, { mod: true, alt: true }), hand.move(90, 90)) },
    penDown: { go: (hand) => (hand.key('Enter', { x: 10, y: 10 }), hand.key('ArrowDown', { x: 10, y: 90 })) },
  },
  polygon: {
    pressing: { go: (hand) => (hand.click(10, 10), hand.down(90, 90)) },
    placing: { go: (hand) => (hand.click(10, 10), hand.click(90, 10), hand.click(90, 90)) },
  },
  lasso: {
    drawing: { go: (hand) => (hand.down(10, 10), hand.move(90, 10), hand.move(90, 90)) },
    penDown: { go: (hand) => (hand.key('Enter', { x: 10, y: 10 }), hand.key('ArrowDown', { x: 10, y: 90 })) },
  },
  eraser: {
    erasing: { selected: 'lake', go: (hand) => (hand.down(250, 250), hand.move(260, 250)) },
    sizing: { go: (hand) => (hand.down(10, 10, { mod: true, alt: true }), hand.move(90, 90)) },
    penDown: {
      selected: 'lake',
      go: (hand) => (hand.key('Enter', { x: 250, y: 250 }), hand.key('ArrowDown', { x: 250, y: 258 })),
    },
  },
  region: {
    painting: { go: (hand) => (hand.down(10, 10), hand.move(90, 90)) },
    sizing: { go: (hand) => (hand.down(10, 10, { mod: true, alt: true }), hand.move(90, 90)) },
    penDown: { go: (hand) => (hand.key('Enter', { x: 10, y: 10 }), hand.key('ArrowDown', { x: 10, y: 90 })) },
  },
}

/** What changes the document or the options; picking, looking and words do not. */
function changes(effects: readonly Effect[]): Effect[] {
  return effects.filter((effect) => ['gesture', 'place', 'copy', 'options'].includes(effect.do))
}

describe.each(toolNames)('C2 %s', (name) => {
  const tool = tools[name]

  test('C2 every state but idle answers cancel, and has a way to it here', () => {
    const busy = Object.keys(tool.on).filter((state) => state !== 'idle')
    expect(Object.keys(ways[name]).toSorted()).toEqual(busy.toSorted())
    for (const state of busy) expect(tool.on[state]!.cancel, state).toBeTypeOf('function')
    expect(isBusy(tool.initial)).toBe(false)
  })

  test.each(Object.entries(ways[name]))('C2 Escape from %s leaves everything as it was', (state, { selected, go }) => {
    const hand = handWith(tool, things, { selection: selected ? [selected] : [] })
    const { document, options } = hand
    go(hand)
    expect(hand.state.name).toBe(state)
    hand.view(pointerAt(50, 50))
    const effects = hand.cancel()
    // a zoom that followed the pointer is the one thing that a cancel has to bring back itself
    expect(effects.filter((effect) => effect.do !== 'zoom')).toEqual([])
    expect(hand.state.name).toBe('idle')
    expect(changes(hand.effects)).toEqual([])
    expect(hand.document).toBe(document)
    expect(hand.options).toBe(options)
    expect(hand.view().commands).toEqual([])
  })

  test('S2 whatever is done with it, it never throws, what it gives fits the draft, and Escape ends it', () => {
    fc.assert(
      fc.property(scene, fc.array(step, { maxLength: 40 }), ({ selection, editing, options, scale }, steps) => {
        const hand = handWith(tool, things, { selection, options, scale })
        hand.editingPoints = editing
        for (const act of steps) check(hand, act)
        const { document } = hand
        hand.cancel()
        expect(hand.state.name).toBe('idle')
        expect(hand.document).toBe(document)
      }),
      { numRuns: 60, seed: 9 },
    )
  })
})

/** One gesture is one step of undo: an event gives at most one change of the document, and it is one that the host takes. */
function check(hand: Hand, act: (hand: Hand) => Effect[]): void {
  const effects = act(hand)
  expect(effects.filter(({ do: what }) => ['gesture', 'place', 'copy'].includes(what)).length).toBeLessThanOrEqual(1)
  for (const effect of effects) if (effect.do === 'gesture') gestureSchema.parse(effect.gesture)
  documentSchema.parse(hand.document)
  const { commands } = hand.view(pointerAt(60, 60))
  documentSchema.parse(applyCommands(hand.document, commands).document)
}

const coordinate = fc.integer({ min: -40, max: 560 })
const held = fc.record({ shift: fc.boolean(), alt: fc.boolean(), mod: fc.boolean(), space: fc.boolean() })
const extra = fc.record({
  device: fc.constantFrom('mouse', 'pen', 'touch'),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
  isEraser: fc.boolean(),
  button: fc.constantFrom('first', 'first', 'first', 'second'),
})
const scene = fc.record({
  selection: fc.subarray(things.map(({ id }) => id)),
  editing: fc.constantFrom(null, 'roof', 'path', 'gone'),
  scale: fc.constantFrom(0.1, 1, 8),
  options: fc.record({
    addToSelected: fc.boolean(),
    snap: fc.boolean(),
    ratio: fc.constantFrom(null, 1, 1.5),
    boxFrom: fc.constantFrom('corner', 'centre'),
    isErasing: fc.boolean(),
    pressure: fc.constantFrom('off', 'size', 'softness'),
    smoothing: fc.constantFrom(0, 50, 100),
    lastBox: fc.constantFrom(null, { width: 40, height: 30 }),
  }),
})

type Act = (hand: Hand) => Effect[]
const keys = ['Enter', 'Enter', 'Backspace', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const
const step: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(fc.constantFrom('down', 'move', 'move', 'up'), coordinate, coordinate, held, extra).map(
    ([what, x, y, modifiers, more]): Act =>
      (hand) =>
        hand[what](x, y, modifiers, more),
  ),
  fc.tuple(coordinate, coordinate, coordinate, coordinate).map(([x, y, toX, toY]): Act => (hand) => [
    ...hand.down(x, y),
    ...hand.move((x + toX) / 2, toY),
    ...hand.move(toX, toY),
  ]),
  fc.tuple(coordinate, coordinate).map(
    ([x, y]): Act =>
      (hand) =>
        hand.hold(x, y),
  ),
  fc.tuple(coordinate, coordinate).map(
    ([x, y]): Act =>
      (hand) =>
        hand.send({ type: 'doubleClick', ...pointerAt(x, y) }),
  ),
  fc.tuple(fc.constantFrom(...keys), coordinate, coordinate, held).map(
    ([key, x, y, modifiers]): Act =>
      (hand) =>
        hand.key(key, { x, y }, modifiers),
  ),
  held.map(
    (modifiers): Act =>
      (hand) =>
        hand.send({ type: 'modifiers', modifiers }),
  ),
)

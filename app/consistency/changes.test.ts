/** R3: what counts as an edit, and what its badge says. Numbers are those of the rules in README.md. */

import { describe, expect, test } from 'vitest'
import type { Command } from '../contract/edit.ts'
import { draftOf } from '../scene/document.helper.ts'
import { scaleScene } from '../scene/fit.ts'
import { instance, maskOf } from '../scene/scene.helper.ts'
import { changesOf } from './changes.ts'
import { boxAt, edited } from './consistency.helper.ts'
import { movedInOrder } from './order.ts'

const parent = draftOf(
  instance('a', boxAt(0, 0)),
  instance('b', boxAt(100, 0)),
  instance('c', boxAt(200, 0)),
  instance('d', { point: { x: 400, y: 400 } }),
)

function change(id: string, to: Extract<Command, { do: 'changeInstance' }>['change']): Command {
  return { do: 'changeInstance', id, change: to }
}

function statesAfter(...commands: Command[]) {
  return Object.fromEntries(
    [...changesOf(parent, edited(parent, ...commands)).instances].map(([id, { state }]) => [id, state]),
  )
}

describe('R3 rule 1: edits are matched by id', () => {
  test('R3 a draft as it was has no edit: everything is kept', () => {
    const copy = JSON.parse(JSON.stringify(parent)) as typeof parent
    const changes = changesOf(parent, copy)
    expect(changes).toMatchObject({ isUnchanged: true, whole: null })
    expect([...changes.instances.values()].map(({ state, kinds }) => [state, kinds])).toEqual(
      Array.from({ length: 4 }, () => ['kept', []]),
    )
  })

  test.each<[state: string, kinds: string[], ...Command[]]>([
    ['moved', ['moved'], change('a', boxAt(10, 20))],
    ['moved', ['moved'], change('a', boxAt(0.5, 0))],
    ['resized', ['resized'], change('a', boxAt(0, 0, 80, 64))],
    ['resized', ['resized'], change('a', boxAt(-8, -8, 80, 80))],
    ['resized', ['resized'], change('a', boxAt(-16, -16, 80, 80))],
    ['moved', ['moved', 'resized'], change('a', boxAt(10, 0, 80, 64))],
    ['resized', ['reshaped'], change('a', { point: { x: 5, y: 5 } })],
    ['resized', ['reshaped'], change('a', { mask: maskOf(512, 512, (x, y) => x < 64 && y < 64 && x + y < 70) })],
    ['resized', ['reshaped'], change('a', { off: ['box'] })],
    ['reworded', ['reworded'], change('a', { caption: 'a red fish' })],
    ['moved', ['moved', 'reworded'], change('a', { caption: 'a red fish', ...boxAt(90, 90) })],
    ['reordered', ['reordered'], { do: 'orderInstance', id: 'a', at: 3 }],
    ['moved', ['moved', 'reordered'], { do: 'orderInstance', id: 'a', at: 3 }, change('a', boxAt(90, 90))],
    ['kept', [], change('a', { caption: ' a thing a ' })],
    ['kept', [], change('a', { name: 'Anna' })],
    ['kept', [], change('a', { point: { x: 5, y: 5 }, off: ['point'] })],
    ['kept', [], change('a', boxAt(0.001, 0))],
    ['kept', [], { do: 'noteInstance', id: 'a', change: { hidden: true, opacity: 0.5 } }],
  ])('R3 an instance is %s: %o', (state, kinds, ...commands) => {
    const edit = changesOf(parent, edited(parent, ...commands)).instances.get('a')
    expect(edit).toMatchObject({ state, kinds })
  })

  test('R3 old and new bounds of a place are told, in scene pixels', () => {
    const draft = edited(parent, change('a', boxAt(10, 20)), { do: 'removeInstance', id: 'b' })
    const { instances } = changesOf(parent, draft)
    expect(instances.get('a')).toMatchObject({ before: boxAt(0, 0).box, after: boxAt(10, 20).box })
    expect(instances.get('b')).toMatchObject({ state: 'removed', before: boxAt(100, 0).box, after: null })
    expect(instances.get('b')!.instance).toBe(parent.scene.instances[1])
  })

  test('R3 a new instance and one that is gone are told, the gone one last', () => {
    const add: Command = { do: 'addInstance', at: 0, instance: instance('e', boxAt(300, 300)) }
    const states = statesAfter(add, { do: 'removeInstance', id: 'b' })
    expect(Object.entries(states)).toEqual([
      ['e', 'new'],
      ['a', 'kept'],
      ['c', 'kept'],
      ['d', 'kept'],
      ['b', 'removed'],
    ])
  })
})

describe('R3 rule 2: as few as can be are reordered', () => {
  test.each<[name: string, ranks: number[], edited: number[], moved: number[]]>([
    ['nothing moved', [0, 1, 2, 3], [], []],
    ['gaps are no move', [0, 2, 5], [], []],
    ['the one at the end came to the front', [3, 0, 1, 2], [], [0]],
    ['the edited one of two that changed places', [1, 0], [0], [0]],
    ['the other edited one', [1, 0], [1], [1]],
    ['two unedited ones rather than three edited ones', [3, 4, 0, 1, 2], [2, 3, 4], [0, 1]],
  ])('R3 %s', (_, ranks, editedAt, moved) => {
    const entries = ranks.map((rank, i) => ({ rank, isEdited: editedAt.includes(i) }))
    expect(movedInOrder(entries)).toEqual(moved)
  })

  test('R3 without a listed depth the smaller place is in front, wherever it stands in the list', () => {
    const bySize = { ...parent, scene: { ...parent.scene, depth: 'bySize' as const } }
    const draft = edited(bySize, change('a', boxAt(0, 0, 4, 4)))
    expect(changesOf(bySize, draft).instances.get('a')!.kinds).toEqual(['resized', 'reordered'])
    expect([...changesOf(bySize, draft).instances.values()].filter(({ kinds }) => kinds.length > 0)).toHaveLength(1)
  })
})

describe('R3 rule 3: what changes everything', () => {
  test('R3 without a parent everything is new', () => {
    const changes = changesOf(null, parent)
    expect(changes).toMatchObject({ whole: 'noParent', isUnchanged: false, parentScene: null })
    expect([...changes.instances.values()].every(({ state }) => state === 'new')).toBe(true)
  })

  test.each<[whole: string, Command]>([
    ['caption', { do: 'changeScene', change: { caption: 'on a beach' } }],
    ['caption', { do: 'changeScene', change: { negativeCaption: 'blurred' } }],
    ['model', { do: 'changeSettings', change: { model: '/models/other.safetensors' } }],
  ])('R3 another %s: %o', (whole, command) => {
    expect(changesOf(parent, edited(parent, command))).toMatchObject({ whole, isUnchanged: false })
  })

  test('R3 seed, steps and keep mode are no edits', () => {
    const draft = edited(
      parent,
      { do: 'changeSettings', change: { seed: 9, steps: 7 } },
      { do: 'setKeep', keep: 'locked' },
    )
    expect(changesOf(parent, draft).isUnchanged).toBe(true)
  })

  test('R3 at another size the places are compared as scaled: nothing has moved', () => {
    const masked = edited(parent, change('b', { mask: maskOf(512, 512, (x) => x > 99 && x < 200) }))
    const draft = { ...masked, scene: scaleScene(masked.scene, { width: 768, height: 384 }) }
    const changes = changesOf(masked, draft)
    expect(changes.whole).toBe('size')
    expect([...changes.instances.values()].map(({ state }) => state)).toEqual(['kept', 'kept', 'kept', 'kept'])
  })
})

describe('R3 rule 4: covered from 5 % of the place on', () => {
  test.each<[state: string, x: number]>([
    ['covered', 64],
    ['covered', 120],
    ['kept', 128],
  ])('R3 a thing behind a new one is %s, the new one being at x = %i', (state, x) => {
    const behind = draftOf(instance('a', boxAt(0, 0, 128, 128)))
    const add: Command = { do: 'addInstance', at: 1, instance: instance('new', boxAt(x, 0, 128, 128)) }
    expect(changesOf(behind, edited(behind, add)).instances.get('a')!.state).toBe(state)
  })

  test('R3 a thing in front of an edited one is kept, and one in front of another kept one does not cover it', () => {
    const both = draftOf(instance('a', boxAt(0, 0, 128, 128)), instance('b', boxAt(0, 0, 100, 100)))
    const draft = edited(both, change('a', { caption: 'a red fish' }))
    expect(changesOf(both, draft).instances.get('b')!.state).toBe('kept')
    expect(changesOf(both, edited(both)).instances.get('a')!.state).toBe('kept')
  })
})

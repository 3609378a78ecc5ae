/** R2, R3: what a round keeps, what runs alone, and when the joint run may wait. Numbers are those of the rules in README.md. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft, KeepMode } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { draftOf } from '../scene/document.helper.ts'
import { ownerCells } from '../scene/place.ts'
import { instance } from '../scene/scene.helper.ts'
import {
  boxAt,
  cellsOf,
  edited,
  editedByAll,
  grid64,
  randomCells,
  randomDraft,
  randomEdit,
} from './consistency.helper.ts'
import { holdPlanOf } from './hold-plan.ts'
import { keepPlanOf } from './keep-plan.ts'
import { withMargin } from './region.ts'

const first = draftOf(instance('a', boxAt(64, 64)), instance('b', boxAt(320, 320)))
const parent: Draft = { ...first, keep: 'locked' }
const keep = (mode: KeepMode): Command => ({ do: 'setKeep', keep: mode })
const noted = (id: string, mode: KeepMode): Command => ({ do: 'noteInstance', id, change: { keep: mode } })
const add = (x: number, y: number, at = 2): Command => ({
  do: 'addInstance',
  at,
  instance: instance('n', boxAt(x, y)),
})
const change = (id: string, to: Extract<Command, { do: 'changeInstance' }>['change']): Command => ({
  do: 'changeInstance',
  id,
  change: to,
})
const planOf = (draft: Draft, mergeAt = 5, from: Draft | null = parent) => holdPlanOf(from, draft, grid64, { mergeAt })
const less = (cells: Uint8Array, other: Uint8Array) => cells.map((cell, i) => cell & (1 - other[i]!))
const everywhere = new Uint8Array(64 * 64).fill(1)
const ofA = cellsOf(64, 64, [8, 8, 16, 16])
const ofB = cellsOf(64, 64, [40, 40, 48, 48])

describe('R2 rule 11: the mode that a round runs in', () => {
  test.each<[mode: KeepMode, until: number, adapts: string]>([
    ['locked', 1, 'nothing'],
    ['harmonise', 0.8, 'a margin'],
    ['free', 0, 'everything'],
  ])('R2 a round that is to be %s is: held for %f of the steps, and %s outside the region may adapt', (mode, until) => {
    const plan = planOf(edited(parent, keep(mode), add(192, 64)))
    const { cells } = plan.region
    expect(plan).toMatchObject({ mode, until, reason: null })
    const open = { locked: cells, harmonise: withMargin(cells, parent.scene, grid64), free: undefined }[mode]
    expect(plan.pixelRegion?.cells).toEqual(open)
  })

  test.each<[reason: string, from: Draft | null, Command]>([
    ['noParent', null, keep('locked')],
    ['model', parent, { do: 'changeSettings', change: { model: 'other' } }],
    ['size', parent, { do: 'setDraft', draft: { ...parent, scene: { ...parent.scene, width: 640 } } }],
  ])('R2 nothing can be held: %s', (reason, from, command) => {
    const draft = edited(parent, command)
    expect(planOf(draft, 5, from)).toMatchObject({
      mode: 'free',
      reason,
      until: 0,
      pixelRegion: null,
      alone: undefined,
    })
    expect(planOf(edited(draft, keep('free')), 5, from)).toMatchObject({ mode: 'free', reason: null })
  })

  test('R2 a locked thing in a free round is told too that it cannot be held', () => {
    const other: Command = { do: 'changeSettings', change: { model: 'other' } }
    const draft = edited(parent, keep('free'), noted('a', 'locked'), other)
    expect(planOf(draft)).toMatchObject({ mode: 'free', reason: 'model' })
  })

  test('R2 another caption is no reason: locked things are held, the rest is drawn anew', () => {
    const plan = planOf(edited(parent, { do: 'changeScene', change: { caption: 'at night' } }))
    expect(plan).toMatchObject({ mode: 'locked', reason: null, alone: [], startsFromTracks: false })
    expect(plan.region.cells).toEqual(less(less(everywhere, ofA), ofB))
  })

  test('R2 nothing edited and nothing painted: a locked round draws nothing', () => {
    expect(planOf(parent)).toMatchObject({ mode: 'locked', alone: [], startsFromTracks: false, region: { share: 0 } })
  })
})

describe('R2 rule 12: notes in rounds of another mode', () => {
  test('R2 in a harmonised round nothing adapts where a thing is locked', () => {
    const plan = planOf(edited(parent, keep('harmonise'), noted('a', 'locked'), add(136, 64)))
    expect(plan).toMatchObject({ mode: 'harmonise', reason: null, until: 0.8 })
    const near = withMargin(plan.region.cells, parent.scene, grid64)
    expect(near.some((cell, i) => cell > plan.region.cells[i]! && ofA[i] === 1)).toBe(true)
    expect(plan.pixelRegion!.cells).toEqual(less(near, ofA))
  })

  test('R2 a free round with a locked thing is a locked one in which everything else is drawn', () => {
    const plan = planOf(edited(parent, keep('free'), noted('a', 'locked')))
    expect(plan).toMatchObject({
      mode: 'locked',
      reason: 'heldInPart',
      until: 1,
      alone: ['b'],
      startsFromTracks: false,
    })
    expect(plan.region.cells).toEqual(less(everywhere, ofA))
    expect(plan.pixelRegion!.cells).toEqual(plan.region.cells)
  })

  test('R2 a free round with a harmonised thing is a harmonised one, and a locked thing in it is put back', () => {
    const one = planOf(edited(parent, keep('free'), noted('b', 'harmonise')))
    expect(one).toMatchObject({ mode: 'harmonise', reason: 'heldInPart', until: 0.8 })
    expect(one.pixelRegion!.cells, 'b is as wide as two margins').toEqual(everywhere)
    const both = planOf(edited(parent, keep('free'), noted('b', 'harmonise'), noted('a', 'locked')))
    expect(both).toMatchObject({ mode: 'harmonise', reason: 'heldInPart' })
    expect(both.region.cells).toEqual(less(less(everywhere, ofA), ofB))
    expect(both.pixelRegion!.cells).toEqual(less(everywhere, ofA))
  })

  test('R2 rule 10: in a free round cells that were taken by hand stay as they are', () => {
    const taken = cellsOf(64, 64, [0, 0, 64, 8])
    const plan = keepPlanOf(parent, edited(parent, keep('free')), grid64, { taken })
    expect(plan).toMatchObject({ mode: 'locked', reason: 'heldInPart' })
    expect(plan.pixelRegion!.cells).toEqual(less(everywhere, taken))
    expect(keepPlanOf(parent, edited(parent, keep('free')), grid64, { added: taken })).toMatchObject({ mode: 'free' })
  })

  test('R2 pixels differ in the region at least, in a locked round nowhere else, in a harmonised one in a margin more', () => {
    fc.assert(
      fc.property(
        randomDraft,
        fc.array(randomEdit, { maxLength: 3 }),
        randomCells(256),
        randomCells(256),
        fc.boolean(),
        (before, edits, added, taken, isPainted) => {
          const draft = editedByAll(before, edits)
          const hand = isPainted ? { added, taken } : {}
          const plan = keepPlanOf(before, draft, { gridWidth: 16, gridHeight: 16 }, hand)
          const { mode, region, pixelRegion, until } = plan
          const open = pixelRegion?.cells ?? new Uint8Array(256).fill(1)
          const near = withMargin(region.cells, draft.scene, { gridWidth: 16, gridHeight: 16 })
          if (mode === 'harmonise') expect(open.every((cell, i) => cell <= near[i]!)).toBe(true)
          expect(region.cells.every((cell, i) => cell <= open[i]!)).toBe(true)
          if (mode === 'locked') expect(open).toEqual(region.cells)
          if (isPainted) expect(region.cells.every((cell, i) => cell >= added[i]!)).toBe(true)
          if (mode !== 'free')
            expect(region.cells.every((cell, i) => taken[i] === 0 || added[i] === 1 || !isPainted || cell === 0)).toBe(
              true,
            )
          expect(until).toBe({ locked: 1, harmonise: 0.8, free: 0 }[mode])
        },
      ),
      { seed: 5, numRuns: 100 },
    )
  })
})

describe('R5 rule 13: which instances run alone', () => {
  test('R5 those that own a cell of the region; a locked neighbour does not', () => {
    expect(planOf(edited(parent, add(136, 64)))).toMatchObject({ alone: ['n'] })
    expect(planOf(edited(parent, keep('harmonise'), add(136, 64)))).toMatchObject({ alone: ['a', 'n'] })
    expect(planOf(edited(parent, { do: 'removeInstance', id: 'a' }))).toMatchObject({ alone: [] })
  })

  test('R5 all, where tracks are merged over the whole picture, in a free round and without the phase', () => {
    const added = edited(parent, add(136, 64))
    const published = edited(added, { do: 'changeSettings', change: { merge: 'published' } })
    expect(planOf(published)).toMatchObject({ alone: undefined, startsFromTracks: false })
    expect(planOf(edited(added, keep('free')))).toMatchObject({ alone: undefined, startsFromTracks: false })
    expect(planOf(added, 0)).toMatchObject({ alone: undefined, startsFromTracks: false })
  })

  test('R5 they are those whose cells, as the engine counts them, lie in the region', () => {
    fc.assert(
      fc.property(randomDraft, fc.array(randomEdit, { maxLength: 3 }), (before, edits) => {
        const draft = editedByAll(before, edits)
        const { alone, region } = holdPlanOf(before, draft, { gridWidth: 32, gridHeight: 32 }, { mergeAt: 5 })
        if (alone === undefined) return
        const owners = ownerCells(draft.scene, 32, 32)
        const inRegion = draft.scene.instances.filter((_, at) =>
          owners.some((owner, cell) => owner === at && region.cells[cell] === 1),
        )
        expect(alone).toEqual(inRegion.map(({ id }) => id))
      }),
      { seed: 6, numRuns: 100 },
    )
  })
})

describe('R5 rule 14: when the joint run begins after the tracks', () => {
  const overA = edited(parent, add(64, 64))
  test.each<[isSo: boolean, what: string, draft: Draft]>([
    [true, 'one added', edited(parent, add(192, 64))],
    [true, 'one reworded', edited(parent, change('a', { caption: 'a red fish' }))],
    [true, 'one grown over its old place', edited(parent, change('a', boxAt(56, 56, 80, 80)))],
    [true, 'one replaced by another in its place', edited(parent, { do: 'removeInstance', id: 'a' }, add(64, 64, 0))],
    [true, 'one added behind one that its own note locks', edited(parent, noted('a', 'locked'), add(96, 64, 0))],
    [false, 'one added behind the corners of a box', edited(parent, add(96, 64, 0))],
    [true, 'one that is noted free', edited(parent, noted('a', 'free'))],
    [false, 'one added behind a harmonised one', edited(parent, keep('harmonise'), add(96, 64, 0))],
    [false, 'one moved off its old place', edited(parent, change('a', boxAt(96, 64)))],
    [false, 'one removed', edited(parent, { do: 'removeInstance', id: 'a' })],
    [false, 'one shrunk', edited(parent, change('a', boxAt(72, 72, 32, 32)))],
    [false, 'one added and another removed', edited(parent, add(192, 64), { do: 'removeInstance', id: 'b' })],
    [false, 'another caption', edited(parent, add(192, 64), { do: 'changeScene', change: { caption: 'at night' } })],
    [false, 'a free round with a locked thing', edited(parent, add(192, 64), keep('free'), noted('a', 'locked'))],
  ])('R5 %s: %s', (isSo, _, draft) => {
    expect(planOf(draft).startsFromTracks).toBe(isSo)
  })

  test('R5 one removed in front of a locked one: that one is shown again, so the joint run draws it', () => {
    expect(planOf(edited(overA, { do: 'removeInstance', id: 'n' }), 5, overA)).toMatchObject({
      alone: ['a'],
      startsFromTracks: false,
    })
  })

  test('R5 cells added by hand count as touched: off the new thing the joint run draws them', () => {
    const draft = edited(parent, add(192, 64))
    const painted = (x: number) =>
      holdPlanOf(parent, draft, grid64, { mergeAt: 5, hand: { added: cellsOf(64, 64, [x, 8, x + 2, 9]) } })
    expect(painted(25).startsFromTracks).toBe(true)
    expect(painted(50).startsFromTracks).toBe(false)
  })
})

/** R3: where the picture changes. Numbers are those of the rules in README.md. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft, KeepMode } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { draftOf } from '../scene/document.helper.ts'
import { applyCommands } from '../scene/edit.ts'
import { placeCells } from '../scene/place.ts'
import { instance } from '../scene/scene.helper.ts'
import { changesOf } from './changes.ts'
import {
  boxAt,
  cellsOf,
  commandsOf,
  edited,
  editedByAll,
  freshCommandsOf,
  grid64,
  randomDraft,
  randomEdit,
} from './consistency.helper.ts'
import { growCells } from './grow.ts'
import { holdPlanOf } from './hold-plan.ts'
import { regionOf, touchedShare } from './region.ts'
import { touchedCells } from './touched.ts'

/** In a harmonised round nothing is protected without a note. */
const parent: Draft = { ...draftOf(instance('a', boxAt(64, 64)), instance('b', boxAt(320, 320))), keep: 'harmonise' }
const noted = (id: string, keep: KeepMode | null): Command => ({ do: 'noteInstance', id, change: { keep } })
const toCells = (draft: typeof parent, from = parent) => regionOf(from, draft, grid64).cells

function ascii(cells: Uint8Array, width: number): string[] {
  return Array.from({ length: cells.length / width }, (_, y) =>
    Array.from(cells.subarray(y * width, (y + 1) * width), (cell) => (cell === 1 ? '#' : '.')).join(''),
  )
}

/** On cells of 10 x 8: whether the gap to some marked cell is less than the radius. */
function isNearMarked(cells: Uint8Array, at: number, x: number, y: number): boolean {
  const gap = (a: number, b: number) => Math.max(0, Math.abs(a - b) - 1)
  return cells.some((cell, i) => {
    const across = gap(i % 10, at % 10) / x
    const down = gap(Math.floor(i / 10), Math.floor(at / 10)) / y
    return cell === 1 && across ** 2 + down ** 2 < 1
  })
}

describe('R3 rule 5: old and new place, grown by a sixteenth of the shorter side', () => {
  test('R3 one moved box: its old and its new place with 4 cells round each, corners rounded', () => {
    const draft = edited(parent, { do: 'changeInstance', id: 'a', change: boxAt(64, 320) })
    const touched = cellsOf(64, 64, [8, 8, 16, 16], [8, 40, 16, 48])
    const region = regionOf(parent, draft, grid64)
    expect(region.cells).toEqual(growCells(touched, 64, 64, { x: 4, y: 4 }))
    expect(region.share).toBeCloseTo((2 * (16 * 16 - 4)) / 64 ** 2, 6)
    expect(region).toMatchObject({ width: 64, height: 64, whole: null })
  })

  test('R3 growing reaches every cell with a part nearer than the radius, so corners are round', () => {
    const cells = cellsOf(11, 11, [5, 5, 6, 6])
    const grown = ascii(growCells(cells, 11, 11, { x: 4, y: 4 }), 11)
    expect(grown.slice(0, 3)).toEqual(['...........', '..#######..', '.#########.'])
    expect(grown.slice(3, 8)).toEqual(Array.from({ length: 5 }, () => '.#########.'))
    expect(growCells(cells, 11, 11, { x: 0, y: 0 })).toEqual(cells)
    expect(growCells(cells, 11, 11, { x: 1, y: 1 })).toEqual(cellsOf(11, 11, [4, 4, 7, 7]))
    expect(growCells(cells, 11, 11, { x: 1.5, y: 0.5 })).toEqual(cellsOf(11, 11, [3, 4, 8, 7]))
  })

  test('R3 growing any cells by any radius is what measuring every pair of cells gives', () => {
    const radius = fc.integer({ min: 1, max: 40 }).map((eighths) => eighths / 8)
    const someCells = fc.uint8Array({ min: 0, max: 6, minLength: 80, maxLength: 80 })
    fc.assert(
      fc.property(someCells, radius, radius, (values, x, y) => {
        const cells = values.map((value) => (value === 6 ? 1 : 0))
        expect(growCells(cells, 10, 8, { x, y })).toEqual(cells.map((_, i) => (isNearMarked(cells, i, x, y) ? 1 : 0)))
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  test('R3 a place that ends within a cell takes the whole cell: rounded outwards', () => {
    const add: Command = { do: 'addInstance', at: 0, instance: instance('n', boxAt(255, 255, 2, 2)) }
    expect(toCells(edited(parent, add))).toEqual(growCells(cellsOf(64, 64, [31, 31, 33, 33]), 64, 64, { x: 4, y: 4 }))
  })

  test('R3 a wide picture has a margin of a sixteenth of its height in both directions', () => {
    const wide = { ...parent, scene: { ...parent.scene, width: 1024 } }
    const draft = edited(wide, { do: 'removeInstance', id: 'b' })
    const { cells } = regionOf(wide, draft, { gridWidth: 128, gridHeight: 64 })
    expect(cells).toEqual(growCells(cellsOf(128, 64, [40, 40, 48, 48]), 128, 64, { x: 4, y: 4 }))
  })

  test('R3 on the 16 x 16 cells of the starter model the margin is one cell', () => {
    const draft = edited(parent, { do: 'removeInstance', id: 'b' })
    const { cells } = regionOf(parent, draft, { gridWidth: 16, gridHeight: 16 })
    expect(cells).toEqual(cellsOf(16, 16, [9, 9, 13, 13]))
  })

  test('R3 an edit outside the picture, or without a place, changes no cell', () => {
    const add = (locations: object): Command => ({ do: 'addInstance', at: 0, instance: instance('n', locations) })
    expect(regionOf(parent, edited(parent, add(boxAt(-500, 0))), grid64).share).toBe(0)
    expect(regionOf(parent, edited(parent, add({})), grid64).share).toBe(0)
  })
})

describe('R3 rule 6: the protected place', () => {
  const locked: Command = { do: 'setKeep', keep: 'locked' }
  const newOverA = (at: number): Command => ({ do: 'addInstance', at, instance: instance('n', boxAt(96, 64)) })
  const cellsOfA = cellsOf(64, 64, [8, 8, 16, 16])
  const { x0, y0, x1, y1 } = boxAt(64, 64).box
  const ring = [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ]
  const shaped: Command = { do: 'changeInstance', id: 'a', change: { polygon: [ring] } }
  const near = (from: number) => growCells(cellsOf(64, 64, [from, 8, from + 8, 16]), 64, 64, { x: 4, y: 4 })
  const less = (cells: Uint8Array, box: [number, number, number, number]) => {
    const taken = cellsOf(64, 64, box)
    return cells.map((cell, i) => cell & (1 - taken[i]!))
  }

  test('R3 a kept thing that is locked by its own note is spared where the edited one is behind it', () => {
    expect(toCells(edited(parent, locked, noted('a', 'locked'), newOverA(0)))).toEqual(less(near(12), [8, 8, 16, 16]))
  })

  test('R3 where the edited one is in front, its own place is drawn and the margin stays off the locked thing', () => {
    expect(toCells(edited(parent, locked, newOverA(1)))).toEqual(less(near(12), [8, 8, 12, 16]))
  })

  test('R3 where a removed one was in front, the locked thing behind it is drawn', () => {
    const before = edited(parent, locked, newOverA(1))
    const draft = edited(before, { do: 'removeInstance', id: 'n' })
    expect(toCells(draft, before)).toEqual(less(near(12), [8, 8, 12, 16]))
  })

  test('R3 a kept box gives way, but for the ellipse in its middle, to what was removed from behind it', () => {
    const before = edited(parent, locked, { do: 'addInstance', at: 0, instance: instance('n', boxAt(96, 64)) })
    const cells = toCells(edited(before, { do: 'removeInstance', id: 'n' }), before)
    const rows = ascii(cells, 64)
      .slice(8, 16)
      .map((row) => row.slice(8, 16))
    // cells 12 to 15 of the eight were touched; of the margin to the left of them nothing is drawn
    expect(rows).toEqual([
      '....####',
      '......##',
      '.......#',
      '.......#',
      '.......#',
      '.......#',
      '......##',
      '....####',
    ])
  })

  test.each<[string, Command]>([
    ['is locked by its own note', noted('a', 'locked')],
    ['has a shape', shaped],
  ])('R3 a kept thing that %s does not give way', (_, command) => {
    const behind: Command = { do: 'addInstance', at: 0, instance: instance('n', boxAt(96, 64)) }
    const before = edited(parent, locked, behind, command)
    const cells = toCells(edited(before, { do: 'removeInstance', id: 'n' }), before)
    expect(cells).toEqual(less(near(12), [8, 8, 16, 16]))
  })

  test.each<[mode: KeepMode, note: KeepMode | null, isSpared: boolean]>([
    ['free', null, false],
    ['harmonise', null, false],
    ['locked', 'harmonise', false],
    ['harmonise', 'locked', true],
  ])('R3 in a round that is %s, a kept thing noted as %s is spared: %s', (keep, note, isSpared) => {
    const cells = toCells(edited(parent, { do: 'setKeep', keep }, noted('a', note), newOverA(0)))
    expect(cells).toEqual(isSpared ? less(near(12), [8, 8, 16, 16]) : near(12))
    expect(cells.some((cell, i) => cell === 1 && cellsOfA[i] === 1)).toBe(!isSpared)
  })
})

describe('R3 rule 7: the whole picture', () => {
  test.each<[string, Command]>([
    ['size', { do: 'setDraft', draft: { ...parent, keep: 'locked', scene: { ...parent.scene, width: 640 } } }],
    ['model', { do: 'changeSettings', change: { model: 'other' } }],
    ['caption', { do: 'changeScene', change: { caption: 'at night' } }],
  ])('R3 another %s', (whole, command) => {
    const region = regionOf(parent, edited(parent, command), grid64)
    expect(region).toMatchObject({ whole, share: 1 })
    expect(region.cells.every((cell) => cell === 1)).toBe(true)
  })

  test('R3 without a parent, and an empty grid is refused', () => {
    expect(regionOf(null, parent, grid64)).toMatchObject({ whole: 'noParent', share: 1 })
    expect(() => regionOf(null, parent, { gridWidth: 0, gridHeight: 4 })).toThrow(RangeError)
  })

  test('R3 with another caption the locked things are still spared', () => {
    const draft = edited(
      parent,
      { do: 'setKeep', keep: 'locked' },
      { do: 'changeScene', change: { caption: 'at night' } },
    )
    const spared = cellsOf(64, 64, [8, 8, 16, 16], [40, 40, 48, 48])
    expect(toCells(draft)).toEqual(spared.map((cell) => 1 - cell))
  })
})

describe('R3 rule 9: notes of keep modes', () => {
  const aroundA = growCells(cellsOf(64, 64, [8, 8, 16, 16]), 64, 64, { x: 4, y: 4 })
  const ofA = cellsOf(64, 64, [8, 8, 16, 16])

  test.each<KeepMode>(['locked', 'harmonise'])(
    'R3 a %s round draws a thing noted free anew, with its margin',
    (keep) => {
      expect(toCells(edited(parent, { do: 'setKeep', keep }, noted('a', 'free')))).toEqual(aroundA)
    },
  )

  test.each<KeepMode>(['locked', 'harmonise'])(
    'R3 a free round leaves out what is noted %s, and nothing else',
    (keep) => {
      expect(toCells(edited(parent, { do: 'setKeep', keep: 'free' }, noted('a', keep)))).toEqual(
        ofA.map((cell) => 1 - cell),
      )
    },
  )

  test('R3 the note of an edited thing keeps nothing', () => {
    const moved: Command = { do: 'changeInstance', id: 'a', change: boxAt(72, 64) }
    const draft = edited(parent, { do: 'setKeep', keep: 'locked' }, noted('a', 'locked'), moved)
    expect(toCells(draft)).toEqual(growCells(cellsOf(64, 64, [8, 8, 17, 16]), 64, 64, { x: 4, y: 4 }))
  })
})

describe('R3 rule 10: what is painted by hand wins', () => {
  const locked = edited(parent, { do: 'setKeep', keep: 'locked' })
  const added = cellsOf(64, 64, [10, 10, 12, 12])

  test('R3 added cells are drawn though a locked thing is protected there, taken ones are not though a thing was moved', () => {
    expect(regionOf(locked, locked, grid64, { added }).cells).toEqual(added)
    const moved = edited(locked, { do: 'changeInstance', id: 'a', change: boxAt(64, 320) })
    const taken = cellsOf(64, 64, [0, 0, 64, 32])
    const all = regionOf(locked, moved, grid64).cells
    expect(regionOf(locked, moved, grid64, { taken }).cells).toEqual(all.map((cell, i) => cell & (1 - taken[i]!)))
    expect(regionOf(locked, moved, grid64, { added, taken }).cells).toEqual(
      all.map((cell, i) => (cell & (1 - taken[i]!)) | added[i]!),
    )
  })

  test('R3 at another size nothing can be held, whatever was painted, and cells of another grid are refused', () => {
    const wider = { ...locked, scene: { ...locked.scene, width: 640 } }
    const taken = cellsOf(64, 64, [0, 0, 64, 32])
    expect(regionOf(locked, wider, grid64, { taken }).share).toBe(1)
    expect(() => regionOf(locked, locked, { gridWidth: 16, gridHeight: 16 }, { added })).toThrow(RangeError)
  })
})

describe('R3 random edits', () => {
  const grid = { gridWidth: 32, gridHeight: 32 }
  const runs = { seed: 3, numRuns: 80 }
  const someEdits = fc.array(randomEdit, { minLength: 1, maxLength: 3 })

  test('R3 rule 6: a kept, locked thing has no cell in the region but where an edited one is or was in front, or where its corners give way', () => {
    let seen = 0
    fc.assert(
      fc.property(randomDraft, someEdits, (before, edits) => {
        const draft = editedByAll(before, edits)
        const region = regionOf(before, draft, grid)
        const changes = changesOf(before, draft)
        const isEdited = (id: string) => changes.instances.get(id)!.kinds.length > 0
        for (const { id, instance: thing } of changes.instances.values()) {
          if (isEdited(id) || (draft.notes[id]?.keep ?? draft.keep) !== 'locked') continue
          const front = [draft.scene, before.scene].flatMap(({ instances }) =>
            instances.slice(instances.findIndex((other) => other.id === id) + 1).filter((other) => isEdited(other.id)),
          )
          const givesWay = thing.polygon === undefined && draft.notes[id]?.keep !== 'locked'
          const fronts = front.map((other) => placeCells(draft.scene, other, 32, 32))
          if (givesWay) fronts.push(touchedCells(changes, draft, grid))
          const own = placeCells(draft.scene, thing, 32, 32)
          const wrong = own.filter((cell, i) => cell === 1 && region.cells[i] === 1 && !fronts.some((f) => f[i] === 1))
          expect(wrong).toHaveLength(0)
          seen += own.some((cell) => cell === 1) ? 1 : 0
        }
      }),
      runs,
    )
    expect(seen).toBeGreaterThan(50)
  })

  test('R3 rule 5: every cell of an edited place is in the region unless a locked thing is protected there', () => {
    fc.assert(
      fc.property(randomDraft, randomEdit, (before, edit) => {
        const free: Draft = { ...before, notes: {}, keep: 'harmonise' }
        const draft = edited(free, ...freshCommandsOf(edit, free))
        const { cells } = regionOf(free, draft, grid)
        for (const { kinds, instance: thing } of changesOf(free, draft).instances.values()) {
          if (kinds.length === 0) continue
          const place = placeCells(draft.scene, thing, 32, 32)
          expect(place.every((cell, i) => cell <= cells[i]!)).toBe(true)
        }
      }),
      runs,
    )
  })

  test('R3 rule 5: every region lies inside the picture, and within the margin of what was touched', () => {
    fc.assert(
      fc.property(randomDraft, someEdits, (before, edits) => {
        const locked: Draft = { ...before, notes: {}, keep: 'locked' }
        const draft = editedByAll(locked, edits)
        const { cells, share } = regionOf(locked, draft, grid)
        const places = [...changesOf(locked, draft).instances.values()]
          .filter(({ kinds }) => kinds.length > 0)
          .flatMap(({ id }) => [locked, draft].map(({ scene }) => scene.instances.find((thing) => thing.id === id)))
          .map((thing) => (thing ? placeCells(draft.scene, thing, 32, 32) : new Uint8Array(1024)))
        const touched = new Uint8Array(1024).map((_, i) => (places.some((place) => place[i] === 1) ? 1 : 0))
        const margin = growCells(touched, 32, 32, { x: 2, y: 2 })
        expect(cells).toHaveLength(1024)
        expect(cells.every((cell, i) => cell === 0 || (cell === 1 && margin[i] === 1))).toBe(true)
        expect(touchedShare(locked, draft, grid)).toBe(touched.filter((cell) => cell === 1).length / 1024)
        expect(share).toBe(cells.filter((cell) => cell === 1).length / 1024)
      }),
      runs,
    )
  })

  test('R3 two edits of different things give the same region in either order', () => {
    fc.assert(
      fc.property(randomDraft, randomEdit, randomEdit, (before, one, other) => {
        fc.pre(one.of % before.scene.instances.length !== other.of % before.scene.instances.length)
        // positions in the list move with other edits, so only what names things by id is independent
        const [a, b] = [commandsOf(one, before), commandsOf(other, before)]
        fc.pre([...a, ...b].every((command) => command.do === 'changeInstance' || command.do === 'removeInstance'))
        const [ab, ba] = [edited(before, ...a, ...b), edited(before, ...b, ...a)]
        expect(regionOf(before, ab, grid).cells).toEqual(regionOf(before, ba, grid).cells)
        expect(holdPlanOf(before, ab, grid, { mergeAt: 5 })).toEqual(holdPlanOf(before, ba, grid, { mergeAt: 5 }))
      }),
      runs,
    )
  })

  test('R3 undoing an edit empties the region, but for things that are noted free', () => {
    fc.assert(
      fc.property(randomDraft, fc.array(randomEdit, { maxLength: 3 }), (drawn, edits) => {
        const before: Draft = { ...drawn, keep: drawn.keep === 'free' ? 'locked' : drawn.keep }
        let document = { draft: before, rounds: {} }
        const inverses: Command[][] = []
        for (const edit of edits) {
          if (document.draft.scene.instances.length < 2) continue
          const step = applyCommands(document, freshCommandsOf(edit, document.draft))
          document = { ...step.document, rounds: {} }
          inverses.push(step.inverse)
        }
        for (const inverse of inverses.reverse()) {
          document = { ...applyCommands(document, inverse).document, rounds: {} }
        }
        const { cells, whole } = regionOf(before, document.draft, grid)
        expect(whole).toBe(null)
        expect(cells).toEqual(regionOf(before, before, grid).cells)
        const isNoneFree = Object.values(before.notes).every(({ keep }) => keep !== 'free')
        if (isNoneFree) expect(cells).toEqual(new Uint8Array(1024))
      }),
      runs,
    )
  })
})

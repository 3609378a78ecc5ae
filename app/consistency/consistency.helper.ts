/** Drafts for tests, random ones too. */

import fc from 'fast-check'
import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import type { Instance } from '../contract/scene.ts'
import { draftOf } from '../scene/document.helper.ts'
import { applyCommands } from '../scene/edit.ts'
import { instance } from '../scene/scene.helper.ts'

/** Of 512 x 512 pixels: cells of 8. */
export const grid64 = { gridWidth: 64, gridHeight: 64 }

export function edited(draft: Draft, ...commands: Command[]): Draft {
  return applyCommands({ draft, rounds: {} }, commands).document.draft
}

export function boxAt(x0: number, y0: number, width = 64, height = 64) {
  return { box: { x0, y0, x1: x0 + width, y1: y0 + height } }
}

/** Cells x0..x1, y0..y1, the last ones not included. */
export function cellsOf(width: number, height: number, ...boxes: [x0: number, y0: number, x1: number, y1: number][]) {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    return boxes.some(([x0, y0, x1, y1]) => x >= x0 && x < x1 && y >= y0 && y < y1) ? 1 : 0
  })
}

const coordinate = fc.integer({ min: -60, max: 540 })
const point = fc.record({ x: coordinate, y: coordinate })
const box = fc
  .tuple(coordinate, coordinate, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }))
  .map(([x, y, width, height]) => boxAt(x, y, width, height))
const locations: fc.Arbitrary<Omit<Instance, 'id' | 'caption'>> = fc.oneof(
  box,
  point.map((at) => ({ point: at })),
  fc.array(point, { minLength: 2, maxLength: 6 }).map((stroke) => ({ scribble: [stroke] })),
  fc.array(point, { minLength: 3, maxLength: 6 }).map((ring) => ({ polygon: [ring] })),
)

const keepNotes = fc.constantFrom('locked' as const, 'harmonise' as const, 'free' as const, undefined)

/** Two to six instances, each with a note of its own or none, in a round of any mode. */
export const randomDraft: fc.Arbitrary<Draft> = fc
  .tuple(
    fc.constantFrom('locked' as const, 'harmonise' as const, 'free' as const),
    fc.array(fc.tuple(locations, keepNotes), { minLength: 2, maxLength: 6 }),
  )
  .map(([keep, things]) => ({
    ...draftOf(...things.map(([location], i) => instance(`i${i}`, location))),
    notes: Object.fromEntries(things.map(([, note], i) => [`i${i}`, note ? { keep: note } : {}])),
    keep,
  }))

export type RandomEdit = { readonly of: number; readonly commands: (id: string, at: number) => Command[] }

/** One edit of one instance, chosen by number: moved elsewhere, reworded, removed, reordered, or a new one added. */
export const randomEdit: fc.Arbitrary<RandomEdit> = fc
  .tuple(fc.nat({ max: 5 }), fc.nat({ max: 4 }), locations)
  .map(([of, kind, location]) => ({
    of,
    commands: (id: string, at: number): Command[] => {
      const change = { box: null, point: null, scribble: null, polygon: null, ...location }
      if (kind === 0) return [{ do: 'changeInstance', id, change: { caption: 'another thing' } }]
      if (kind === 1) return [{ do: 'removeInstance', id }]
      if (kind === 2) return [{ do: 'orderInstance', id, at }]
      if (kind === 3) return [{ do: 'addInstance', at, instance: instance(`new ${id}`, location) }]
      return [{ do: 'changeInstance', id, change }]
    },
  }))

/** @returns the commands of the edit for this draft */
export function commandsOf(edit: RandomEdit, { scene }: Draft): Command[] {
  const of = edit.of % scene.instances.length
  return edit.commands(scene.instances[of]!.id, edit.of % scene.instances.length)
}

/** As `commandsOf`, but ids of added instances are new ones, also the second time. */
export function freshCommandsOf(edit: RandomEdit, draft: Draft): Command[] {
  return commandsOf(edit, draft).map((command) => {
    if (command.do !== 'addInstance') return command
    const id = `n${draft.scene.instances.length} ${command.instance.id}`
    return { ...command, instance: { ...command.instance, id } }
  })
}

/** @returns the draft after all edits that leave it an instance */
export function editedByAll(draft: Draft, edits: readonly RandomEdit[]): Draft {
  return edits.reduce((d, edit) => (d.scene.instances.length > 1 ? edited(d, ...freshCommandsOf(edit, d)) : d), draft)
}

/** Cells of a grid of so many, about half of them. */
export function randomCells(count: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ min: 0, max: 1, minLength: count, maxLength: count })
}

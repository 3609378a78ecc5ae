/** Compacting: what goes, what stays, what becomes of undo, and that the file is whole whatever happens meanwhile. */
import { readFileSync, statSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Gesture } from '../contract/edit.ts'
import {
  captionOf,
  latentsOf,
  newProject,
  noteRound,
  opened,
  optionsOf,
  pngOf,
  reword,
  roundOf,
  runOf,
} from './project.helper.ts'
import type { Project } from './project.ts'
import { isEmptied, readSummary, repairInto } from './project.ts'

const size = 40_000

const commit = (project: Project, gesture: Gesture) => project.commit(gesture, project.history.sequence)
const undo = (project: Project) => project.undo(project.history.sequence)
const redo = (project: Project) => project.redo(project.history.sequence)
const remove = (project: Project, ...ids: string[]) =>
  ids.map((id) => commit(project, noteRound(id, { deleted: true })))

/** A round that goes on from the one before; its id. */
function add(project: Project, seed: number): string {
  return project.addRound(roundOf(project), pngOf(seed, size), { ...runOf(seed), setParent: true }).round.id
}

/** From another round, or from none. */
function goOn(project: Project, parent: string | null): void {
  commit(project, { kind: 'goOn', commands: [{ do: 'setParent', parent }] })
}

function again(project: Project): Project {
  project.close()
  const db = new SQLite(project.path, { readonly: true })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
  return opened(project.path)
}

describe('P5 usage', () => {
  test('P5 says what takes the room, and its parts are the file', () => {
    const project = newProject()
    const tracks = [{ key: 'a', x_Chw: latentsOf(2) }]
    const { round } = project.addRound(roundOf(project), pngOf(1, size), { ...runOf(1), tracks })
    project.putThumbnail(round.picture, 72, pngOf(2, 500))
    commit(project, reword('a red ball'))
    const usage = project.usage()
    const { total, other, steps, free, ...bytes } = usage
    expect(bytes).toEqual({ pictures: size, latents: 256, trajectories: 1280, tracks: 256, thumbnails: 500 })
    expect(steps).toBeGreaterThan(100)
    project.close()
    expect(total).toBe(statSync(project.path).size)
    expect(other).toBe(total - steps - free - size - 2 * 256 - 1280 - 500)
  })
})

describe('P5 compacting', () => {
  test('P5 gives back the room of deleted rounds, and leaves the others as they were', () => {
    const project = newProject()
    const first = add(project, 0)
    goOn(project, null)
    const ids = [1, 2, 3, 4].map((seed) => add(project, seed))
    goOn(project, first)
    remove(project, ...ids)
    const before = project.usage()
    const { document, rounds } = project
    const report = project.compact()
    expect(report.before).toBe(before.total)
    expect(report.before - report.after).toBeGreaterThan(4 * size)
    expect(project.usage()).toMatchObject({ pictures: size, latents: 256, trajectories: 1280, total: report.after })
    const after = again(project)
    expect(statSync(project.path).size).toBe(report.after)
    expect(after.rounds).toEqual(rounds.slice(0, 1))
    expect(after.document).toEqual({ ...document, rounds: {} })
    expect(after.blob(rounds[0]!.picture)).toEqual(Buffer.from(pngOf(0, size)))
    expect(after.trajectory(first)).toEqual(runOf(0).trajectory)
    expect(readFileSync(project.path).includes(Buffer.from(pngOf(2, size)).subarray(0, 500))).toBe(false)
  })

  test('P5 says beforehand what it takes, and then gives back that much and what the file needed to hold it', () => {
    const project = newProject()
    const first = add(project, 0)
    goOn(project, null)
    const ids = [1, 2, 3, 4].map((seed) => add(project, seed))
    goOn(project, first)
    commit(project, reword('a red ball'))
    const nothing = project.compactable()
    expect(nothing).toMatchObject({ rounds: 0, steps: 0 })
    remove(project, ...ids)
    const { rounds, steps, bytes } = project.compactable()
    // Five rounds, twice another parent, the words, four removals: undo would lead over rounds that are gone.
    expect({ rounds, steps }).toEqual({ rounds: 4, steps: 12 })
    const { before, after } = project.compact()
    expect(before - after).toBeGreaterThanOrEqual(bytes)
    expect(bytes).toBeGreaterThan(0.8 * (before - after))
    expect(project.compactable()).toEqual({ rounds: 0, steps: 0, bytes: 0 })
    expect(project.history.undo).toBeNull()
  })

  test('P5 what a job needs is not counted, and stays', () => {
    const project = newProject()
    const first = add(project, 0)
    goOn(project, null)
    remove(project, first)
    expect(project.compactable([first])).toMatchObject({ rounds: 0 })
    expect(project.compactable()).toMatchObject({ rounds: 1 })
    project.compact([first])
    expect(project.latents(first)).toBeDefined()
  })

  test('P5 a copy that is being made meanwhile is whole', async () => {
    const project = newProject()
    const ids = [1, 2, 3, 4].map((seed) => add(project, seed))
    goOn(project, null)
    remove(project, ...ids)
    const target = `${project.path.slice(0, -'.diorama'.length)} copy.diorama`
    const copying = project.saveCopy(target)
    const { after } = project.compact()
    await copying
    const copy = opened(target)
    expect(copy.document).toEqual(project.document)
    expect(copy.usage().total).toBeLessThan(after + 4 * 4096)
    again(copy)
  })

  test('P5 without anything deleted changes nothing but the size: undo, redo, rounds and tracks stay', () => {
    const project = newProject()
    commit(project, reword('a red ball'))
    add(project, 1)
    commit(project, reword('a blue ball'))
    undo(project)
    const { document, history, rounds } = project
    project.compact()
    const after = again(project)
    expect([after.document, after.rounds]).toEqual([document, rounds])
    expect(after.history).toEqual({ ...history, sequence: history.sequence + 1 })
    redo(after)
    expect(captionOf(after)).toBe('a blue ball')
    for (let i = 0; i < 3; i++) undo(after)
    expect([captionOf(after), after.history.undo]).toEqual(['a thing ball', null])
  })

  test('P5 a change from before it is a conflict, as the document is another one', () => {
    const project = newProject()
    const { sequence } = project.history
    project.compact()
    expect(() => project.commit(reword('late'), sequence)).toThrow(expect.objectContaining({ code: 'conflict' }))
  })

  test('P5 what was undone and then left behind goes, and with it the picture that only it could bring back', () => {
    const project = newProject()
    const picture = project.putBlob(pngOf(9, size), 'image/png')
    const other = project.putBlob(pngOf(8, size), 'image/png')
    const backdrop = { picture, name: 'sea.png', width: 9, height: 9, opacity: 1, isShown: true }
    const set = (digest: string): Gesture => ({
      kind: 'backdrop',
      commands: [{ do: 'setBackdrop', backdrop: { ...backdrop, picture: digest } }],
    })
    commit(project, set(other))
    commit(project, { kind: 'backdrop', commands: [{ do: 'setBackdrop', backdrop: null }] })
    commit(project, set(picture))
    undo(project)
    commit(project, reword('a red ball'))
    project.compact()
    const after = again(project)
    expect([after.blob(picture), after.blob(other)?.length]).toEqual([undefined, size])
    for (let i = 0; i < 2; i++) undo(after)
    expect(after.document.draft.backdrop?.picture).toBe(other)
  })

  test('P5 thumbnails and bytes that nothing refers to go', () => {
    const project = newProject()
    add(project, 1)
    project.putThumbnail(project.rounds[0]!.picture, 72, pngOf(2, 500))
    const orphan = project.putBlob(pngOf(3, size), 'report')
    project.compact()
    expect([project.thumbnail(project.rounds[0]!.picture, 72), project.blob(orphan)]).toEqual([undefined, undefined])
    expect(project.usage().thumbnails).toBe(0)
  })

  test('P5 in a file that cannot be changed is refused', () => {
    const project = newProject()
    const looking = opened(project.path, true)
    expect(() => looking.compact()).toThrow(expect.objectContaining({ code: 'projectReadOnly' }))
  })
})

describe('P5 the tree after compacting', () => {
  /** Six in a row, of which only the last is not deleted. */
  function chain(): { project: Project; ids: string[] } {
    const project = newProject()
    const ids = [0, 1, 2, 3, 4, 5].map((seed) => add(project, seed))
    remove(project, ...ids.slice(0, -1))
    return { project, ids }
  }

  test('R1 the parent of a living round keeps its picture, those before it only their places', () => {
    const { project, ids } = chain()
    const before = project.rounds
    project.compact()
    const after = again(project)
    expect(after.rounds.map(({ id, parent, level }) => [id, parent, level])).toEqual(
      before.map(({ id, parent, level }) => [id, parent, level]),
    )
    expect(after.rounds.map(isEmptied)).toEqual([true, true, true, true, false, false])
    expect(after.blob(after.rounds[4]!.picture)).toHaveLength(size)
    expect(after.blob(after.rounds[0]!.picture)!.subarray(1, 4).toString()).toBe('PNG')
    expect(ids.map((id) => [after.trajectory(id).length, after.latents(id)?.length])).toEqual([
      ...ids.slice(0, 4).map(() => [0, undefined]),
      [0, 64],
      [10, 64],
    ])
    expect(after.usage().pictures).toBeLessThan(2 * size + 100)
    expect(readSummary(project.path, '1.8').pictures).toBe(1)
  })

  test('R1 a round that is only a place can neither be brought back nor gone on from; one with a picture can', () => {
    const { project, ids } = chain()
    project.compact()
    const after = again(project)
    const refused = expect.objectContaining({ code: 'badEdit' })
    expect(() => commit(after, noteRound(ids[0]!, { deleted: null }))).toThrow(refused)
    expect(() => goOn(after, ids[0]!)).toThrow(refused)
    commit(after, noteRound(ids[4]!, { deleted: null }))
    goOn(after, ids[4]!)
    expect(after.document.draft.parent).toBe(ids[4])
    expect(after.document.rounds[ids[0]!]).toEqual({ deleted: true })
  })

  test('R1 twice in a row, and with the last one deleted too, nothing is left of the tree but what the draft shows', () => {
    const { project, ids } = chain()
    const once = project.compact().after
    expect(project.compact()).toEqual({ before: once, after: once })
    remove(project, ids[5]!)
    project.compact()
    expect(project.rounds).toHaveLength(6)
    goOn(project, null)
    project.compact()
    const after = again(project)
    expect([after.rounds, after.document.rounds, after.cover]).toEqual([[], {}, null])
    add(after, 7)
    expect(again(after).rounds).toHaveLength(1)
  })

  test('R1 a deleted round that a job goes on from stays if it is said', () => {
    const project = newProject()
    const id = add(project, 1)
    goOn(project, null)
    remove(project, id)
    project.compact([id])
    expect(project.rounds.map(({ id: one }) => one)).toEqual([id])
    expect(project.trajectory(id)).toHaveLength(10)
    project.compact()
    expect(project.rounds).toEqual([])
  })

  test('P3 a compacted project is not taken for a damaged one by repair', () => {
    const { project } = chain()
    goOn(project, null)
    const kept = add(project, 9)
    project.compact()
    commit(project, reword('a red ball'))
    project.close()
    const report = repairInto(project.path, `${project.path}-mended`, optionsOf())
    expect(report).toEqual({ rounds: 7, isWhole: true, hasHistory: true })
    const mended = opened(`${project.path}-mended`)
    expect(mended.trajectory(kept)).toEqual(runOf(9).trajectory)
    undo(mended)
    expect(captionOf(mended)).toBe('a thing ball')
  })
})

describe('C5 undo after compacting', () => {
  test('C5 begins after the last step that refers to a round that is gone', () => {
    const project = newProject()
    commit(project, reword('a red ball'))
    const gone = add(project, 1)
    goOn(project, null)
    commit(project, reword('a blue ball'))
    remove(project, gone)
    commit(project, reword('a green ball'))
    commit(project, reword('a white ball'))
    undo(project)
    project.compact()
    const after = again(project)
    redo(after)
    expect(captionOf(after)).toBe('a white ball')
    for (let i = 0; i < 4; i++) undo(after)
    expect([captionOf(after), after.history.undo]).toEqual(['a blue ball', null])
    expect(after.rounds).toEqual([])
    redo(after)
    expect(captionOf(after)).toBe('a green ball')
  })

  test('C5 redo ends before the first step that refers to a round that is gone', () => {
    const project = newProject()
    const gone = add(project, 1)
    goOn(project, null)
    remove(project, gone)
    commit(project, reword('a red ball'))
    commit(project, noteRound(gone, { name: 'the gone one' }))
    commit(project, reword('a blue ball'))
    for (let i = 0; i < 3; i++) undo(project)
    project.compact()
    const after = again(project)
    redo(after)
    expect([captionOf(after), after.history.redo]).toEqual(['a red ball', null])
  })

  test('C5 steps about rounds that stay can be taken back as before, the deletion of a parent too', () => {
    const project = newProject()
    const [parent, child] = [add(project, 1), add(project, 2)]
    remove(project, parent)
    project.compact()
    const after = again(project)
    undo(after)
    expect(after.document.rounds[parent]).toBeUndefined()
    undo(after)
    expect(after.document.draft.parent).toBe(parent)
    redo(after)
    expect(after.document.draft.parent).toBe(child)
  })
})

test('P5 whatever was done before, compacting leaves the living rounds, the draft and an undo that works to its end', () => {
  const move = fc.record({
    kind: fc.constantFrom('add', 'add', 'delete', 'goOn', 'reword', 'undo', 'undo', 'redo', 'compact'),
    which: fc.nat({ max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(move, { minLength: 4, maxLength: 25 }), (moves) => {
      const project = newProject()
      for (const [i, { kind, which }] of moves.entries()) {
        const usable = project.rounds.filter((round) => !isEmptied(round))
        const id = usable[which % Math.max(1, usable.length)]?.id ?? null
        if (kind === 'add') project.addRound(roundOf(project), pngOf(i, 300), { ...runOf(i, 4, 8), setParent: true })
        else if (kind === 'delete' && id !== null) remove(project, id)
        else if (kind === 'goOn') goOn(project, which === 0 ? null : id)
        else if (kind === 'reword') commit(project, reword(`ball ${i}`))
        else if (kind === 'undo') undo(project)
        else if (kind === 'redo') redo(project)
        else if (kind === 'compact') project.compact()
      }
      const isLiving = ({ id }: { id: string }) => project.document.rounds[id]?.deleted !== true
      const { draft } = project.document
      const living = project.rounds.filter(isLiving)
      project.compact()
      const after = again(project)
      expect(after.document.draft).toEqual(draft)
      expect(after.rounds.filter(isLiving)).toEqual(living)
      for (const { id, picture } of living) {
        expect([after.blob(picture)?.length, after.trajectory(id).length > 0]).toEqual([300, true])
      }
      const newest = after.document
      let steps = 0
      while (after.history.undo) steps += undo(after).commands.length > 0 ? 1 : 0
      for (let i = 0; i < steps; i++) redo(after)
      expect(after.document).toEqual(newest)
      after.close()
      const mended = `${project.path}-mended`
      expect(repairInto(project.path, mended, optionsOf())).toMatchObject({ isWhole: true, hasHistory: true })
    }),
    { seed: 10, numRuns: 40 },
  )
})

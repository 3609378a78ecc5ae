/** A project as its users see it: document, history, rounds and pictures, through the real file. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Gesture } from '../contract/edit.ts'
import { instance } from '../scene/scene.helper.ts'
import {
  captionOf,
  newProject,
  opened,
  optionsOf,
  pngOf,
  reword,
  roundOf,
  someDocument,
  temporaryFolder,
} from './project.helper.ts'
import type { Project } from './project.ts'
import { createProject, readCover, readSummary } from './project.ts'

const commit = (project: Project, gesture: Gesture) => project.commit(gesture, project.history.sequence)
const undo = (project: Project) => project.undo(project.history.sequence)
const redo = (project: Project) => project.redo(project.history.sequence)

/** Closed and opened again. */
function again(project: Project): Project {
  project.close()
  return opened(project.path)
}

describe('P1 a project file', () => {
  test('P1 comes back as it was created', () => {
    const project = newProject()
    const { id } = project
    expect(again(project).state).toEqual({
      id,
      name: 'Harbour',
      path: project.path,
      document: someDocument(),
      history: { sequence: 0, undo: null, redo: null },
      rounds: [],
    })
  })

  test('P1 is one file once it is closed', () => {
    const project = newProject()
    commit(project, reword('a red ball'))
    expect(readdirSync(path.dirname(project.path)).length).toBeGreaterThan(1)
    project.close()
    expect(readdirSync(path.dirname(project.path))).toEqual(['Harbour.diorama'])
  })

  test('P1 is not written to by opening, looking and closing', () => {
    const project = newProject()
    project.addRound(roundOf(project), pngOf(1))
    project.close()
    const before = readFileSync(project.path)
    const other = opened(project.path)
    other.blob(other.cover!)
    other.close()
    expect(readFileSync(project.path).equals(before)).toBe(true)
  })

  test('P1 is not created over another file', () => {
    const file = path.join(temporaryFolder(), 'Harbour.diorama')
    writeFileSync(file, 'mine')
    expect(() => createProject(file, someDocument(), optionsOf())).toThrow(
      expect.objectContaining({ code: 'fileExists' }),
    )
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(readdirSync(path.dirname(file))).toEqual(['Harbour.diorama'])
  })

  test('P1 after closing answers nothing more', () => {
    const project = newProject()
    project.close()
    project.close()
    for (const call of [() => commit(project, reword('late')), () => project.blob('0'), () => project.rename('late')]) {
      expect(call).toThrow(expect.objectContaining({ code: 'projectNotOpen' }))
    }
  })
})

describe('C5 undo', () => {
  const words = ['a red ball', 'a blue ball', 'a green ball']

  test('C5 ten gestures come back in order, across restarts', () => {
    let project = newProject()
    const captions = Array.from({ length: 10 }, (_, i) => `ball ${i}`)
    for (const caption of captions) commit(project, reword(caption))
    project = again(project)
    for (const caption of captions.slice(0, -1).reverse()) {
      undo(project)
      expect(captionOf(project)).toBe(caption)
    }
    undo(project)
    expect(project.document).toEqual(someDocument())
    expect(project.history).toEqual({ sequence: 20, undo: null, redo: { kind: 'reword', of: 'ball' } })
    project = again(project)
    for (const caption of captions) {
      redo(project)
      expect(captionOf(project)).toBe(caption)
    }
    expect(project.history).toEqual({ sequence: 30, undo: { kind: 'reword', of: 'ball' }, redo: null })
  })

  test('C5 answers with the commands that bring a mirror along', () => {
    const project = newProject()
    const gesture = reword('a red ball')
    expect(commit(project, gesture)).toEqual({ commands: gesture.commands, history: project.history })
    expect(undo(project).commands).toEqual(reword('a thing ball').commands)
    expect(redo(project).commands).toEqual(gesture.commands)
  })

  test('C5 with nothing to take back changes nothing', () => {
    const project = newProject()
    expect(undo(project)).toEqual({ commands: [], history: { sequence: 0, undo: null, redo: null } })
    expect(redo(project)).toEqual({ commands: [], history: { sequence: 0, undo: null, redo: null } })
  })

  test('C5 what was undone is out of reach after another gesture, but stays in the file', () => {
    const project = newProject()
    for (const word of words) commit(project, reword(word))
    undo(project)
    undo(project)
    commit(project, reword('a purple ball'))
    expect(project.history.redo).toBeNull()
    undo(project)
    expect(captionOf(project)).toBe('a red ball')
    project.close()
    expect(readFileSync(project.path).includes('a green ball')).toBe(true)
  })

  test('C5 gestures with the same key are one step', () => {
    let project = newProject()
    commit(project, reword('a red ball'))
    for (const word of ['b', 'bl', 'blu', 'blue']) commit(project, reword(word, 'typing'))
    project = again(project)
    undo(project)
    expect(captionOf(project)).toBe('a red ball')
    redo(project)
    expect(captionOf(project)).toBe('blue')
  })

  test.each<[string, (project: Project) => Project]>([
    [
      'another gesture',
      (project) => (commit(project, { kind: 'keep', commands: [{ do: 'setKeep', keep: 'free' }] }), project),
    ],
    ['undo and redo', (project) => (undo(project), redo(project), project)],
    ['a restart', again],
  ])('C5 %s ends a step that others could join', (_, between) => {
    const project = between(
      (() => {
        const fresh = newProject()
        commit(fresh, { kind: 'keep', commands: [{ do: 'setKeep', keep: 'harmonise' }] })
        commit(fresh, reword('one', 'typing'))
        return fresh
      })(),
    )
    commit(project, reword('two', 'typing'))
    undo(project)
    expect(captionOf(project)).toBe('one')
  })

  test('C5 a gesture that changes nothing is no step', () => {
    const project = newProject()
    expect(commit(project, reword('a thing ball')).history).toEqual({ sequence: 0, undo: null, redo: null })
  })

  test('C5 any walk through the history gives the document that belongs there', () => {
    const step = fc.oneof(fc.constant('undo' as const), fc.constant('redo' as const), fc.nat({ max: 4 }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (walk) => {
        const project = newProject()
        let done = [project.document]
        let undone: Project['document'][] = []
        for (const move of walk) {
          if (move === 'undo') {
            undo(project)
            if (done.length > 1) undone.push(done.pop()!)
          } else if (move === 'redo') {
            redo(project)
            if (undone.length > 0) done.push(undone.pop()!)
          } else {
            const before = project.history.sequence
            commit(project, reword(`ball ${move}`))
            if (project.history.sequence > before) [done, undone] = [[...done, project.document], []]
          }
          expect(project.document).toEqual(done.at(-1))
        }
        const reopened = again(project)
        expect(reopened.document).toEqual(done.at(-1))
        reopened.close()
      }),
      { seed: 9, numRuns: 15 },
    )
  })
})

describe('P2 a change that is refused', () => {
  const addBall: Gesture = { kind: 'draw', commands: [{ do: 'addInstance', at: 0, instance: instance('ball') }] }
  const setParent: Gesture = { kind: 'goOn', commands: [{ do: 'setParent', parent: 'nobody' }] }
  const picture = 'f'.repeat(64)
  const backdrop = { picture, name: 'sea.png', width: 9, height: 9, opacity: 1, isShown: true }
  const setBackdrop: Gesture = { kind: 'backdrop', commands: [{ do: 'setBackdrop', backdrop }] }
  const empty: Gesture = { kind: 'draw', commands: [] }
  const wide: Gesture = { kind: 'settings', commands: [{ do: 'changeSettings', change: { steps: -1 } }] }

  test.each([
    ['an id that is taken', addBall],
    ['a round that is not here', setParent],
    ['a picture that is not here', setBackdrop],
    ['nothing in it', empty],
    ['a value that is not allowed', wide],
  ])('P2 for %s leaves the project as it was', (_, gesture) => {
    const project = newProject()
    commit(project, reword('a red ball'))
    const { document, history } = project
    expect(() => commit(project, gesture)).toThrow(expect.objectContaining({ name: 'StudioError', code: 'badEdit' }))
    expect(project.document).toBe(document)
    expect(project.history).toBe(history)
    expect(again(project).document).toEqual(document)
  })

  test('P2 as it was made from an older document is a conflict', () => {
    const project = newProject()
    const { sequence } = project.history
    commit(project, reword('a red ball'))
    for (const change of [
      () => project.commit(reword('mine'), sequence),
      () => project.undo(sequence),
      () => project.redo(9),
    ]) {
      expect(change).toThrow(expect.objectContaining({ code: 'conflict' }))
    }
    expect(captionOf(project)).toBe('a red ball')
  })
})

describe('R1 rounds', () => {
  test('R1 come back with their pictures and parts, in order, as a tree', () => {
    let project = newProject()
    const parts = [{ role: 'latents', kind: 'latents', bytes: pngOf(5, 4096) }] as const
    const { round: first } = project.addRound(roundOf(project), pngOf(1), { setParent: true, parts })
    const { round: second } = project.addRound(roundOf(project, { variant: 1 }), pngOf(2))
    expect([first.level, first.parent, second.level, second.parent]).toEqual([1, null, 2, first.id])
    expect(second.draft.parent).toBe(first.id)
    project = again(project)
    expect(project.rounds).toEqual([first, second])
    expect(project.blob(first.picture)).toEqual(Buffer.from(pngOf(1)))
    expect(project.roundPart(first.id, 'latents')).toEqual(Buffer.from(pngOf(5, 4096)))
    expect(project.roundPart(second.id, 'latents')).toBeUndefined()
  })

  test('R1 set the parent in one step of undo if asked to', () => {
    const project = newProject()
    const { round, changed } = project.addRound(roundOf(project), pngOf(1), { setParent: true })
    expect(changed).toEqual({
      commands: [{ do: 'setParent', parent: round.id }],
      history: { sequence: 1, undo: { kind: 'generate' }, redo: null },
    })
    undo(project)
    expect(project.document.draft.parent).toBeNull()
    expect(project.rounds).toEqual([round])
  })

  test('R1 without their parent are refused, and leave nothing behind', () => {
    const project = newProject()
    const draft = { ...project.document.draft, parent: 'nobody' }
    expect(() => project.addRound(roundOf(project, { draft }), pngOf(1))).toThrow(
      expect.objectContaining({ code: 'roundNotFound' }),
    )
    expect(project.rounds).toEqual([])
  })

  test('R1 appear whole or not at all: one part that cannot be stored takes the picture with it', () => {
    const project = newProject()
    const part = { role: 'latents', kind: 'latents', bytes: pngOf(5) } as const
    expect(() => project.addRound(roundOf(project), pngOf(1), { setParent: true, parts: [part, part] })).toThrow(
      expect.objectContaining({ code: 'internal' }),
    )
    expect(project.rounds).toEqual([])
    const reopened = again(project)
    expect([reopened.rounds, reopened.history.sequence]).toEqual([[], 0])
    expect(readFileSync(project.path).includes(Buffer.from(pngOf(1)).subarray(0, 500))).toBe(false)
  })

  test('R1 the cover is the newest picture that is not deleted, and can be read of a file that is open or not', () => {
    const project = newProject()
    expect([project.cover, readCover(project.path, '1.8')]).toEqual([null, undefined])
    const { round } = project.addRound(roundOf(project), pngOf(1))
    const { round: second } = project.addRound(roundOf(project), pngOf(2))
    expect(project.cover).toBe(second.picture)
    expect(readCover(project.path, '1.8')).toEqual(Buffer.from(pngOf(2)))
    commit(project, { kind: 'round', commands: [{ do: 'noteRound', id: second.id, change: { deleted: true } }] })
    expect(project.cover).toBe(round.picture)
    project.close()
    expect(readCover(project.path, '1.8')).toEqual(Buffer.from(pngOf(1)))
    expect(readSummary(project.path, '1.8')).toEqual({
      name: 'Harbour',
      pictures: 1,
      instances: 1,
      cover: round.picture,
    })
    expect(readdirSync(path.dirname(project.path))).toEqual(['Harbour.diorama'])
  })
})

describe('P1 blobs', () => {
  test('P1 are kept once, by the digest of their content', () => {
    const project = newProject()
    const digest = project.putBlob(pngOf(1, 400_000), 'image/png')
    expect(project.putBlob(pngOf(1, 400_000), 'image/png')).toBe(digest)
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(again(project).blob(digest)).toEqual(Buffer.from(pngOf(1, 400_000)))
    expect(readFileSync(project.path).length).toBeLessThan(600_000)
  })

  test('P1 a small picture is kept for a side, and the newer one counts', () => {
    const project = newProject()
    const digest = project.putBlob(pngOf(1), 'image/png')
    project.putThumbnail(digest, 72, pngOf(2, 50))
    project.putThumbnail(digest, 72, pngOf(3, 50))
    expect(project.thumbnail(digest, 72)).toEqual(Buffer.from(pngOf(3, 50)))
    expect(project.thumbnail(digest, 144)).toBeUndefined()
  })

  test('C1 a backdrop is a picture of the project', () => {
    const project = newProject()
    const picture = project.putBlob(pngOf(1), 'image/png')
    const backdrop = { picture, name: 'sea.png', width: 9, height: 9, opacity: 1, isShown: true }
    commit(project, { kind: 'backdrop', commands: [{ do: 'setBackdrop', backdrop }] })
    expect(again(project).document.draft.backdrop).toEqual(backdrop)
  })
})

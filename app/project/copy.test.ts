/** Copies and new names: complete where they are said to be, and never in the place of another file. */
import { existsSync, linkSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Gesture } from '../contract/edit.ts'
import { documentOf } from '../scene/document.helper.ts'
import { instance } from '../scene/scene.helper.ts'
import { newestVersion } from './migrations/runner.ts'
import { captionOf, newProject, opened, pngOf, reword, roundOf, temporaryFolder } from './project.helper.ts'
import type { Project } from './project.ts'

const commit = (project: Project, gesture: Gesture) => project.commit(gesture, project.history.sequence)

function reopened(project: Project): Project {
  project.close()
  return opened(project.path)
}

/** As the first version wrote it; closed. */
function ofVersion1(): string {
  const project = newProject()
  project.addRound(roundOf(project), pngOf(1), { setParent: true })
  project.close()
  const db = new SQLite(project.path)
  for (const index of ['round_parent', 'round_picture', 'round_part_blob', 'trajectory_blob', 'track_blob']) {
    db.exec(`DROP INDEX ${index}`)
  }
  db.pragma('user_version = 1')
  db.close()
  return project.path
}

const versionOf = (file: string) => {
  const db = new SQLite(file, { readonly: true })
  const version = db.pragma('user_version', { simple: true })
  db.close()
  return version
}

describe('P4 a project of an older form', () => {
  test('P4 is brought up to date when it is opened, and stays beside it as it was', () => {
    const file = ofVersion1()
    const project = opened(file)
    project.compact()
    project.close()
    expect([versionOf(file), versionOf(`${file}-version-1`)]).toEqual([newestVersion, 1])
    expect(readdirSync(path.dirname(file))).toEqual(['Harbour.diorama', 'Harbour.diorama-version-1'])
  })

  test('P4 is brought up to date beside a copy of its name that another time has left, which stays', () => {
    const file = ofVersion1()
    writeFileSync(`${file}-version-1`, 'left')
    const project = opened(file)
    expect(project.readOnly).toBeUndefined()
    project.close()
    expect(versionOf(`${file}-version-1-2`)).toBe(1)
    expect(readFileSync(`${file}-version-1`, 'utf8')).toBe('left')
    expect(readdirSync(path.dirname(file))).toHaveLength(3)
  })

  test('P4 can be looked at as it is, and a copy of it is of the newest form, with nothing beside it', async () => {
    const file = ofVersion1()
    const before = readFileSync(file)
    const looking = opened(file, true)
    expect([looking.rounds.length, looking.usage().pictures]).toEqual([1, 3000])
    const copy = path.join(temporaryFolder(), 'Copy.diorama')
    await looking.saveCopy(copy)
    looking.close()
    expect(readFileSync(file).equals(before)).toBe(true)
    opened(copy).close()
    expect([versionOf(copy), readdirSync(path.dirname(copy))]).toEqual([newestVersion, ['Copy.diorama']])
  })
})

describe('P4 a copy', () => {
  test('P4 is made while the project is open, and is a project of its own', async () => {
    const project = newProject()
    const { round } = project.addRound(roundOf(project), pngOf(1), { setParent: true })
    const file = path.join(temporaryFolder(), 'Copy.diorama')
    await project.saveCopy(file)
    commit(project, reword('only in the first'))
    const copy = opened(file)
    expect(copy.id).not.toBe(project.id)
    expect([copy.name, copy.rounds, captionOf(copy), copy.history.undo]).toEqual([
      'Copy',
      [round],
      'a thing ball',
      { kind: 'generate' },
    ])
    expect(copy.blob(round.picture)).toEqual(Buffer.from(pngOf(1)))
    copy.close()
    expect(readdirSync(path.dirname(file))).toEqual(['Copy.diorama'])
  })

  test('P4 holds a gesture that was made meanwhile, or not: never half of it', async () => {
    const project = newProject(documentOf([instance('ball'), instance('box')]))
    for (let i = 0; i < 40; i++) project.putBlob(pngOf(i, 100_000), 'latents')
    const file = path.join(temporaryFolder(), 'Copy.diorama')
    const saving = project.saveCopy(file)
    for (let i = 0; i < 10; i++) {
      commit(project, reword(`ball ${i}`))
      await new Promise(setImmediate)
    }
    await saving
    expect(captionOf(opened(file))).toMatch(/^(a thing ball|ball \d)$/)
  })

  test('P4 never replaces a file', async () => {
    const project = newProject()
    const file = path.join(temporaryFolder(), 'Copy.diorama')
    writeFileSync(file, 'mine')
    await expect(project.saveCopy(file)).rejects.toThrow(expect.objectContaining({ code: 'fileExists' }))
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  test('P4 into a folder that is not there is refused', async () => {
    const project = newProject()
    await expect(project.saveCopy(path.join(temporaryFolder(), 'no', 'Copy.diorama'))).rejects.toThrow(
      expect.objectContaining({ code: 'folderReadOnly' }),
    )
  })
})

describe('P1 renaming', () => {
  test('P1 moves the file, and work goes on', () => {
    const project = newProject()
    commit(project, reword('a red ball'))
    const before = project.path
    project.rename('Pier at dusk')
    expect([project.name, existsSync(before), existsSync(project.path)]).toEqual(['Pier at dusk', false, true])
    commit(project, reword('a blue ball'))
    project.undo(project.history.sequence)
    expect(captionOf(reopened(project))).toBe('a red ball')
  })

  test('P1 in capitals alone is a rename too where two spellings lead to one file', () => {
    const project = newProject()
    commit(project, reword('a red ball'))
    // As on a disk that does not tell capitals apart, where the new name is there before.
    linkSync(project.path, path.join(path.dirname(project.path), 'HARBOUR.diorama'))
    project.rename('HARBOUR')
    expect([project.name, captionOf(reopened(project))]).toEqual(['HARBOUR', 'a red ball'])
  })

  test('P1 to a name that is taken is refused, and work goes on', () => {
    const project = newProject()
    writeFileSync(path.join(path.dirname(project.path), 'Pier.diorama'), 'mine')
    expect(() => project.rename('Pier')).toThrow(expect.objectContaining({ code: 'fileExists' }))
    expect(() => project.rename('../Pier')).toThrow(expect.objectContaining({ code: 'badRequest' }))
    commit(project, reword('a red ball'))
    expect([project.name, captionOf(reopened(project))]).toEqual(['Harbour', 'a red ball'])
  })
})

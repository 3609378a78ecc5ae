/** Files that are no projects, or no longer, or made to do harm: each gets a clear error, and nothing in it is run. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { fractions } from '../conditions/random.ts'
import type { Gesture } from '../contract/edit.ts'
import { StudioError } from '../contract/errors.ts'
import {
  captionOf,
  latentsOf,
  newProject,
  opened,
  optionsOf,
  pngOf,
  reword,
  roundOf,
  runOf,
  temporaryFolder,
} from './project.helper.ts'
import type { Project } from './project.ts'
import { openProject, readCover, readSummary, repairInto } from './project.ts'
import { sha256 } from './values.ts'

const open = (file: string) => openProject(file, optionsOf('1.8'))
const here = (name = 'Harbour.diorama') => path.join(temporaryFolder(), name)
const code = (wanted: string) => expect.objectContaining({ name: 'StudioError', code: wanted })

/** Four rounds with large pictures, so that each lies on pages of its own, and a history. */
function fullProject(): string {
  const project = newProject()
  for (let i = 0; i < 4; i++) {
    project.commit(reword(`ball ${i}`), project.history.sequence)
    const tracks = [{ key: 'abcd'[i]!, x_Chw: latentsOf(i) }]
    project.addRound(roundOf(project), pngOf(i, 30_000), { ...runOf(i), tracks, setParent: true })
  }
  project.undo(project.history.sequence)
  project.close()
  return project.path
}

const secondPicture = 'sha256 = (SELECT picture FROM round WHERE number = 2)'

/** The file of a full project after `change` by another program. */
function changed(change: (db: SQLite.Database) => void): string {
  const file = fullProject()
  const db = new SQLite(file)
  db.pragma('foreign_keys = OFF')
  change(db)
  db.close()
  return file
}

describe('P3 a file that is no project', () => {
  test('P3 is not found, or is not one, and stays as it is', () => {
    expect(() => open(here())).toThrow(code('projectNotFound'))
    const folder = here()
    mkdirSync(folder)
    expect(() => open(folder)).toThrow(code('notAProject'))
    for (const content of [
      '',
      'a',
      'a long text '.repeat(100),
      'SQLite format 3\0',
      `SQLite format 3\0${'x'.repeat(9000)}`,
    ]) {
      const file = here()
      writeFileSync(file, content)
      expect(() => open(file)).toThrow(code('notAProject'))
      expect(() => readSummary(file, '1.8')).toThrow(code('notAProject'))
      expect(() => repairInto(file, here('new.diorama'), optionsOf())).toThrow(code('notAProject'))
      expect(readFileSync(file, 'utf8')).toBe(content)
    }
  })

  test('P3 is said to be none if it is a database of another program', () => {
    const file = here()
    new SQLite(file).exec('CREATE TABLE recipes (a)').close()
    expect(() => open(file)).toThrow(code('notAProject'))
  })

  test.skipIf(process.platform === 'win32')('S2 does not hang if it is a pipe', () => {
    const file = here()
    execFileSync('mkfifo', [file])
    expect(() => open(file)).toThrow(code('notAProject'))
  })
})

describe('P4 a project of a newer Diorama', () => {
  const newer = (sql: string) =>
    changed((db) => {
      db.exec(sql)
      db.prepare("UPDATE meta SET value = '2.3' WHERE key = 'program'").run()
      db.pragma('user_version = 99')
    })

  test('P4 is open to look only, both versions named, if what is known of it can be read', () => {
    const file = newer('CREATE TABLE future (a TEXT) STRICT')
    const before = readFileSync(file)
    const project = open(file)
    expect(project.readOnly).toBe(
      '"Harbour.diorama" was made with Diorama 2.3 and this is 1.8, so it is open to look only.',
    )
    expect(captionOf(project)).toBe('ball 3')
    expect(project.blob(project.rounds[3]!.picture)).toHaveLength(30_000)
    expect(() => project.commit(reword('a boat'), project.history.sequence)).toThrow(code('projectReadOnly'))
    project.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test.each([
    ['a table that is another one', 'ALTER TABLE round ADD COLUMN more TEXT'],
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM round; END'],
    ['a view', 'CREATE VIEW v AS SELECT * FROM step'],
    ['a virtual table', 'CREATE VIRTUAL TABLE words USING fts5(a)'],
    ['a document of another kind', "UPDATE document SET body = '{}'"],
  ])('P4 is refused with both versions named for %s', (_, sql) => {
    const file = newer(sql)
    const error = new StudioError(
      'projectNewer',
      '"Harbour.diorama" was made with Diorama 2.3 and this is 1.8. Open it with the newer one.',
    )
    expect(() => open(file)).toThrow(error)
    expect(() => openProject(file, optionsOf('1.8'), true)).toThrow(error)
    expect(() => readSummary(file, '1.8')).toThrow(error)
  })

  test('S2 is not quoted if what it calls its version is no number', () => {
    const file = changed((db) => {
      db.prepare("UPDATE meta SET value = 'Call 555 now' WHERE key = 'program'").run()
      db.exec('ALTER TABLE round ADD COLUMN more TEXT')
      db.pragma('user_version = 99')
    })
    expect(() => open(file)).toThrow(
      '"Harbour.diorama" was made with a newer Diorama and this is 1.8. Open it with the newer one.',
    )
  })
})

describe('S2 a project with more in it than belongs there', () => {
  test.each([
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM round; END'],
    ['a view', 'CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM r'],
    ['a table', 'CREATE TABLE extra (a TEXT) STRICT'],
    ['a virtual table', 'CREATE VIRTUAL TABLE words USING fts5(a)'],
    ['an index', 'CREATE INDEX more ON step (kind)'],
    ['another column', 'ALTER TABLE round ADD COLUMN more TEXT'],
  ])('S2 is refused for %s', (_, sql) => {
    const file = changed((db) => db.exec(sql))
    expect(() => open(file)).toThrow(code('notAProject'))
    expect(() => readCover(file, '1.8')).toThrow(code('notAProject'))
    expect(() => repairInto(file, here('new.diorama'), optionsOf())).toThrow(code('notAProject'))
  })
})

describe('P3 a project whose content is wrong', () => {
  const body = (db: SQLite.Database, text: string) =>
    db.prepare("UPDATE document SET body = ?, sha256 = ? WHERE place = 'newest'").run(text, sha256(text))

  test.each<[string, (db: SQLite.Database) => void]>([
    ['a table is missing', (db) => db.exec('DROP TABLE thumbnail')],
    ['the document is no JSON', (db) => body(db, '{')],
    ['the document is deep', (db) => body(db, `${'['.repeat(200_000)}${']'.repeat(200_000)}`)],
    ['the document is another value', (db) => body(db, '{"draft":{"scene":7},"rounds":{}}')],
    [
      'the document was changed without its digest',
      (db) => db.exec("UPDATE document SET body = replace(body, 'ball', 'wolf')"),
    ],
    ['the document is of another step', (db) => db.exec('UPDATE document SET step = step + 1')],
    ['the document is missing', (db) => db.exec("DELETE FROM document WHERE place = 'newest'")],
    ['the document goes on from nowhere', (db) => db.exec('DELETE FROM round WHERE number > 2')],
    ['a draft is wrong', (db) => db.exec("UPDATE round SET draft = '{}' WHERE number = 2")],
    [
      'a round is its own ancestor',
      (db) => db.exec('UPDATE round SET parent = (SELECT id FROM round WHERE number = 3) WHERE number = 2'),
    ],
    ['a level is wrong', (db) => db.exec('UPDATE round SET level = 9 WHERE number = 2')],
    ['a picture is missing', (db) => db.exec(`DELETE FROM blob WHERE ${secondPicture}`)],
    ['the id is missing', (db) => db.exec("DELETE FROM meta WHERE key = 'id'")],
    ['a number is far too large', (db) => db.exec('UPDATE round SET seed = 9223372036854775807')],
  ])('P3 is damaged if %s', (_, change) => {
    const file = changed(change)
    const before = readFileSync(file)
    expect(() => open(file)).toThrow(/^"Harbour.diorama" is damaged/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('P3 a picture that is not what it was is said to be damaged, and the rest can be used', () => {
    const file = changed((db) => db.exec(`UPDATE blob SET bytes = x'00' WHERE ${secondPicture}`))
    const project = opened(file)
    expect(() => project.blob(project.rounds[1]!.picture)).toThrow(code('projectDamaged'))
    expect(project.blob(project.rounds[0]!.picture)).toHaveLength(30_000)
  })
})

describe('P3 what can be read of a damaged project', () => {
  const wrongDraft = (db: SQLite.Database, where: string) => db.exec(`UPDATE round SET draft = '{}' WHERE ${where}`)

  test.each<[string, (db: SQLite.Database) => void]>([
    ['is damaged from round 3 on. Rounds 1 to 2 and all captions can be read.', (db) => wrongDraft(db, 'number > 2')],
    ['is damaged from round 2 on. Round 1 and all captions can be read.', (db) => wrongDraft(db, 'number > 1')],
    ['is damaged. 3 rounds and the captions can be read.', (db) => wrongDraft(db, 'number = 2')],
    ['is damaged. 4 rounds and all captions can be read.', (db) => db.exec('UPDATE document SET step = 77')],
    ['is damaged. Its captions and places can be read.', (db) => wrongDraft(db, 'number > 0')],
  ])('P3 "..." %s', (sentence, change) => {
    expect(() => open(changed(change))).toThrow(new StudioError('projectDamaged', `"Harbour.diorama" ${sentence}`))
  })

  test('P3 a file of which nothing can be read is lost: an error of its own, for which no repair is offered', () => {
    const nothing = (db: SQLite.Database) => (wrongDraft(db, 'number > 0'), db.exec('DELETE FROM document'))
    const file = changed(nothing)
    expect(() => open(file)).toThrow(code('projectLost'))
    expect(() => open(file)).toThrow('"Harbour.diorama" is damaged, and nothing in it can be read.')
    expect(() => repairInto(file, here('new.diorama'), optionsOf())).toThrow(code('projectDamaged'))
  })
})

describe('P3 repair', () => {
  const repaired = (file: string): { project: Project; report: ReturnType<typeof repairInto> } => {
    const to = here('Mended.diorama')
    const before = readFileSync(file)
    const report = repairInto(file, to, optionsOf())
    expect(readFileSync(file).equals(before)).toBe(true)
    return { project: opened(to), report }
  }

  test('P3 of a sound project loses nothing, undo and redo included', () => {
    const file = fullProject()
    const sound = opened(file)
    const { document, history, rounds } = sound
    sound.close()
    const { project, report } = repaired(file)
    expect(report).toEqual({ rounds: 4, isWhole: true, hasHistory: true })
    expect([project.document, project.history, project.rounds]).toEqual([document, history, rounds])
    expect(project.blob(rounds[2]!.picture)).toHaveLength(30_000)
    project.redo(project.history.sequence)
    for (let i = 0; i < 8; i++) project.undo(project.history.sequence)
    expect([captionOf(project), project.history.undo]).toEqual(['a thing ball', null])
  })

  test('P3 replays the log if the document is lost', () => {
    const { project, report } = repaired(changed((db) => db.exec("DELETE FROM document WHERE place = 'newest'")))
    expect([captionOf(project), report.hasHistory, report.rounds]).toEqual(['ball 3', true, 4])
  })

  test('P3 takes the newest draft if document and log are lost', () => {
    const { project, report } = repaired(changed((db) => db.exec('DELETE FROM document; DELETE FROM step')))
    expect([captionOf(project), project.document.draft.parent, report.hasHistory]).toEqual([
      'ball 3',
      project.rounds[3]!.id,
      false,
    ])
  })

  test('P3 keeps rounds whole or not at all; the children of a lost one begin a tree', () => {
    const { project, report } = repaired(
      changed((db) => db.exec(`UPDATE blob SET bytes = x'00' WHERE ${secondPicture}`)),
    )
    expect(report).toEqual({ rounds: 3, isWhole: false, hasHistory: false })
    expect(project.rounds.map(({ level, parent }) => [level, parent === null])).toEqual([
      [1, true],
      [1, true],
      [2, false],
    ])
    expect(captionOf(project)).toBe('ball 3')
  })

  test.each([
    ['the document', false],
    ['a round and a step of undo', true],
  ])('P3 a backdrop of %s that is lost is said and let go: the new file takes every edit', (_, isLeft) => {
    const made = newProject()
    const picture = made.putBlob(pngOf(50, 30_000), 'image/png')
    const backdrop = { picture, name: 'sea.png', width: 9, height: 9, opacity: 1, isShown: true }
    const commit = (project: Project, gesture: Gesture) => project.commit(gesture, project.history.sequence)
    commit(made, { kind: 'backdrop', commands: [{ do: 'setBackdrop', backdrop }] })
    const { round } = made.addRound(roundOf(made), pngOf(1, 30_000), { setParent: true })
    if (isLeft) commit(made, { kind: 'backdrop', commands: [{ do: 'setBackdrop', backdrop: null }] })
    made.close()
    const db = new SQLite(made.path)
    db.prepare("UPDATE blob SET bytes = x'00' WHERE sha256 = ?").run(picture)
    db.close()
    const { project, report } = repaired(made.path)
    expect(report).toEqual({ rounds: 1, isWhole: false, hasHistory: false })
    commit(project, reword('after the repair'))
    expect([captionOf(project), project.document.draft.backdrop]).toEqual(['after the repair', null])
    const draft = { ...project.rounds[0]!.draft, parent: round.id }
    commit(project, { kind: 'goOn', commands: [{ do: 'setDraft', draft }] })
    expect(project.document.draft.parent).toBe(round.id)
    project.undo(project.history.sequence)
    expect(captionOf(project)).toBe('after the repair')
  })

  test('P3 reads what is left of a file that was cut off', () => {
    const file = fullProject()
    truncateSync(file, readFileSync(file).length - 40_000)
    expect(() => open(file)).toThrow(code('projectDamaged'))
    const { project, report } = repaired(file)
    expect(report.isWhole).toBe(false)
    expect(report.rounds).toBeGreaterThan(0)
    for (const { picture } of project.rounds) expect(project.blob(picture)).toHaveLength(30_000)
  })

  test('P3 never replaces a file', () => {
    const file = fullProject()
    const to = here()
    writeFileSync(to, 'mine')
    expect(() => repairInto(file, to, optionsOf())).toThrow(code('fileExists'))
    expect(readFileSync(to, 'utf8')).toBe('mine')
  })
})

describe('P3 chance damage', () => {
  function random(seed: number): (below: number) => number {
    const next = fractions(seed)
    return (below) => Math.floor(next() * below)
  }

  /** All that can be done with a project. */
  function use(file: string): void {
    const project = open(file)
    try {
      for (const { picture, id } of project.rounds) {
        project.thumbnail(picture, 72)
        project.latents(id)
        project.trajectory(id)
      }
      project.track('a')
      project.usage()
      project.undo(project.history.sequence)
      project.redo(project.history.sequence)
      project.commit(reword('after the damage'), project.history.sequence)
      project.addRound(roundOf(project), pngOf(99), { ...runOf(99), setParent: true })
      project.compact()
      for (const { picture } of project.rounds) project.blob(picture)
    } finally {
      project.close()
    }
    open(file).close()
  }

  function outcome(work: () => void): 'works' | 'refused' {
    try {
      work()
      return 'works'
    } catch (error) {
      if (error instanceof StudioError && error.code !== 'internal') return 'refused'
      throw error
    }
  }

  test('P3 40 damaged files work or are refused with a StudioError, by seed', () => {
    const source = readFileSync(fullProject())
    const folder = temporaryFolder()
    const next = random(2026)
    const outcomes = { works: 0, refused: 0 }
    for (let i = 0; i < 40; i++) {
      const bytes = Buffer.from(source)
      const flips = 1 + next(i % 4 === 0 ? 40 : 3)
      const within = i % 3 === 0 ? 8192 : bytes.length
      for (let flip = 0; flip < flips; flip++) bytes[next(within)]! ^= 1 << next(8)
      const file = path.join(folder, `${i}.diorama`)
      writeFileSync(file, i % 10 === 0 ? bytes.subarray(0, next(bytes.length)) : bytes)
      copyFileSync(file, `${file}.copy`)
      outcome(() => readSummary(file, '1.8'))
      outcome(() => readCover(file, '1.8'))
      outcomes[outcome(() => use(file))]++
      // To mend a file costs as much as all else with ten.
      if (i % 8 !== 0) continue
      const mended = path.join(folder, `${i}-mended.diorama`)
      if (outcome(() => repairInto(`${file}.copy`, mended, optionsOf())) === 'works') use(mended)
    }
    expect(outcomes.works).toBeGreaterThan(5)
    expect(outcomes.refused).toBeGreaterThan(15)
  })
})

/** The runner on lists made for it, and each real migration from the version before, with rows. */
import SQLite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Migration } from './runner.ts'
import { migrate, migrations, newestVersion, versionOf } from './runner.ts'

function memory(): SQLite.Database {
  const db = new SQLite(':memory:')
  onTestFinished(() => void db.close())
  return db
}

const table = (version: number): Migration => ({
  version,
  up: (db) => db.exec(`CREATE TABLE t${version} (a TEXT) STRICT`),
})
const tables = (db: SQLite.Database) => db.prepare('SELECT name FROM sqlite_schema ORDER BY name').pluck().all()

describe('P4 the runner of migrations', () => {
  test('P4 runs what is missing, in order, and copies a file with content before the first', () => {
    const db = memory()
    const copies: [number, unknown][] = []
    const copy = (version: number) => void copies.push([version, tables(db)])
    migrate(db, [table(1)], copy)
    migrate(db, [table(1), table(2), table(3)], copy)
    migrate(db, [table(1), table(2), table(3)], copy)
    expect([tables(db), versionOf(db), copies]).toEqual([['t1', 't2', 't3'], 3, [[1, ['t1']]]])
  })

  test.each([[[table(2)]], [[table(1), table(3)]], [[table(1), table(1)]], [[table(2), table(1)]]])(
    'P4 refuses a list with a gap, before it touches the file',
    (list) => {
      const db = memory()
      expect(() => migrate(db, list, () => {})).toThrow(RangeError)
      expect([tables(db), versionOf(db)]).toEqual([[], 0])
    },
  )

  test('P4 leaves the version before when a migration fails halfway', () => {
    const db = memory()
    const broken: Migration = {
      version: 2,
      up: (d) => d.exec('CREATE TABLE half (a TEXT) STRICT; CREATE TABLE t1 (a TEXT)'),
    }
    expect(() => migrate(db, [table(1), broken], () => {})).toThrow('t1')
    expect([tables(db), versionOf(db)]).toEqual([['t1'], 1])
  })

  test('P4 does not run when the copy cannot be made', () => {
    const db = memory()
    migrate(db, [table(1)], () => {})
    const fail = () => {
      throw new Error('The disk is full.')
    }
    expect(() => migrate(db, [table(1), table(2)], fail)).toThrow('full')
    expect(versionOf(db)).toBe(1)
  })

  test('P4 refuses a file that is newer than the list', () => {
    const db = memory()
    db.pragma('user_version = 9')
    expect(() => migrate(db, [table(1)], () => {})).toThrow('newer')
  })
})

/** By version: rows of the version before, and what the migration makes of them. The first begins with nothing. */
const exercised: Readonly<Record<number, (db: SQLite.Database) => void>> = {
  1: (db) => {
    migrate(db, migrations.slice(0, 1), () => {})
    const digest = 'a'.repeat(64)
    db.prepare("INSERT INTO blob (sha256, kind, bytes) VALUES (?, 'image/png', x'0102')").run(digest)
    expect(db.prepare('SELECT * FROM blob').all()).toEqual([
      { number: 1, sha256: digest, kind: 'image/png', bytes: Buffer.of(1, 2) },
    ])
    expect(() => db.prepare("INSERT INTO round_part VALUES ('r', 'latents', ?)").run(digest)).toThrow('FOREIGN KEY')
    expect(() => db.prepare("INSERT INTO meta VALUES ('id', x'00')").run()).toThrow('BLOB')
    expect(() => db.prepare("INSERT INTO document VALUES ('middle', 0, 0, '', '')").run()).toThrow('CHECK')
  },
  2: (db) => {
    migrate(db, migrations.slice(0, 1), () => {})
    const digest = 'a'.repeat(64)
    db.prepare("INSERT INTO blob (sha256, kind, bytes) VALUES (?, 'track', x'0102')").run(digest)
    db.prepare("INSERT INTO track VALUES ('key', ?, 5)").run(digest)
    migrate(db, migrations.slice(0, 2), () => {})
    expect(db.prepare('SELECT * FROM track').all()).toEqual([{ key: 'key', blob: digest, used_at: 5 }])
    const plan = db.prepare('EXPLAIN QUERY PLAN SELECT 1 FROM track WHERE blob = ?').all(digest)
    expect(plan).toMatchObject([{ detail: expect.stringContaining('track_blob') }])
  },
}

describe('P4 the migrations', () => {
  test.each(migrations.map(({ version }) => [version]))(
    'P4 migration %i makes of the version before what it should',
    (version) => {
      exercised[version]!(memory())
    },
  )

  test('P4 every one was exercised, and every table is STRICT', () => {
    expect(Object.keys(exercised).map(Number)).toEqual(migrations.map(({ version }) => version))
    expect(newestVersion).toBe(migrations.at(-1)!.version)
    const db = memory()
    migrate(db, migrations, () => {})
    const loose = db.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND strict = 0",
    )
    expect(loose.pluck().all()).toEqual([])
  })

  test('P3 the whole schema lies on the first page', () => {
    const db = memory()
    db.pragma('page_size = 8192')
    migrate(db, migrations, () => {})
    expect(db.serialize()[100]).toBe(0x0d)
  })
})

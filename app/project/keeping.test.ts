/** Trajectories and tracks through the real file: what comes back, what is kept how long, and what damage does to it. */
import SQLite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { StudioError } from '../contract/errors.ts'
import {
  latentsOf,
  newProject,
  noteRound,
  opened,
  optionsOf,
  pngOf,
  reword,
  roundOf,
  runOf,
  startOfTime,
} from './project.helper.ts'
import type { Project, RoundExtras, Track } from './project.ts'
import { openProject, repairInto } from './project.ts'
import { sha256 } from './values.ts'

const commit = (project: Project, gesture: Parameters<Project['commit']>[0]) =>
  project.commit(gesture, project.history.sequence)

/** Its id. */
function add(project: Project, seed: number, extras: RoundExtras = runOf(seed)): string {
  return project.addRound(roundOf(project), pngOf(seed), extras).round.id
}

const stepsOf = (project: Project, round: string) => project.trajectory(round).map(({ step }) => step)
const all = Array.from({ length: 10 }, (_, step) => step)
const everyFourth = [0, 4, 8]

/** Closed, changed by another program, and opened again. */
function damaged(project: Project, change: (db: SQLite.Database) => void): Project {
  project.close()
  const db = new SQLite(project.path)
  db.pragma('foreign_keys = OFF')
  change(db)
  db.close()
  return opened(project.path)
}

describe('R2 a trajectory', () => {
  test('R2 comes back after the file was closed, in order, with its clean latents exactly', () => {
    const project = newProject()
    const { trajectory, parts } = runOf(1)
    const id = add(project, 1, { parts, trajectory: trajectory.toReversed() })
    project.close()
    const again = opened(project.path)
    expect(again.trajectory(id)).toEqual(trajectory)
    expect(again.latents(id)).toEqual(latentsOf(1))
  })

  test('R2 is off by a two-thousandth at most', () => {
    const project = newProject()
    const x_Chw = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i) * 9.7)
    const id = add(project, 1, { ...runOf(1), trajectory: [{ step: 3, x_Chw }] })
    const [back] = project.trajectory(id)
    const errors = back!.x_Chw.map((value, i) => Math.abs(value - x_Chw[i]!) / Math.abs(x_Chw[i]! || 1))
    expect(Math.max(...errors)).toBeLessThan(1 / 2000)
    expect(Math.max(...errors)).toBeGreaterThan(0)
  })

  test('R2 is not there for a round without clean latents, and for one that is not here', () => {
    const project = newProject()
    const id = add(project, 1, { trajectory: runOf(1).trajectory })
    expect([project.trajectory(id), project.trajectory('nobody'), project.latents(id)]).toEqual([[], [], undefined])
  })

  test('R2 a step with a number that is none, or too large, is left out, and the picture is kept', () => {
    const project = newProject()
    const [first, second, third] = runOf(1).trajectory.map(({ step, x_Chw }) => ({ step, x_Chw: x_Chw.slice() }))
    second!.x_Chw[5] = Number.NaN
    third!.x_Chw[5] = 1e5
    const id = add(project, 1, { ...runOf(1), trajectory: [first!, second!, third!] })
    expect(project.trajectory(id)).toEqual([first])
    expect(project.rounds).toHaveLength(1)
  })

  test('P2 is stored with its round or not at all', () => {
    const project = newProject()
    const { trajectory } = runOf(1)
    const twice = { ...runOf(1), trajectory: [...trajectory, trajectory[0]!], tracks: [track('a')] }
    expect(() => add(project, 1, twice)).toThrow(expect.objectContaining({ code: 'internal' }))
    expect([project.rounds, project.hasTracks(['a']).size, project.usage().trajectories]).toEqual([[], 0, 0])
  })
})

describe('R2 what is kept of trajectories', () => {
  test('R2 every step of the newest eight rounds and of starred ones, every fourth of older ones', () => {
    const project = newProject()
    const ids = [add(project, 0), add(project, 1), add(project, 2)]
    commit(project, noteRound(ids[1]!, { starred: true }))
    for (let seed = 3; seed < 10; seed++) ids.push(add(project, seed))
    expect(ids.map((id) => stepsOf(project, id))).toEqual([everyFourth, ...ids.slice(1).map(() => all)])
    commit(project, noteRound(ids[1]!, { starred: null }))
    ids.push(add(project, 10))
    expect(ids.map((id) => stepsOf(project, id))).toEqual([
      ...ids.slice(0, 3).map(() => everyFourth),
      ...ids.slice(3).map(() => all),
    ])
  })

  test('R2 every step of the round that the draft goes on from, however old, and of deleted ones', () => {
    const project = newProject()
    const parent = add(project, 0, { ...runOf(0), setParent: true })
    const deleted = add(project, 1)
    commit(project, noteRound(deleted, { deleted: true }))
    for (let seed = 2; seed < 12; seed++) add(project, seed)
    expect([parent, deleted].map((id) => stepsOf(project, id))).toEqual([all, all])
    expect(project.rounds.map(({ id }) => stepsOf(project, id).length)).toEqual([10, 10, 3, 3, ...Array(8).fill(10)])
  })

  test('R2 nothing if the project says so, and the clean latents stay', () => {
    const project = newProject()
    const before = add(project, 0)
    project.setKeeping({ trajectories: false })
    const after = add(project, 1)
    expect([before, after].map((id) => stepsOf(project, id))).toEqual([[], []])
    project.close()
    const again = opened(project.path)
    expect(again.keeping).toEqual({ trajectories: false, trackBytes: 64_000_000 })
    expect([before, after].map((id) => again.latents(id))).toEqual([latentsOf(0), latentsOf(1)])
    expect(again.usage().trajectories).toBe(0)
  })

  test('R2 the file does not grow with each round for ever: the bytes of dropped steps go with them', () => {
    const project = newProject()
    for (let seed = 0; seed < 30; seed++) add(project, seed)
    // Ten steps of eight rounds, three of twenty-two; 128 bytes each, and what two rounds share is there once.
    const { trajectories } = project.usage()
    const steps = new Set(project.rounds.flatMap(({ id }) => project.trajectory(id).map(({ x_Chw }) => x_Chw.join())))
    expect(trajectories).toBe(128 * steps.size)
    expect(steps.size).toBeLessThanOrEqual(8 * 10 + 22 * 3)
  })
})

const track = (key: string, seed = key.charCodeAt(0), length = 64): Track => ({ key, x_Chw: latentsOf(seed, length) })

describe('R5 tracks', () => {
  test('R5 come back exactly, by key', () => {
    const project = newProject()
    const exact = { key: 'a', x_Chw: Float32Array.from({ length: 64 }, (_, i) => Math.sin(i)) }
    add(project, 1, { tracks: [exact, track('b')] })
    project.close()
    const again = opened(project.path)
    expect(again.track('a')).toEqual(exact.x_Chw)
    expect(again.track('c')).toBeUndefined()
    expect(again.hasTracks(['a', 'c', 'b'])).toEqual(new Set(['a', 'b']))
  })

  test('R5 those used longest ago go first when they take more than they may', () => {
    const project = newProject()
    project.setKeeping({ trackBytes: 3 * 256 })
    for (const key of 'abc') add(project, 1, { tracks: [track(key)] })
    project.track('a')
    add(project, 2, { tracks: [track('d')] })
    expect([...project.hasTracks([...'abcd'])]).toEqual(['a', 'c', 'd'])
    add(project, 3, { tracks: [track('e')] })
    expect([...project.hasTracks([...'abcde'])]).toEqual(['a', 'd', 'e'])
    expect(project.usage().tracks).toBe(3 * 256)
    project.setKeeping({ trackBytes: 300 })
    expect([...project.hasTracks([...'abcde'])]).toEqual(['e'])
  })

  test('R5 that were only asked for do not count as used, and giving one writes nothing', () => {
    const project = newProject()
    project.setKeeping({ trackBytes: 2 * 256 })
    for (const key of 'ab') add(project, 1, { tracks: [track(key)] })
    project.close()
    const looking = opened(project.path, true)
    expect(looking.track('a')).toEqual(track('a').x_Chw)
    looking.close()
    const again = openProject(project.path, { ...optionsOf(), now: () => startOfTime + 60_000 })
    onTestFinished(() => again.close())
    again.hasTracks(['a'])
    add(again, 2, { tracks: [track('c')] })
    expect([...again.hasTracks([...'abc'])]).toEqual(['b', 'c'])
  })

  test('R5 under the same key the newer one counts, and the bytes of the other go', () => {
    const project = newProject()
    add(project, 1, { tracks: [track('a', 1)] })
    add(project, 2, { tracks: [track('a', 2)] })
    expect(project.track('a')).toEqual(latentsOf(2))
    expect(project.usage().tracks).toBe(256)
  })
})

describe('P3 damaged latents', () => {
  const nan = Buffer.alloc(128, 0xff)

  test.each<[string, string]>([
    ['of another content', "UPDATE blob SET bytes = x'0011' WHERE sha256 IN (SELECT blob FROM @ WHERE #)"],
    ['that are missing', 'UPDATE @ SET blob = (SELECT sha256 FROM blob WHERE kind = $other LIMIT 1) WHERE #'],
  ])('P3 %s are not there, and the rest is', (_, sql) => {
    const [project, id] = filled()
    const again = damaged(project, (db) => {
      db.exec(sql.replaceAll('@', 'trajectory').replace('$other', "'image/png'").replace('#', 'step = 0'))
      db.exec(sql.replaceAll('@', 'track').replace('$other', "'image/png'").replace('#', "key = 'a'"))
    })
    expect(again.trajectory(id)).toHaveLength(9)
    expect(again.hasTracks(['a', 'b'])).toEqual(new Set(['b']))
    expect(again.track('a')).toBeUndefined()
    expect(again.latents(id)).toEqual(latentsOf(1))
  })

  test.each([
    ['longer than those of the round', latents16(65)],
    ['shorter than those of the round', latents16(63)],
    ['of an odd number of bytes', Buffer.alloc(127)],
    ['empty', Buffer.alloc(0)],
    ['without numbers', nan],
  ])('S2 steps that are %s are not there', (_, bytes) => {
    const [project, id] = filled()
    const again = damaged(project, (db) => plant(db, 'trajectory', 'step = 4', bytes))
    expect(stepsOf(again, id)).toEqual(all.filter((step) => step !== 4))
  })

  test.each([
    ['of an odd number of bytes', Buffer.alloc(127)],
    ['empty', Buffer.alloc(0)],
    ['without numbers', nan],
  ])('S2 tracks and clean latents that are %s are not there', (_, bytes) => {
    const [project, id] = filled()
    const again = damaged(project, (db) => {
      plant(db, 'track', "key = 'a'", bytes)
      plant(db, 'round_part', "role = 'latents'", bytes)
    })
    expect([again.track('a'), again.latents(id), again.trajectory(id)]).toEqual([undefined, undefined, []])
    expect(again.hasTracks(['a']).size).toBe(0)
    expect(add(again, 2)).toBeDefined()
  })

  test('P3 a digest of bytes that are not in the file is damage that is said', () => {
    const [project] = filled()
    const strange = (db: SQLite.Database) => db.exec(`UPDATE trajectory SET blob = '${'f'.repeat(64)}' WHERE step = 4`)
    expect(() => damaged(project, strange)).toThrow(expect.objectContaining({ name: 'StudioError' }))
  })

  test('P3 a wish for keeping that cannot be read is damage that is said, and repair does without', () => {
    const [project] = filled()
    const wrong = (db: SQLite.Database) => db.exec(`INSERT INTO meta VALUES ('keeping', '{"trackBytes":-1}')`)
    expect(() => damaged(project, wrong)).toThrow(expect.objectContaining({ code: 'projectDamaged' }))
    repairInto(project.path, `${project.path}-mended`, optionsOf())
    expect(opened(`${project.path}-mended`).keeping.trajectories).toBe(true)
  })

  test('P3 repair takes over what is sound of latents, trajectories and tracks', () => {
    const [project, id] = filled()
    project.setKeeping({ trackBytes: 5000 })
    project.close()
    const db = new SQLite(project.path)
    db.exec("UPDATE blob SET bytes = x'00' WHERE sha256 IN (SELECT blob FROM trajectory WHERE step = 4)")
    db.exec("UPDATE document SET sha256 = '' WHERE place = 'newest'")
    db.close()
    expect(() => opened(project.path)).toThrow(StudioError)
    const report = repairInto(project.path, `${project.path}-mended`, optionsOf())
    expect(report).toEqual({ rounds: 1, isWhole: true, hasHistory: true })
    const mended = opened(`${project.path}-mended`)
    expect(stepsOf(mended, id)).toEqual(all.filter((step) => step !== 4))
    expect(mended.latents(id)).toEqual(latentsOf(1))
    expect(mended.track('b')).toEqual(track('b').x_Chw)
    expect(mended.keeping.trackBytes).toBe(5000)
  })

  /** One round with ten steps, its id, and two tracks. */
  function filled(): [Project, string] {
    const project = newProject()
    const id = add(project, 1, { ...runOf(1), tracks: [track('a'), track('b')] })
    commit(project, reword('a red ball'))
    return [project, id]
  }

  function latents16(length: number): Buffer {
    return Buffer.from(new Float16Array(latentsOf(3, length)).buffer)
  }

  /** Other bytes, sound by their digest. */
  function plant(db: SQLite.Database, table: string, row: string, bytes: Uint8Array): void {
    const insert = db.prepare("INSERT OR IGNORE INTO blob (sha256, kind, bytes) VALUES (?, 'trajectory', ?)")
    insert.run(sha256(bytes), bytes)
    db.prepare(`UPDATE ${table} SET blob = ? WHERE ${row}`).run(sha256(bytes))
  }
})

test('R4 a report comes back with its round and goes into copies; one that was damaged costs only itself', async () => {
  const project = newProject()
  const report = {
    mode: 'locked',
    reason: null,
    regionShare: 0.25,
    touchedShare: 0.2,
    outside: { largest: 0, mean: 0, psnr: null, ssim: 1 },
    putBack: { share: 0.75, largest: 0, pixels: 0 },
    instances: [{ id: 'ball', state: 'kept', regionShare: 0, difference: null }],
    seam: null,
    passes: 20,
    reused: 35,
    seconds: 1.5,
  } as const
  const { round } = project.addRound({ ...roundOf(project), report }, pngOf(1))
  expect(round.report).toEqual(report)
  const copy = `${project.path}-copy.diorama`
  await project.saveCopy(copy)
  expect(opened(copy).rounds[0]).toMatchObject({ report })
  const other = damaged(project, (db) => db.prepare("UPDATE blob SET bytes = x'00' WHERE kind = 'report'").run())
  const { report: _, ...rest } = round
  expect(other.rounds).toEqual([rest])
})

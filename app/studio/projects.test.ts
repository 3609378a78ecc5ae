/** Files of projects: opened once, copied, renamed, remembered, found again. No engine is started for any of it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  watch,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Gesture } from '../contract/edit.ts'
import type { StudioEvent } from '../contract/studio.ts'
import { makeId } from '../project/ids.ts'
import { documentOf } from '../scene/document.helper.ts'
import type { DrawnRound } from './new-round.ts'
import { Projects } from './projects.ts'
import { Recent } from './recent.ts'
import { add, edit, noEngine, redHouse, testFolder, testStudio } from './studio.helper.ts'

const open = testStudio({ spawn: noEngine })
const { studio } = open

test('P2 every gesture is in the file: another studio finds it, with what can be undone', async () => {
  const folder = testFolder()
  const first = testStudio({ folder, spawn: noEngine })
  const { id, path: file } = await first.studio.create({})
  await edit(first, id, [add(redHouse)])
  await first.close()
  const second = testStudio({ folder, spawn: noEngine })
  const again = await second.studio.open({ path: file, as: 'normal' })
  expect(again).toMatchObject({ id, history: { sequence: 1, undo: { kind: 'draw' } } })
  expect(again.document.draft.scene.instances).toEqual([redHouse])
  const { commands } = await second.studio.undo({ project: id, sequence: 1 }, 'window')
  expect(commands).toEqual([{ do: 'removeInstance', id: 'house' }])
})

test('P1 the same file opened twice is one project, and closes when all have left it, those by its address too', async () => {
  const { id, path: file } = await studio.create({})
  expect((await studio.open({ path: file, as: 'normal' })).id).toBe(id)
  expect((await studio.join({ project: id })).path).toBe(file)
  await studio.close({ project: id })
  await studio.close({ project: id })
  await edit(open, id, [add(redHouse)])
  await studio.close({ project: id })
  await expect(studio.project({ project: id })).rejects.toMatchObject({ code: 'projectNotOpen' })
})

test('P4 a project that is left while a copy of it is made closes when the copy is whole', async () => {
  const { id, path: file } = await studio.create({})
  await edit(open, id, [add(redHouse)])
  const copies = [studio.saveCopy({ project: id, name: 'House' }), studio.open({ path: file, as: 'copy' })] as const
  await studio.close({ project: id })
  const [{ path: saved }, copy] = await Promise.all(copies)
  expect(copy.document.draft.scene.instances).toEqual([redHouse])
  expect((await studio.open({ path: saved, as: 'normal' })).document.draft.scene.instances).toEqual([redHouse])
  await expect(studio.project({ project: id })).rejects.toMatchObject({ code: 'projectNotOpen' })
})

test('P1 a file that was copied by other means is a project of its own', async () => {
  const { id, path: file } = await studio.create({})
  const copy = path.join(open.folder, 'elsewhere.diorama')
  await studio.close({ project: id })
  copyFileSync(file, copy)
  const [one, other] = [
    await studio.open({ path: file, as: 'normal' }),
    await studio.open({ path: copy, as: 'normal' }),
  ]
  expect(other.id).not.toBe(one.id)
  await edit(open, other.id, [add(redHouse)])
  expect((await studio.project({ project: one.id })).document.draft.scene.instances).toEqual([])
  expect((await studio.project({ project: other.id })).id).toBe(other.id)
})

test('P2 two windows: an edit from an old state is refused, and the other window hears of the first', async () => {
  const { id } = await studio.create({})
  const gesture = { kind: 'draw' as const, commands: [add(redHouse)] }
  await studio.edit({ project: id, sequence: 0, gesture }, 'one')
  await expect(studio.edit({ project: id, sequence: 0, gesture }, 'other')).rejects.toMatchObject({ code: 'conflict' })
  await expect(studio.edit({ project: id, sequence: 1, gesture }, 'other')).rejects.toMatchObject({ code: 'badEdit' })
  expect((await studio.project({ project: id })).history.sequence).toBe(1)
  expect(open.heard.filter((event) => event.type === 'changed' && event.project === id)).toMatchObject([
    { origin: 'one' },
  ])
})

test('P1 new projects and copies take free names, and a rename takes the recent list along', async () => {
  const own = testStudio({ spawn: noEngine })
  const [one, two] = [await own.studio.create({}), await own.studio.create({ width: 768, height: 512 })]
  expect([one.name, two.name]).toEqual(['Untitled', 'Untitled 2'])
  expect(two.document.draft.scene).toMatchObject({ width: 768, height: 512 })
  const copy = await own.studio.saveCopy({ project: one.id })
  expect(path.basename(copy.path)).toBe('Untitled copy.diorama')
  expect((await own.studio.rename({ project: one.id, name: 'Beach: morning?' })).name).toBe('Beach morning')
  await expect(own.studio.rename({ project: two.id, name: 'Beach morning' })).rejects.toMatchObject({
    code: 'fileExists',
  })
  expect((await own.studio.recent()).map(({ name }) => name)).toEqual(['Untitled 2', 'Beach morning'])
  await expect(own.studio.create({ width: 0 })).rejects.toMatchObject({ code: 'badRequest' })
})

test.each(['海', '👩🏽‍🎨', 'e'])(
  'P1 a long name of %s is cut where it fits every disk, between two characters',
  async (character) => {
    const own = testStudio({ spawn: noEngine })
    const { id } = await own.studio.create({})
    const { name, path: file } = await own.studio.rename({ project: id, name: character.repeat(400) })
    expect(name).toBe(character.repeat(name.length / character.length))
    expect(name.length).toBeGreaterThan(60)
    expect(path.basename((await own.studio.saveCopy({ project: id })).path)).toMatch(/\.diorama$/)
    expect(path.basename(file).length).toBeLessThan(140)
  },
)

/** A project that nothing draws for, and what was said of it. */
function quietProject() {
  const folder = testFolder()
  const heard: StudioEvent[] = []
  let time = 0
  const projects = new Projects({
    folder,
    recent: new Recent(folder),
    emit: (event) => heard.push(event),
    isNeeded: () => false,
    now: () => time++,
    newId: () => makeId(time++),
    version: '1.8.0',
  })
  onTestFinished(() => projects.closeAll())
  const { id, document } = projects.create(documentOf([redHouse]), undefined)
  const drawnFrom = (seed: number, draft = document.draft): DrawnRound => ({
    round: {
      kind: 'generated',
      job: 'job',
      variant: 0,
      draft: { ...draft, settings: { ...draft.settings, seed } },
      width: 128,
      height: 128,
      seed,
      passes: 4,
      seconds: 1,
      model: { name: 'starter', digest: 'abc' },
      device: { device: 'cpu', reason: 'It is the reference.' },
      warnings: [],
    },
    png: Uint8Array.of(seed),
    latents: Float32Array.of(1, 2),
  })
  return { projects, id, heard, draft: document.draft, drawnFrom }
}

test('G1 drawing anew is one step of undo: the picture on the canvas and the seed come back together', () => {
  const { projects, id, heard, draft, drawnFrom } = quietProject()
  const { seed } = draft.settings
  const round = projects.addRound(id, drawnFrom(seed + 5), { parent: null, seed })
  const commands = [
    { do: 'setParent', parent: round.id },
    { do: 'changeSettings', change: { seed: seed + 5 } },
  ]
  expect(heard).toMatchObject([{ type: 'roundAdded', changed: { commands, history: { sequence: 1 } } }])
  projects.get(id).undo(1)
  expect(projects.state(id)).toMatchObject({ document: { draft }, history: { undo: null } })
})

test('I2 a picture and the draft that goes on from it are one change: both are there, or neither', () => {
  const { projects, id, heard, drawnFrom } = quietProject()
  const { round: fields, png } = drawnFrom(0)
  const goOn = (instance: string) => (parent: string) =>
    ({
      kind: 'goOn',
      commands: [
        { do: 'setParent', parent },
        { do: 'removeInstance', id: instance },
      ],
    }) satisfies Gesture
  const refused = () => projects.addPicture(id, fields, png, goOn('nothing'))
  expect(refused).toThrow(expect.objectContaining({ code: 'badEdit' }))
  expect([projects.state(id).rounds, heard]).toEqual([[], []])
  projects.addPicture(id, fields, png, goOn('house'))
  expect(heard).toMatchObject([{ type: 'roundAdded', changed: { history: { sequence: 1 } } }])
})

test('R1 a picture of a draft that the artist has left changes nothing on the canvas', () => {
  const { projects, id, heard, draft, drawnFrom } = quietProject()
  const { seed } = draft.settings
  const first = projects.addRound(id, drawnFrom(seed), { parent: null, seed })
  projects.addRound(id, drawnFrom(seed + 1), { parent: null, seed })
  expect(heard[1]).toMatchObject({ changed: { commands: [], history: { sequence: 1 } } })
  expect(projects.state(id).document.draft).toEqual({ ...draft, parent: first.id })
})

test('R2 a picture is stored with its trajectory and tracks', () => {
  const { projects, id, drawnFrom } = quietProject()
  const x_Chw = Float32Array.of(0.5, -2)
  const record = { trajectory: [{ step: 0, x_Chw }], tracks: [{ key: 'a', x_Chw }] }
  const { id: round } = projects.addRound(id, { ...drawnFrom(0), ...record }, { parent: null, seed: 0 })
  const project = projects.get(id)
  expect([project.trajectory(round), project.track('a')]).toEqual([record.trajectory, x_Chw])
})

test('P1 recent: the newest first, gone ones marked, forgotten ones not listed', async () => {
  const own = testStudio({ spawn: noEngine })
  const [one, two] = [await own.studio.create({}), await own.studio.create({})]
  await own.studio.open({ path: one.path, as: 'normal' })
  expect((await own.studio.recent()).map((entry) => entry.path)).toEqual([one.path, two.path])
  await own.studio.close({ project: two.id })
  rmSync(two.path)
  const [, gone] = await own.studio.recent()
  expect(gone).toMatchObject({ name: 'Untitled 2', isGone: true, hasCover: false })
  await expect(own.studio.open({ path: two.path, as: 'normal' })).rejects.toMatchObject({ code: 'projectNotFound' })
  await own.studio.forgetRecent({ id: gone!.id })
  expect(await own.studio.recent()).toHaveLength(1)
})

test('P4 a copy goes into the folder that is named, under a free name, and a part of a path is refused', async () => {
  const { id } = await studio.create({})
  const folder = path.join(testFolder(), 'elsewhere')
  const copy = () => studio.saveCopy({ project: id, folder, name: 'Sea' })
  expect([await copy(), await copy()]).toEqual([
    { path: path.join(folder, 'Sea.diorama') },
    { path: path.join(folder, 'Sea 2.diorama') },
  ])
  const refusal = { code: 'badRequest', message: '"elsewhere" is not the whole path of a folder.' }
  await expect(studio.saveCopy({ project: id, folder: 'elsewhere' })).rejects.toMatchObject(refusal)
})

test('P4 looking only and a copy leave the file as it is', async () => {
  const own = testStudio({ spawn: noEngine })
  const { id, path: file } = await own.studio.create({})
  await own.studio.close({ project: id })
  const looked = await own.studio.open({ path: file, as: 'readOnly' })
  expect(looked.readOnly).toContain('to look only')
  await expect(edit(own, looked.id, [add(redHouse)])).rejects.toMatchObject({ code: 'projectReadOnly' })
  await expect(own.studio.generate({ project: looked.id, sequence: 0 })).rejects.toMatchObject({
    code: 'projectReadOnly',
  })
  const copy = await own.studio.open({ path: file, as: 'copy' })
  expect(copy.name).toBe('Untitled copy')
  await edit(own, copy.id, [add(redHouse)])
  expect((await own.studio.project({ project: looked.id })).document.draft.scene.instances).toEqual([])
})

test('P3 a damaged project is refused with a sentence, and repaired into a new file', async () => {
  const own = testStudio({ spawn: noEngine })
  const { id, path: file } = await own.studio.create({})
  await edit(own, id, [add(redHouse)])
  await own.studio.close({ project: id })
  const note = path.join(own.folder, 'note.diorama')
  writeFileSync(note, 'this is no project')
  await expect(own.studio.open({ path: note, as: 'normal' })).rejects.toMatchObject({ code: 'notAProject' })
  const repaired = await own.studio.open({ path: file, as: 'repaired' })
  expect(repaired).toMatchObject({ name: 'Untitled repaired', notice: expect.stringContaining('into a new file') })
  expect(repaired.document.draft.scene.instances).toEqual([redHouse])
})

test('P2 a program that ends while a dropped project is put away leaves no half of it', async () => {
  const { path: file } = await open.studio.create({})
  const size = 48 * 2 ** 20
  const dropped = path.join(testFolder(), 'dropped.diorama')
  copyFileSync(file, dropped)
  truncateSync(dropped, size)
  for (const kills of [1, 2, 3]) {
    const folder = testFolder()
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'open-bytes.helper.ts'), folder, dropped])
    let seen = 0
    // Each file begins with its first bytes.
    const watcher = watch(folder, (_event, name) => {
      if (name?.includes('Beach') && ++seen === kills) child.kill('SIGKILL')
    })
    await once(child, 'close')
    watcher.close()
    expect(seen).toBeGreaterThanOrEqual(kills)
    const under = readdirSync(folder).filter((name) => name.endsWith('.diorama'))
    expect(under.filter((name) => statSync(path.join(folder, name)).size !== size)).toEqual([])
  }
})

test('P3 what can be read of a damaged project can be looked at, and leaves nothing behind', async () => {
  const own = testStudio({ spawn: noEngine })
  const { id, path: file } = await own.studio.create({})
  await edit(own, id, [add(redHouse)])
  await own.studio.close({ project: id })
  const bytes = readFileSync(file)
  bytes.write('A', bytes.indexOf('a red house'))
  writeFileSync(file, bytes)
  await expect(own.studio.open({ path: file, as: 'normal' })).rejects.toMatchObject({ code: 'projectDamaged' })
  const recent = await own.studio.recent()
  const looked = await own.studio.open({ path: file, as: 'readOnly' })
  expect(looked).toMatchObject({ name: 'Untitled', notice: expect.stringContaining('"Untitled.diorama" is damaged') })
  expect(looked.readOnly).toContain('to look only')
  expect(looked.document.draft.scene.instances).toHaveLength(1)
  expect([await own.studio.recent(), readFileSync(file)]).toEqual([recent, bytes])
  const { path: copy } = await own.studio.saveCopy({ project: looked.id })
  expect(path.dirname(copy)).toBe(path.join(own.folder, 'projects'))
  await own.studio.close({ project: looked.id })
  expect(existsSync(path.dirname(looked.path))).toBe(false)
})

test('P2 examples open as copies under a free name, two at once too', async () => {
  const own = testStudio({ spawn: noEngine })
  const made = await own.studio.create({})
  await own.studio.close({ project: made.id })
  const folder = path.join(own.folder, 'examples')
  mkdirSync(folder)
  copyFileSync(made.path, path.join(folder, 'beach.diorama'))
  const entry = { id: 'beach', name: 'Beach morning', about: 'A beach.', things: 0, pictures: 0 }
  writeFileSync(path.join(folder, 'examples.json'), JSON.stringify([entry, { ...entry, id: 'gone' }]))
  expect(await own.studio.examples()).toEqual([entry])
  const [one, two] = [await own.studio.openExample({ id: 'beach' }), await own.studio.openExample({ id: 'beach' })]
  expect([one.name, two.name]).toEqual(['Beach morning', 'Beach morning 2'])
  expect(one.id).not.toBe(two.id)
  const atOnce = await Promise.all([own.studio.openExample({ id: 'beach' }), own.studio.openExample({ id: 'beach' })])
  expect(atOnce.map(({ name }) => name).sort()).toEqual(['Beach morning 3', 'Beach morning 4'])
  const copies = await Promise.all([own.studio.saveCopy({ project: one.id }), own.studio.saveCopy({ project: one.id })])
  expect(new Set(copies.map((copy) => path.basename(copy.path))).size).toBe(2)
  await expect(own.studio.openExample({ id: '../secret' })).rejects.toMatchObject({ code: 'projectNotFound' })
})

test('P2 after a crash the project that was open is known, until one is opened', async () => {
  const folder = testFolder()
  const first = testStudio({ folder, spawn: noEngine })
  const [left, other] = [await first.studio.create({}), await first.studio.create({})]
  await first.studio.close({ project: other.id })
  // What a process leaves that ends without closing its projects.
  copyFileSync(`${left.path}-lock`, `${left.path}-left`)
  await first.close()
  const opened = async () => {
    const next = testStudio({ folder, spawn: noEngine })
    return { ...next, leftOpen: (await next.studio.host()).leftOpen }
  }
  expect((await opened()).leftOpen).toBeNull()
  renameSync(`${left.path}-left`, `${left.path}-lock`)
  const next = await opened()
  expect(next.leftOpen).toBe(left.path)
  const again = await next.studio.open({ path: left.path, as: 'normal' })
  expect(again.notice).toBe('Diorama closed unexpectedly. Nothing is lost.')
  expect((await next.studio.host()).leftOpen).toBeNull()
  // Open in a session that runs, it was not left.
  expect((await opened()).leftOpen).toBeNull()
})

test('A2 preferences are kept, and a field that cannot be read costs only itself', async () => {
  const folder = testFolder()
  const first = testStudio({ folder, spawn: noEngine })
  await first.studio.setPreferences({ theme: 'light', scale: 125 })
  await first.close()
  const file = path.join(folder, 'data', 'preferences.json')
  writeFileSync(file, JSON.stringify({ theme: 'light', scale: 7, unknown: true }))
  const { preferences } = await testStudio({ folder, spawn: noEngine }).studio.host()
  expect(preferences).toMatchObject({ theme: 'light', scale: 100, tourDone: false })
  await expect(studio.choosePlace({ suggested: '/a', kind: 'diorama' })).rejects.toMatchObject({ code: 'noDialog' })
})

/** Who may write a project: one process at a time, where the disk lets it; and what is said about how it was left. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SQLite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { StudioError } from '../contract/errors.ts'
import { newDatabase } from './database.ts'
import { studioErrorOf } from './errors.ts'
import { lockPath } from './lock.ts'
import { captionOf, newProject, opened, optionsOf, pngOf, reword, roundOf, temporaryFolder } from './project.helper.ts'
import { openProject, readSummary } from './project.ts'

const helper = path.join(import.meta.dirname, 'open.helper.ts')
const inUse = new StudioError('projectInUse', '"Harbour.diorama" is open in another window.')

/** Another process with the project open; what it said, and how to end it. */
async function elsewhere(file: string, user?: number) {
  const args = user === undefined ? [file] : [file, String(user)]
  const child = spawn(process.execPath, [helper, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const ended = async (end: () => void) => (end(), void (await once(child, 'close')))
  return {
    said: JSON.parse(said.toString()) as Record<string, unknown>,
    close: () => ended(() => child.stdin.end()),
    kill: () => ended(() => child.kill('SIGKILL')),
  }
}

describe('P2 a project that is open', () => {
  test('P2 is refused to a second writer in the same process, and given to it afterwards', () => {
    const project = newProject()
    expect(() => openProject(project.path, optionsOf())).toThrow(inUse)
    project.commit(reword('a red ball'), 0)
    expect(() => openProject(project.path, optionsOf())).toThrow(inUse)
    project.close()
    expect(captionOf(opened(project.path))).toBe('a red ball')
  })

  test('P2 is refused while another process has it, and not longer, however that ends', async () => {
    const project = newProject()
    project.close()
    const other = await elsewhere(project.path)
    expect(() => openProject(project.path, optionsOf())).toThrow(inUse)
    await other.close()
    const mine = opened(project.path)
    expect(mine.notice).toBeUndefined()
    expect((await elsewhere(project.path)).said).toEqual({ code: 'projectInUse', message: inUse.message })
    mine.close()
    const killed = await elsewhere(project.path)
    await killed.kill()
    const after = opened(project.path)
    expect(after.notice).toBe('Diorama closed unexpectedly. Nothing is lost.')
    after.close()
    expect(opened(project.path).notice).toBeUndefined()
  })

  test('P2 can be looked at meanwhile, and summed up, without harm to its locks', async () => {
    const project = newProject()
    project.commit(reword('a red ball'), 0)
    const looker = opened(project.path, true)
    expect([captionOf(looker), looker.readOnly]).toEqual([
      'a red ball',
      '"Harbour.diorama" was opened to look only. Save a copy to change it.',
    ])
    expect(() => looker.commit(reword('no'), 1)).toThrow(expect.objectContaining({ code: 'projectReadOnly' }))
    expect(readSummary(project.path, '1.8').instances).toBe(1)
    looker.close()
    expect((await elsewhere(project.path)).said).toMatchObject({ code: 'projectInUse' })
    project.commit(reword('a blue ball'), 1)
    project.close()
    expect(readdirSync(path.dirname(project.path))).toEqual(['Harbour.diorama'])
    expect(captionOf(opened(project.path))).toBe('a blue ball')
  })
})

describe('P3 where nothing can be written', () => {
  /** As root nothing is forbidden, so another user opens it. */
  const user = process.getuid?.() === 0 ? 65_534 : undefined

  async function lookedAt(protect: (file: string) => void): Promise<Record<string, unknown>> {
    const project = newProject()
    project.addRound(roundOf(project), pngOf(1, 500))
    project.close()
    const folder = path.dirname(project.path)
    chmodSync(folder, 0o777)
    chmodSync(project.path, 0o666)
    protect(project.path)
    onTestFinished(() => chmodSync(folder, 0o777))
    const { said, close } = await elsewhere(project.path, user)
    await close()
    expect(readdirSync(folder)).toEqual(['Harbour.diorama'])
    return said
  }

  test.skipIf(process.platform === 'win32')('P3 in a folder that is read-only it can be looked at', async () => {
    expect(await lookedAt((file) => chmodSync(path.dirname(file), 0o555))).toEqual({
      readOnly: 'Nothing can be written in the folder of "Harbour.diorama". Save a copy elsewhere to change it.',
      rounds: 1,
      copy: 500,
    })
  })

  test.skipIf(process.platform === 'win32')('P3 a write-protected file can be looked at', async () => {
    expect(await lookedAt((file) => chmodSync(file, 0o444))).toEqual({
      readOnly: '"Harbour.diorama" is write-protected. Save a copy elsewhere to change it.',
      rounds: 1,
      copy: 500,
    })
  })

  test('P3 a full disk is said to be full, by what SQLite itself reports', () => {
    const db = newDatabase(path.join(temporaryFolder(), 'full.diorama'))
    onTestFinished(() => void db.close())
    db.exec('CREATE TABLE a (b BLOB)')
    db.pragma('max_page_count = 10')
    let thrown: unknown
    try {
      db.prepare('INSERT INTO a VALUES (zeroblob(1000000))').run()
    } catch (error) {
      thrown = studioErrorOf(error, 'full.diorama')
    }
    expect(thrown).toEqual(new StudioError('diskFull', 'The disk is full. Everything up to your last stroke is saved.'))
  })
})

describe('P2 notices', () => {
  test.each(['Dropbox', 'OneDrive - Studio', 'iCloud Drive', 'Mobile Documents', 'Google Drive'])(
    'P2 in %s',
    (name) => {
      const folder = path.join(temporaryFolder(), name, 'pictures')
      mkdirSync(folder, { recursive: true })
      const project = newProject(undefined, path.join(folder, 'Harbour.diorama'))
      expect(project.notice).toBe('This folder is kept in step by another program, which can damage an open project.')
    },
  )

  test('P2 a lock that was left by a crash on another system is no obstacle', () => {
    const project = newProject()
    project.close()
    writeFileSync(lockPath(project.path), '')
    expect(opened(project.path).notice).toBe('Diorama closed unexpectedly. Nothing is lost.')
  })

  test('P2 a lock that cannot be removed does not stop a project from closing', () => {
    const project = newProject()
    project.commit(reword('a red ball'), 0)
    rmSync(lockPath(project.path))
    mkdirSync(path.join(lockPath(project.path), 'held'), { recursive: true })
    project.close()
    expect(readdirSync(path.dirname(project.path))).toEqual(['Harbour.diorama', 'Harbour.diorama-lock'])
    rmSync(lockPath(project.path), { recursive: true })
    expect(captionOf(opened(project.path))).toBe('a red ball')
  })

  test('P2 a reader that another program holds open does not stop a project from closing', () => {
    const project = newProject()
    project.commit(reword('a red ball'), 0)
    const reader = new SQLite(project.path, { readonly: true })
    reader.prepare('SELECT * FROM meta').all()
    project.close()
    reader.close()
    const again = opened(project.path)
    expect([captionOf(again), again.notice]).toEqual(['a red ball', undefined])
    again.commit(reword('a blue ball'), 1)
    again.close()
    expect(readdirSync(path.dirname(project.path))).toEqual(['Harbour.diorama'])
  })
})

/** The desktop program from its start to its end, with everything real but Electron and its window. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

type StandIn = typeof import('./electron.helper.ts')

const example = path.join(import.meta.dirname, '../../../examples/beach-house.diorama')
const argv = process.argv
let folder: string
let standIn: StandIn

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-desktop-'))
  vi.stubEnv('XDG_CACHE_HOME', path.join(folder, 'cache'))
  mkdirSync(path.join(folder, 'dist/renderer'), { recursive: true })
  writeFileSync(path.join(folder, 'dist/renderer/index.html'), '<title>Diorama</title>')
  copyFileSync(example, path.join(folder, 'beach.diorama'))
  vi.resetModules()
  standIn = await import('./electron.helper.ts')
  vi.doMock('electron', () => standIn)
  Object.assign(standIn.world, { folder, appFolder: folder })
})
afterEach(async () => {
  standIn.app.quit()
  await expect.poll(() => standIn.world.quits).toBeGreaterThan(0)
  process.argv = argv
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** @returns when the module has been evaluated, which is when Electron becomes ready */
async function start(...files: string[]): Promise<void> {
  process.argv = ['electron', folder, ...files]
  await import('./main.ts')
}

async function startWindow(...files: string[]) {
  await start(...files)
  standIn.becomeReady()
  await expect.poll(() => standIn.world.windows[0]?.isVisible()).toBe(true)
  return standIn.world.windows[0]!
}

const names = (): string[] => standIn.log.map(([name]) => name)

it('A3 start: what has to be said before Electron is ready is said, and nothing waits for it at the top level', async () => {
  await start()
  expect(names()).toEqual(['setAppUserModelId', 'enableSandbox', 'registerSchemesAsPrivileged'])
  expect(standIn.world.windows).toHaveLength(0)
})

it('A3 start: the window loads our page by our scheme, and is shown when it can be seen', async () => {
  const window = await startWindow()
  expect(window.done.slice(0, 2)).toEqual(['load app://diorama/index.html', 'show'])
  expect(window.options.show).toBe(false)
  expect(standIn.guards.request).toBeTypeOf('function')
  expect(window.webContents.openHandler!({ url: 'https://example.org' })).toEqual({ action: 'deny' })
})

it('A3 start: a second program opens nothing and ends', async () => {
  standIn.world.isFirst = false
  await start()
  expect(standIn.world.quits).toBe(1)
  standIn.becomeReady()
  await new Promise((resolve) => setImmediate(resolve))
  expect(standIn.world.windows).toHaveLength(0)
})

it('P1 start: a project file that is named is opened in the window', async () => {
  const window = await startWindow(path.join(folder, 'beach.diorama'))
  expect(window.done[0]).toMatch(/^load app:\/\/diorama\/index\.html#project=\w+/)
})

it('P1 start: of a file that cannot be opened one sentence tells, and the start screen is there', async () => {
  writeFileSync(path.join(folder, 'text.diorama'), 'not a project')
  const window = await startWindow(path.join(folder, 'text.diorama'))
  expect(window.done[0]).toBe('load app://diorama/index.html')
  const [message] = standIn.world.messages
  expect(message).toMatchObject({ message: 'text.diorama was not opened.', detail: expect.stringMatching(/\.$/) })
})

it('P1 open-file: a file that the system hands over before there is a window is the first to be opened', async () => {
  await start()
  const stop = vi.fn()
  standIn.app.emit('open-file', { preventDefault: stop }, path.join(folder, 'beach.diorama'))
  expect(stop).toHaveBeenCalled()
  standIn.becomeReady()
  await expect.poll(() => standIn.world.windows[0]?.done[0]).toContain('#project=')
})

it('P1 second start: its file opens in a window of its own, once', async () => {
  await startWindow()
  standIn.app.emit('second-instance', {}, ['diorama', 'beach.diorama'], folder)
  await expect.poll(() => standIn.world.windows[1]?.isVisible()).toBe(true)
  const [first, second] = standIn.world.windows
  expect(second!.done[0]).toContain('#project=')
  expect([first!.options.name, second!.options.name]).toEqual(['studio', 'studio-2'])
  standIn.app.emit('second-instance', {}, ['diorama', path.join(folder, 'beach.diorama')], '/')
  await expect.poll(() => second!.done.at(-1)).toBe('focus')
  expect(standIn.world.windows).toHaveLength(2)
})

it('A3 second start: without a file the window comes to the front', async () => {
  const window = await startWindow()
  window.minimize()
  standIn.app.emit('second-instance', {}, ['diorama'], folder)
  await expect.poll(() => window.done.slice(-2)).toEqual(['restore', 'focus'])
  expect(standIn.world.windows).toHaveLength(1)
})

it('P2 quit: the last window ends the program, but not before the studio is closed', async () => {
  const window = await startWindow(path.join(folder, 'beach.diorama'))
  const beach = () => readdirSync(folder).filter((name) => name.startsWith('beach'))
  expect(beach()).toContain('beach.diorama-lock')
  window.close()
  expect(standIn.world.quits).toBe(0)
  standIn.app.quit()
  expect(standIn.world.quits).toBe(0)
  await expect.poll(() => standIn.world.quits).toBe(1)
  expect(beach()).toEqual(['beach.diorama'])
})

it('A3 crash: a page that crashes comes back, and one that does nothing else is closed', async () => {
  const window = await startWindow()
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
  expect(window.webContents.reloads).toBe(0)
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  expect(window.webContents.reloads).toBe(1)
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  expect(window.webContents.reloads).toBe(1)
  expect(standIn.world.windows).toHaveLength(0)
})

it('A3 start: an installation without its page says so and ends', async () => {
  rmSync(path.join(folder, 'dist'), { recursive: true })
  await start()
  standIn.becomeReady()
  await expect.poll(() => standIn.world.exitCode).toBe(1)
  expect(standIn.world.messages[0]!.message).toBe('Diorama could not be started')
})

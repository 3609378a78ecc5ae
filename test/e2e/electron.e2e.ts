/**
 * The desktop window in the real Electron, where its program is already there: a test never fetches it. What these show,
 * nothing that stands in for Electron can: the sandbox, the preload in its place, utility processes, native parts.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { buildState, desktopBuild, windowBuild } from '../../app/hosts/server/window-build.ts'

/** In an unpacked Electron. */
const programNames: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}

const root = path.resolve(import.meta.dirname, '../..')

interface Fixtures {
  readonly page: Page
}
interface WorkerFixtures {
  readonly program: ElectronApplication
}

const test = base.extend<Fixtures, WorkerFixtures>({
  program: [
    async ({}, use) => {
      build()
      const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-electron-'))
      const program = await _electron.launch({
        executablePath: electronProgram()!,
        args: [`--user-data-dir=${folder}`, ...(isRoot ? ['--no-sandbox'] : []), root],
        env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder } as Record<
          string,
          string
        >,
      })
      await use(program)
      await program.close()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  page: async ({ program }, use) => use(await program.firstWindow()),
})

/** Chromium refuses its sandbox to root, so the test of the sandbox itself is for everybody else. */
const isRoot = process.getuid?.() === 0

test.skip(electronProgram() === undefined, "Electron's program is not here (npm start fetches it where it can)") // kept: no package on npm holds it
test.skip(isWithoutDisplay(), 'there is no display on which a window could open') // kept: nothing to test without a window

test('A3 desktop: the window opens with its title and the start screen', async ({ page }) => {
  await expect(page).toHaveTitle(/Diorama/)
  await expect(page.getByRole('button', { name: 'New project' })).toBeEnabled()
  expect(page.url()).toMatch(/^app:\/\/diorama\/index\.html/)
})

test('S1 desktop: the page has nothing of Node or Electron, opens no window and reaches no network', async ({
  page,
}) => {
  const has = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(has).toEqual([])
  expect(await page.evaluate(() => open('https://example.org/') === null)).toBe(true)
  expect(await page.evaluate(() => fetch('https://example.org/').then(String, () => 'refused'))).toBe('refused')
  expect(await page.evaluate(() => fetch('file:///').then(String, () => 'refused'))).toBe('refused')
})

test('S1 desktop: the page runs in a sandbox', async ({ program, page }) => {
  test.skip(isRoot, 'Chromium gives root no sandbox, so there is none to look at') // kept: true for root alone
  await expect(page.getByRole('main')).toBeVisible()
  const pages = await program.evaluate(({ app }) =>
    app.getAppMetrics().flatMap(({ type, sandboxed }) => (type === 'Tab' ? [sandboxed ?? true] : [])),
  )
  expect(pages).toEqual([true])
})

test('G3 desktop: the engine is a utility process', async ({ program, page }) => {
  await expect(page.getByRole('main')).toBeVisible()
  const services = (): Promise<(string | undefined)[]> =>
    program.evaluate(({ app }) => app.getAppMetrics().map(({ name, serviceName }) => name ?? serviceName))
  await expect.poll(services, { timeout: 20_000 }).toContain('Diorama engine')
})

test('P1 desktop: a new project is a file, and its canvas is there', async ({ page }) => {
  await page.getByRole('button', { name: 'New project' }).click()
  await expect(page.locator('[data-canvas]')).toBeVisible()
  await expect.poll(() => page.url()).toContain('#project=')
})

function build(): void {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  for (const [wanted, options] of [
    [windowBuild, []],
    [desktopBuild, ['--config', 'vite.host.config.ts']],
  ] as const) {
    if (buildState(root, wanted) === 'ready') continue
    const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...options], { cwd: root })
    if (status !== 0) throw new Error('The desktop window could not be built.')
  }
}

/** The package's own program if it was fetched before, or the one in ELECTRON_OVERRIDE_DIST_PATH. */
function electronProgram(): string | undefined {
  const electron = path.join(root, 'node_modules/electron')
  const name = path.join(electron, 'path.txt')
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(electron, 'dist')
  if (!existsSync(name) && process.env.ELECTRON_OVERRIDE_DIST_PATH === undefined) return undefined
  const program = path.join(
    folder,
    existsSync(name) ? readFileSync(name, 'utf8').trim() : (programNames[os.platform()] ?? 'electron'),
  )
  return existsSync(program) ? program : undefined
}

function isWithoutDisplay(): boolean {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
}

/** A studio for a test: its own process, its own folders, and a page that shows it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test as base, type Page } from '@playwright/test'

const root = path.resolve(import.meta.dirname, '../..')

export interface ServedStudio {
  /** With the token; a page goes there once. */
  readonly url: string
  /** Holds everything that this studio writes. */
  readonly folder: string
  readonly process: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts `diorama serve` with folders of its own. @param folder of an earlier studio, to go on with its files */
export async function serveStudio(folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-e2e-'))): Promise<ServedStudio> {
  const home = { HOME: folder, USERPROFILE: folder, APPDATA: folder, LOCALAPPDATA: folder }
  const xdg = Object.fromEntries(
    ['DATA', 'CONFIG', 'CACHE', 'STATE'].map((name) => [`XDG_${name}_HOME`, path.join(folder, name.toLowerCase())]),
  )
  const child = spawn(process.execPath, [path.join(root, 'app/hosts/cli/main.ts'), 'serve', '--json'], {
    cwd: folder,
    env: { ...process.env, ...home, ...xdg, npm_package_name: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url))
    child.once('exit', (code) => reject(new Error(`The studio ended with ${code} before it was ready.`)))
  })
  return {
    url,
    folder,
    process: child,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await ended
    },
  }
}

interface Fixtures {
  /** A page of its own on the start screen. */
  readonly start: Page
  /** A page of its own with a new, empty project: for tests that reload it or count on a new window. */
  readonly alone: Page
  /** A new, empty project of 512 by 512 pixels in the page that tests share, with the Select tool in hand. */
  readonly studio: Page
}

interface WorkerFixtures {
  readonly served: ServedStudio
  readonly shared: { readonly page: Page; readonly problems: string[] }
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  served: [
    async ({}, use) => {
      const served = await serveStudio()
      await use(served)
      await served.stop()
      rmSync(served.folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  // Loading the window takes longer than most gestures, so tests that leave nothing behind share one. A failed test ends
  // its worker, and the next one gets a new window.
  shared: [
    async ({ browser, served }, use, { project }) => {
      const { viewport, colorScheme } = project.use
      const context = await browser.newContext({
        viewport: viewport ?? null,
        colorScheme: colorScheme ?? null,
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const page = await context.newPage()
      const problems = watchProblems(page)
      await open(page, served)
      await page.getByRole('button', { name: 'New project' }).click()
      await expect(page.getByRole('main', { name: 'Picture' })).toBeVisible()
      await use({ page, problems })
      await context.close()
    },
    { scope: 'worker' },
  ],
  start: async ({ page, served }, use) => {
    const problems = watchProblems(page)
    await open(page, served)
    await use(page)
    expect(problems, 'nothing was logged as an error').toEqual([])
  },
  alone: async ({ start }, use) => {
    await start.getByRole('button', { name: 'New project' }).click()
    await expect(start.getByRole('main', { name: 'Picture' })).toBeVisible()
    await use(start)
  },
  studio: async ({ shared }, use) => {
    const { page, problems } = shared
    const name = page.getByRole('heading', { level: 1 })
    const before = (await name.textContent()) ?? ''
    await page.keyboard.press('Alt+n')
    await expect(name).not.toHaveText(before)
    await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Select', exact: true }).click()
    await use(page)
    expect(problems.splice(0), 'nothing was logged as an error').toEqual([])
  },
})

async function open(page: Page, { url }: ServedStudio): Promise<void> {
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'Set the scene' })).toBeVisible()
}

/** Errors of scripts and of the content policy. */
function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    // What is refused is told in the window; the browser's own line about it is no news.
    const isRefusal = /^Failed to load resource: .* 4(13|15) /.test(message.text())
    if (message.type() === 'error' && !isRefusal) problems.push(message.text())
  })
  return problems
}

export { expect } from '@playwright/test'

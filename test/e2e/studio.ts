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
  /** A page on the start screen of a new user. */
  readonly start: Page
  /** A page with a new, empty project. */
  readonly studio: Page
}

interface WorkerFixtures {
  readonly served: ServedStudio
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  served: [
    // Playwright wants the first argument destructured, though nothing is taken from it.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const served = await serveStudio()
      await use(served)
      await served.stop()
      rmSync(served.folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  start: async ({ page, served }, use) => {
    const problems = watchProblems(page)
    await page.goto(served.url)
    await expect(page.getByRole('heading', { name: 'Set the scene' })).toBeVisible()
    await use(page)
    expect(problems, 'nothing was logged as an error').toEqual([])
  },
  studio: async ({ start }, use) => {
    await start.getByRole('button', { name: 'New project' }).click()
    await expect(start.getByRole('main', { name: 'Picture' })).toBeVisible()
    await use(start)
  },
})

/** Errors of scripts and of the content policy. */
function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}

export { expect } from '@playwright/test'

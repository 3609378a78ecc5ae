/**
 * Finds a Chromium for the tests in the browser, and fetches one where it can: Playwright's own from the network, or the
 * system's package on Debian for whoever may install it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export function findChromium(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
  return [chromium.executablePath(), ...onPath, ...usual].find((file) => existsSync(file))
}

/** @returns undefined if none could be had */
export function fetchChromium(): string | undefined {
  const found = findChromium()
  if (found) return found
  console.log('Fetching Chromium for the tests in the browser, once…')
  for (const [command, ...args] of ways()) {
    const { status } = spawnSync(command, args, { stdio: 'ignore', shell: process.platform === 'win32' })
    const fetched = status === 0 ? findChromium() : undefined
    if (fetched) return fetched
  }
  return undefined
}

function ways(): (readonly [string, ...string[]])[] {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  const debian = ['sh', '-c', 'apt-get update && apt-get install -y --no-install-recommends chromium'] as const
  const own = ['playwright', 'install', 'chromium'] as const
  return isDebianRoot ? [debian, own] : [own]
}

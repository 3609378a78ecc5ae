/** Finds a Chromium: Playwright's own if it was fetched, else the system's. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** @throws Error that says how to get one */
export function chromiumPath(): string {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
  const found = [chromium.executablePath(), ...onPath, ...usual].find((file) => existsSync(file))
  if (!found)
    throw new Error('No Chromium was found for the tests in the browser; run: npx playwright install chromium')
  return found
}

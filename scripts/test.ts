/**
 * `npm test`: the quick checks, every test in Node, then the window in a real Chromium. With arguments, only the tests in
 * Node that they name.
 */
import path from 'node:path'
import './check.ts'
import { fetchChromium } from './chromium.ts'
import { runSteps } from './steps.ts'

// The tests start some hundreds of processes of ours; compiled once, each is there in two thirds of the time.
process.env['NODE_COMPILE_CACHE'] ??= path.resolve(import.meta.dirname, '../node_modules/.cache/compiled')

const named = process.argv.slice(2)
const build = ['build', '--logLevel', 'warn'] as const

runSteps([
  ['window', 'vite', build],
  ['tests', 'vitest', ['run', ...named]],
])
if (named.length === 0) {
  if (fetchChromium()) runSteps([['tests in the browser', 'playwright', ['test']]])
  else console.log('SKIP tests in the browser: no Chromium could be had; run: npx playwright install chromium')
}

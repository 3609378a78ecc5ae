/** The progress bar on a stand-in for a terminal, and without one. */
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { duration, progressBar } from './progress.ts'

function stream(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const through = Object.assign(new PassThrough(), { isTTY, columns: 120 })
  const parts: string[] = []
  through.on('data', (part) => parts.push(String(part)))
  return { stream: through as unknown as NodeJS.WriteStream, text: () => parts.join('') }
}

test('G2 a terminal is shown passes, the time left and what is going on', () => {
  const terminal = stream(true)
  const bar = progressBar('passes', { denoise: 'drawing' }, terminal.stream)
  bar.show({ phase: 'load', done: 0, total: 0 })
  bar.show({ phase: 'denoise', done: 10, total: 40, secondsLeft: 75 })
  bar.stop()
  expect(terminal.text()).toContain('25 % | 10/40 passes | 1 min 15 s left | drawing')
})

test('A4 without a terminal nothing is written', () => {
  const file = stream(false)
  const bar = progressBar('passes', {}, file.stream)
  bar.show({ phase: 'denoise', done: 10, total: 40 })
  bar.stop()
  expect(file.text()).toBe('')
})

test.each([
  [0, '0 s'],
  [7.2, '8 s'],
  [200, '3 min 20 s'],
  [3900, '1 h 5 min'],
])('G2 %d seconds read as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

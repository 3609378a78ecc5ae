/** When the window has to be built. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildState } from './window-build.ts'

const root = mkdtempSync(path.join(tmpdir(), 'diorama-build-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const build = { result: 'dist/index.html', sources: ['renderer', 'vite.config.ts'] }

function write(name: string, minute: number): void {
  const file = path.join(root, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, minute * 60, minute * 60)
}

test('A3 the window is built once, and again when a source is newer; tests are no source', () => {
  write('renderer/panels/list.tsx', 10)
  write('vite.config.ts', 10)
  expect(buildState(root, build)).toBe('missing')
  write('dist/index.html', 20)
  expect(buildState(root, build)).toBe('ready')
  write('renderer/panels/list.test.tsx', 30)
  write('renderer/other.helper.ts', 30)
  expect(buildState(root, build)).toBe('ready')
  write('renderer/panels/new.css', 30)
  expect(buildState(root, build)).toBe('old')
  write('dist/index.html', 40)
  write('vite.config.ts', 50)
  expect(buildState(root, build)).toBe('old')
})

test('A3 an installed program, without sources, is ready as it is', () => {
  write('installed/dist/index.html', 1)
  expect(buildState(path.join(root, 'installed'), build)).toBe('ready')
})

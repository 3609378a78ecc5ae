/** Pictures on a real disk. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BadInput } from './bad-input.ts'
import { freeName, makeFolder, writeWhole } from './pictures.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-pictures-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('X1 a picture never takes the name of another', () => {
  const names = [0, 1, 2].map(() => {
    const name = freeName(folder, 'scenes/red house.json', 7)
    writeFileSync(name, '')
    return path.basename(name)
  })
  expect(names).toEqual(['red house-7.png', 'red house-7-2.png', 'red house-7-3.png'])
})

test('X1 a written file is whole, and nothing lies beside it', () => {
  const target = path.join(folder, 'new', 'inner')
  makeFolder(target)
  writeWhole(path.join(target, 'a.png'), Uint8Array.of(1, 2, 3))
  expect(readdirSync(target)).toEqual(['a.png'])
  expect([...readFileSync(path.join(target, 'a.png'))]).toEqual([1, 2, 3])
})

test('X1 a disk that refuses is said with its reason, and leaves nothing', () => {
  mkdirSync(path.join(folder, 'taken.png'))
  writeFileSync(path.join(folder, 'taken.png', 'inside'), '')
  expect(() => writeWhole(path.join(folder, 'taken.png'), Uint8Array.of(1))).toThrow(BadInput)
  expect(() => makeFolder(path.join(folder, 'taken.png', 'inside'))).toThrow(
    /cannot be made \(EEXIST\); choose another folder with --out\./,
  )
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

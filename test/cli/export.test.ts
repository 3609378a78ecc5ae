/** Rounds of a project as files, from the command line. */
import { copyFileSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readRecord } from '../../app/exchange/png.ts'
import { diorama, root, temporaryFolder } from './cli.helper.ts'

const folder = temporaryFolder()
const project = path.join(folder, 'Fair.diorama')
copyFileSync(path.join(root, 'examples/meadow-fair.diorama'), project)

test('A4 export: the newest round as a PNG with its scene, and the project stays as it was', async () => {
  const before = readFileSync(project)
  const out = path.join(folder, 'newest')
  const { code, stdout, stderr } = await diorama(['export', project, '--out', out])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(readdirSync(out)).toEqual([path.basename(stdout.trim())])
  expect(readRecord(readFileSync(stdout.trim()))).toMatchObject({ scene: { width: 512 } })
  expect(readFileSync(project).equals(before)).toBe(true)
})

test('A4 export: every round at the size of its scene, each under a name of its own', async () => {
  const args = ['export', project, '--all', '--as', 'jpeg', '--size', 'scene', '--out', path.join(folder, 'all')]
  const { code, stdout } = await diorama([...args, '--json'])
  expect(code).toBe(0)
  const { files } = JSON.parse(stdout) as { files: { round: string; file: string }[] }
  expect(new Set(files.map(({ file }) => file)).size).toBe(4)
  for (const { file } of files)
    expect(await sharp(file).metadata()).toMatchObject({ format: 'jpeg', width: 512, height: 512 })
})

test('X1 export: all rounds on one contact sheet, whichever was asked for', async () => {
  const out = path.join(folder, 'sheet')
  const { code, stdout } = await diorama(['export', project, '--all', '--as', 'sheet', '--out', out])
  expect(code).toBe(0)
  expect(readdirSync(out)).toEqual(['Fair, contact sheet.png'])
  expect(await sharp(stdout.trim()).metadata()).toMatchObject({ format: 'png', width: 740 })
})

test.each([
  { what: 'a round that is not there', args: [project, '--round', '9'], says: 'has 4 pictures and none of number 9' },
  { what: 'a file that is no project', args: [path.join(root, 'package.json')], says: 'is not a Diorama project' },
  { what: 'a project that is not there', args: [path.join(folder, 'Lake.diorama')], says: 'There is no file' },
])('A4 export: $what is said in one sentence', async ({ args, says }) => {
  const { code, stdout, stderr } = await diorama(['export', ...args, '--out', path.join(folder, 'none')])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^error: [^\n]+\n$/)
  expect(stderr).toContain(says)
})

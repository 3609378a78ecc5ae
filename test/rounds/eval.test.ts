/** The evaluation of rounds from the command line, with the real engine: one script, every mode. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { EvaluatedMode } from '../../app/evaluation/chains.ts'
import type { RoundsFigures, RoundsRow } from '../../app/evaluation/rounds.ts'
import { diorama, temporaryFolder } from '../cli/cli.helper.ts'

const folder = temporaryFolder()

test('R4 eval rounds: locked is equal outside its regions, the baselines are not, and only what is kept saves passes', async () => {
  const args = ['--scripts', '1', '--rounds', '2', '--out', 'pictures', '--device', 'cpu', '--json']
  const { code, stdout } = await diorama(['eval', 'rounds', ...args], { cwd: folder })
  expect(code).toBe(0)
  const { scripts, rows } = JSON.parse(stdout) as RoundsFigures
  expect(scripts).toBe(1)
  const by = new Map(rows.map((row) => [row.mode, row]))
  expect([...by.keys()]).toEqual(['locked', 'harmonise', 'free', 'published', 'blending'])
  expect(by.get('locked')).toMatchObject({ psnr: null, maxDifference: 0 })
  for (const mode of ['harmonise', 'free', 'published', 'blending'] as const) {
    expect(by.get(mode)!.maxDifference).toBeGreaterThan(0)
    expect(by.get(mode)!.psnr).toBeGreaterThan(15)
  }
  const { locked, published, free } = Object.fromEntries(by) as Record<EvaluatedMode, RoundsRow>
  expect(locked.passes).toBeLessThan(locked.passesAnew)
  expect(published.passes).toBe(published.passesAnew)
  expect(free.passes).toBeLessThan(free.passesAnew)
  for (const row of rows) {
    expect(row.seconds).toBeGreaterThan(0)
    expect(row.regionShare).toBeGreaterThan(0)
    expect(row.touchedShare).toBeGreaterThan(0)
    for (const share of [row.survival, row.success, row.regionShare, row.touchedShare]) {
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
    }
  }
  await lockedPicturesStand(path.join(folder, 'pictures'))
})

/** From the files alone: where a region's picture is black, the round has its parent's pixel. */
async function lockedPicturesStand(pictures: string): Promise<void> {
  expect(readdirSync(pictures)).toHaveLength(5 * (3 + 2))
  const bytes = async (name: string) =>
    new Uint8Array(await sharp(path.join(pictures, name)).toColourspace('srgb').raw().toBuffer())
  for (const n of [2, 3]) {
    const parent = await bytes(`script-0-locked-round-${n - 1}.png`)
    const picture = await bytes(`script-0-locked-round-${n}.png`)
    const region = await bytes(`script-0-locked-round-${n}.region.png`)
    expect(region.includes(0)).toBe(true)
    expect(picture.some((byte, i) => byte !== parent[i])).toBe(true)
    expect(picture.findIndex((byte, i) => region[i] === 0 && byte !== parent[i])).toBe(-1)
  }
}

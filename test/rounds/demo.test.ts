/**
 * The published iterative demo, 17 things on 768 x 512, and two further rounds made from it by adding and moving. The starter
 * is told of eight things only, so this is about the way that rounds take and not about what is in the picture.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { diorama, temporaryFolder } from '../cli/cli.helper.ts'
import { demosFolder } from '../golden.ts'

interface Published {
  readonly annos: { readonly bbox: number[]; readonly caption: string }[]
}

const folder = temporaryFolder()

function demoFiles(): string[] {
  const first = JSON.parse(readFileSync(path.join(demosFolder, 'demo_iterative_r1.json'), 'utf8')) as Published
  const withBall = (bbox: number[]): Published => ({
    ...first,
    annos: [{ bbox, caption: 'a red ball' }, ...first.annos],
  })
  return [first, withBall([560, 40, 150, 150]), withBall([40, 20, 150, 150])].map((scene, n) => {
    const file = path.join(folder, `r${n + 1}.json`)
    writeFileSync(file, JSON.stringify(scene))
    return file
  })
}

test('R2 demo_iterative_r1 goes on for two rounds, and outside their regions every pixel stays', async () => {
  const args = ['--project', 'tea', '--out', '.', '--device', 'cpu', '--steps', '4', '--mis', '0.5', '--json']
  const { code, stdout } = await diorama(['rounds', ...demoFiles(), ...args], { cwd: folder })
  expect(code).toBe(0)
  const { rounds } = JSON.parse(stdout) as { rounds: { picture: string; region: string; plan: { state: string }[] }[] }
  const edits = rounds.map(({ plan }) => plan.map(({ state }) => state).filter((state) => state !== 'kept'))
  expect(edits).toEqual([Array(17).fill('new'), expect.arrayContaining(['new']), expect.arrayContaining(['moved'])])
  for (const [n, { picture, region }] of rounds.slice(1).entries()) {
    expect(rounds[n + 1]).toMatchObject({ report: { mode: 'locked', putBack: { largest: 0 } } })
    const [old, fresh, mask] = await Promise.all([bytes(rounds[n]!.picture), bytes(picture), bytes(region)])
    expect(mask.includes(0)).toBe(true)
    expect(mask.findIndex((share, i) => share === 0 && old[i] !== fresh[i])).toBe(-1)
    expect(old.some((byte, i) => byte !== fresh[i])).toBe(true)
  }
})

/** Three a pixel, of the mask too; the starter's sides are multiples of 32. */
async function bytes(file: string): Promise<Uint8Array> {
  const { data, info } = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  expect([info.channels, info.width, info.height]).toEqual([3, 160, 96])
  return new Uint8Array(data)
}

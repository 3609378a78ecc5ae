/** Ten locked rounds from the command line, the project closed and opened in between, with the starter model. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sceneFormat, sceneVersion, type Instance } from '../../app/contract/scene.ts'
import { diorama, temporaryFolder } from '../cli/cli.helper.ts'

const folder = temporaryFolder()
const quick = ['--device', 'cpu', '--steps', '4', '--mis', '0.5', '--json']

interface Answer {
  readonly project: string
  readonly rounds: {
    readonly id: string
    readonly parent: string | null
    readonly picture: string
    readonly region: string | null
    readonly plan: { readonly id: string; readonly state: string }[]
    readonly report: {
      readonly mode: string
      readonly regionShare: number
      readonly putBack: { readonly largest: number } | null
    }
    readonly passes: number
    readonly reused: number
    readonly seconds: number
  }[]
}

const thing = (id: string, caption: string, x: number, y: number, side = 120): Instance => ({
  id,
  caption,
  box: { x0: x, y0: y, x1: x + side, y1: y + side },
})

const house = thing('house', 'a red house', 40, 40)
const ball = thing('ball', 'a blue ball', 350, 350)
const star = thing('star', 'a yellow star', 350, 30)
const tree = thing('tree', 'a green tree', 40, 350)

/** Each from the one before: added, replaced, moved, resized, removed, and so again. */
const scenes: Instance[][] = [
  [house, ball],
  [house, ball, star],
  [house, thing('ball', 'a white mug', 350, 350), star],
  [house, thing('ball', 'a white mug', 200, 350), star],
  [thing('house', 'a red house', 40, 40, 160), thing('ball', 'a white mug', 200, 350), star],
  [thing('house', 'a red house', 40, 40, 160), star],
  [thing('house', 'a red house', 40, 40, 160), star, tree],
  [thing('house', 'a black box', 40, 40, 160), star, tree],
  [thing('house', 'a black box', 40, 40, 160), thing('star', 'a yellow star', 380, 200), tree],
  [thing('house', 'a black box', 40, 40, 160), thing('star', 'a yellow star', 380, 200, 90), tree],
  [thing('house', 'a black box', 40, 40, 160), tree],
]

function sceneFiles(): string[] {
  return scenes.map((instances, n) => {
    const file = path.join(folder, `R${n + 1}.json`)
    const scene = {
      format: sceneFormat,
      version: sceneVersion,
      caption: 'in a meadow',
      width: 512,
      height: 512,
      instances,
    }
    writeFileSync(file, JSON.stringify(scene))
    return file
  })
}

async function rounds(...args: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await diorama(['rounds', ...args, ...quick], { cwd: folder })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as Answer
}

const bytesOf = async (file: string, channels: 1 | 3): Promise<Buffer> => {
  const image = sharp(file)
  expect(await image.metadata()).toMatchObject({ channels, depth: 'uchar', width: 128, height: 128 })
  const bytes = await image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer()
  expect(bytes).toHaveLength(channels * 128 * 128)
  return bytes
}

test('R2 ten locked rounds of add, replace, move, resize and remove: where the region is 0, every pixel is the parent’s', async () => {
  const files = sceneFiles()
  const out = ['--project', 'ten.diorama', '--out', 'out']
  const first = await rounds(...files.slice(0, 6), ...out)
  const second = await rounds(...files.slice(6), ...out, '--go-on')
  expect([first.project, second.project]).toEqual(Array(2).fill(path.join(folder, 'ten.diorama')))
  const all = [...first.rounds, ...second.rounds]
  expect(all).toHaveLength(11)
  expect(all[0]).toMatchObject({ parent: null, region: null, report: { mode: 'free', reason: 'noParent' } })
  const states = ['new', 'reworded', 'moved', 'resized', 'removed']
  for (const [n, round] of all.entries()) {
    expect(round.picture).toBe(path.join(folder, 'out', `round-${n + 1}.png`))
    if (n === 0) continue
    const before = all[n - 1]!
    expect(round).toMatchObject({ parent: before.id, report: { mode: 'locked', putBack: { largest: 0 } } })
    expect(round.plan.map(({ state }) => state).filter((state) => state !== 'kept')).toEqual([states[(n - 1) % 5]])
    const [old, fresh] = [await bytesOf(before.picture, 3), await bytesOf(round.picture, 3)]
    const region = await bytesOf(round.region!, 1)
    let [stays, changed] = [0, 0]
    for (const [pixel, share] of region.entries()) {
      const isSame = [0, 1, 2].every((channel) => old[3 * pixel + channel] === fresh[3 * pixel + channel])
      if (share === 0) expect(isSame, `pixel ${pixel} of round ${n + 1}`).toBe(true)
      stays += Number(share === 0)
      changed += Number(!isSame)
    }
    expect(stays / region.length).toBeCloseTo(1 - round.report.regionShare, 1)
    expect(changed).toBeGreaterThan(50)
  }
})

test('R2 rounds: things without ids are found again by caption and place', async () => {
  const published = (boxes: [string, number[]][]) => ({
    caption: 'in a meadow',
    width: 512,
    height: 512,
    annos: boxes.map(([caption, bbox]) => ({ caption, bbox })),
  })
  const [one, two] = ['P1.json', 'P2.json'].map((name) => path.join(folder, name))
  const [a, b]: [string, number[]][] = [
    ['a red house', [40, 40, 120, 120]],
    ['a blue ball', [350, 350, 120, 120]],
  ]
  writeFileSync(one!, JSON.stringify(published([a!, b!])))
  // In another order, the ball elsewhere, and a star before them.
  writeFileSync(
    two!,
    JSON.stringify(published([['a yellow star', [350, 30, 120, 120]], ['a blue ball', [200, 350, 120, 120]], a!])),
  )
  const { rounds: drawn } = await rounds(one!, two!, '--project', 'published.diorama')
  expect(drawn[1]!.plan.map(({ state }) => state).toSorted()).toEqual(['kept', 'moved', 'new'])
  expect(drawn[1]).toMatchObject({ picture: null, region: null })
})

test('R2 rounds: what cannot be used is refused in a sentence, and nothing is written or changed', async () => {
  const [file] = sceneFiles()
  writeFileSync(path.join(folder, 'there.diorama'), 'mine')
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await diorama(['rounds', ...args], { cwd: folder })
    expect([code, stdout]).toEqual([1, ''])
    return stderr
  }
  expect(await refused(file!, '--project', 'there')).toMatch(/^error: .*there\.diorama is there already; .*--go-on/)
  expect(readFileSync(path.join(folder, 'there.diorama'), 'utf8')).toBe('mine')
  expect(await refused(file!, '--project', 'there', '--go-on')).toMatch(/^error: .*not a Diorama project/)
  expect(await refused(file!, '--project', 'none', '--go-on')).toMatch(/^error: .*not there/)
  expect(await refused(file!, 'missing.json', '--project', 'none')).toMatch(/^error: There is no file "missing\.json"/)
  expect(await refused(file!, '--project', 'no-folder/none')).toMatch(
    /^error: .*cannot be made \(ENOENT\); name another/,
  )
  expect(await refused(file!)).toMatch(/--project/)
})

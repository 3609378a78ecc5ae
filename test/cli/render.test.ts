/** From a scene file to a picture on the disk, with the starter model in a real engine. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { readRecord } from '../../app/exchange/png.ts'
import { parseScene } from '../../app/scene/scene.ts'
import { demosFolder } from '../golden.ts'
import { diorama, root, start, temporaryFolder, type Ended } from './cli.helper.ts'

const folder = temporaryFolder()
const example = path.join(root, 'examples/three-things.json')
const quick = ['--device', 'cpu', '--steps', '4', '--mis', '0.25', '--json']

function render(...args: string[]): Promise<Ended> {
  return diorama(['render', ...args], { cwd: folder })
}

const pictureBytes = (file: string): Buffer => readFileSync(path.resolve(folder, file))

describe('A4 render --json', () => {
  let ended: Ended
  let answer: Record<string, unknown>
  beforeAll(async () => {
    ended = await render(example, ...quick, '--seed', '7')
    answer = JSON.parse(ended.stdout)
  })

  test('A4 prints one JSON object with everything about the picture, and nothing else', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const names = [
      'picture',
      'width',
      'height',
      'seed',
      'instances',
      'warnings',
      'seconds',
      'passes',
      'device',
      'model',
    ]
    expect(Object.keys(answer)).toEqual(names)
    expect(answer).toMatchObject({ width: 128, height: 128, seed: 7, device: 'cpu', model: 'starter', warnings: [] })
    expect(answer.instances).toEqual([
      { caption: 'a yellow star', formats: ['box'], box: { x0: 16, y0: 6, x1: 58, y1: 46 } },
      { caption: 'a white house', formats: ['box'], box: { x0: 58, y0: 44, x1: 116, y1: 104 } },
      { caption: 'a green tree', formats: ['box'], box: { x0: 14, y0: 58, x1: 54, y1: 114 } },
    ])
  })

  test('X1 puts the picture into the folder "pictures" where the user is, and nothing half-written beside it', async () => {
    expect(answer.picture).toBe(path.join(folder, 'pictures', 'three-things-7.png'))
    expect(readdirSync(path.join(folder, 'pictures'))).toEqual(['three-things-7.png'])
    expect(await sharp(answer.picture as string).metadata()).toMatchObject({
      format: 'png',
      width: 128,
      height: 128,
      channels: 3,
    })
  })

  test('X1 the PNG carries the scene and the settings, and no path', () => {
    const record = readRecord(pictureBytes(answer.picture as string)) as Record<string, unknown>
    expect(record.scene).toEqual(parseScene(readFileSync(example, 'utf8')))
    expect(record.settings).toMatchObject({
      seed: 7,
      steps: 4,
      mis: 0.25,
      size: { width: 128, height: 128 },
      variants: 1,
    })
    for (const place of [root, folder]) expect(JSON.stringify(record)).not.toContain(place)
  })

  test('G5 the same run gives the same bytes, under a name of its own', async () => {
    const again = JSON.parse((await render(example, ...quick, '--seed', '7')).stdout)
    expect(again.picture).toBe(path.join(folder, 'pictures', 'three-things-7-2.png'))
    expect(pictureBytes(again.picture).equals(pictureBytes(answer.picture as string))).toBe(true)
  })

  test('G1 variants take the seeds that follow', async () => {
    const both = JSON.parse((await render(example, ...quick, '--seed', '6', '--variants', '2', '--out', 'both')).stdout)
    expect(both.pictures.map((file: string) => path.basename(file))).toEqual([
      'three-things-6.png',
      'three-things-7.png',
    ])
    expect(both.picture).toBe(both.pictures[0])
    expect(pictureBytes(both.pictures[1]).equals(pictureBytes(answer.picture as string))).toBe(true)
    expect(pictureBytes(both.pictures[0]).equals(pictureBytes(both.pictures[1]))).toBe(false)
  })
})

describe('G4 render on a published scene', () => {
  test('G4 says which words the model does not know, and draws all the same, in the scene’s shape', async () => {
    const scene = path.join(demosFolder, 'demo_corgi_kitchen.json')
    const { code, stdout } = await render(scene, ...quick, '--mis', '0')
    const answer = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(answer.warnings.map((each: { code: string }) => each.code)).toEqual(
      expect.arrayContaining(['scaled', 'unknownWords']),
    )
    const messages = answer.warnings.map((each: { message: string }) => each.message).join(' ')
    expect(messages).toContain('"corgi"')
    const { width, height } = parseScene(readFileSync(scene, 'utf8'))
    expect(answer.width / answer.height).toBeCloseTo(width / height, 1)
    expect(existsSync(answer.picture)).toBe(true)
  })
})

describe('G1 render', () => {
  test('G1 refuses a number of steps that the published samplers cannot run, in the sampler’s words', async () => {
    const { code, stdout, stderr } = await render(example, '--sampler', 'plms', '--steps', '3')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: PLMS and DDIM cannot run 3 steps: .* or another sampler\.\n$/)
  })

  test('G1 draws in the size that is asked for, and refuses one that the model cannot draw', async () => {
    const wide = JSON.parse(
      (await render(example, ...quick, '--mis', '0', '--size', '192x128', '--out', 'wide')).stdout,
    )
    expect([wide.width, wide.height]).toEqual([192, 128])
    const { code, stderr } = await render(example, ...quick, '--size', '100x100', '--out', 'wide')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: The picture would be 100 x 100, .*multiples of \d+ pixels; choose such a size\.\n$/)
  })

  test('M3 refuses a device that was named and cannot be used, with the reason', async () => {
    const device = process.platform === 'darwin' ? 'dml' : 'coreml'
    const { code, stderr } = await render(example, '--device', device)
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^error: The device "${device}" cannot be used\\. The runtime for .*\\.\\n$`))
  })

  test('G2 Ctrl-C ends it at once with 130, and nothing is written', async () => {
    const running = start(['render', example, '--device', 'cpu', '--steps', '500', '--out', 'cancelled'], {
      cwd: folder,
    })
    // Its folder is the first that is to be seen of it; a little later it draws.
    await expect.poll(() => existsSync(path.join(folder, 'cancelled'))).toBe(true)
    setTimeout(() => running.process.kill('SIGINT'), 2000)
    const { code, stdout, stderr } = await running.ended
    expect({ code, stdout, stderr }).toEqual({
      code: 130,
      stdout: '',
      stderr: 'error: Cancelled; nothing was written.\n',
    })
    expect(readdirSync(path.join(folder, 'cancelled'))).toEqual([])
  })

  test('A4 without --json names the picture for people', async () => {
    const { code, stdout } = await render(example, ...quick.slice(0, -1), '--out', 'people')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^people[/\\]three-things-0\.png {2}128 x 128, seed 0\nDrawn by starter on cpu: 4 steps of /)
  })
})

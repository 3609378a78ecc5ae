/** PSD files, read back by the library's reader, by one of our own, and by ImageMagick where there is one. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { initializeCanvas, readPsd } from 'ag-psd'
import type { Layer as PsdLayer, Psd } from 'ag-psd'
import { beforeAll, describe, expect, test } from 'vitest'
import { instance, sceneOf } from '../scene/scene.helper.ts'
import { everyKind, flattened, hostileCaptions, largestDifference, pictureOf } from './layers.helper.ts'
import { layerNames, LayersError, layersOf } from './layers.ts'
import { readComposite } from './psd-bytes.helper.ts'
import { encodePsd } from './psd.ts'

beforeAll(() => {
  const noCanvas = (): never => {
    throw new Error('nothing is drawn here')
  }
  initializeCanvas(noCanvas, (width, height) => ({
    width,
    height,
    data: new Uint8ClampedArray(width * height * 4),
    colorSpace: 'srgb',
  }))
})

const read = (file: Uint8Array): Psd =>
  readPsd(file, { useImageData: true, throwForMissingFeatures: true, logMissingFeatures: true })

/** Names and bounds as they lie in the file, bottom first. */
function outline({ children = [] }: Psd | PsdLayer): unknown[] {
  return children.map(({ name, hidden, left, top, right, bottom, children: inside }) =>
    inside ? { name, hidden, inside: outline({ children: inside }) } : { name, hidden, left, top, right, bottom },
  )
}

function pixelsOf({ left = 0, top = 0, imageData }: PsdLayer) {
  const { width, height, data } = imageData!
  return { x: left, y: top, width, height, rgba: Uint8Array.from(data) }
}

/** The program, where it is the real one. */
const imageMagick = ['magick', 'convert'].find((program) => {
  const { stdout } = spawnSync(program, ['-version'], { encoding: 'utf8' })
  return stdout?.startsWith('Version: ImageMagick')
})

describe('X2 a PSD file', () => {
  const picture = pictureOf(200, 120)
  const layered = layersOf(picture, everyKind())

  test('X2 shows the picture, byte for byte, to programs without layers', async () => {
    const { pixels, ...header } = readComposite(await encodePsd(layered))
    const size = { width: 200, height: 120 }
    expect(header).toEqual({ version: 1, channels: 3, ...size, bits: 8, colourMode: 3, records: 9, bottomChannels: 4 })
    expect(pixels).toEqual(picture.rgb)
  })

  test('X2 has the picture, the things in a group and the hidden places, from bottom to top', async () => {
    const bounds = { picture: { left: 0, top: 0, right: 200, bottom: 120 } }
    expect(outline(read(await encodePsd(layered)))).toEqual([
      { name: 'Picture', hidden: false, ...bounds.picture },
      {
        name: 'Things',
        hidden: false,
        inside: layered.things.map(({ name, x, y, width, height }) => ({
          name,
          hidden: false,
          left: x,
          top: y,
          right: x + width,
          bottom: y + height,
        })),
      },
      { name: 'Places', hidden: true, ...bounds.picture },
    ])
  })

  test('X2 keeps every layer’s pixels, which are the picture again when flattened', async () => {
    const [bottom, group, top] = read(await encodePsd(layered)).children!
    const things = group!.children!.map((thing) => pixelsOf(thing))
    expect(things.map(({ rgba }) => rgba)).toEqual(layered.things.map(({ rgba }) => rgba))
    expect(pixelsOf(top!).rgba).toEqual(layered.places.rgba)
    const flat = flattened(200, 120, [pixelsOf(bottom!), ...things])
    expect(largestDifference(flat, picture.rgb)).toBeLessThanOrEqual(1)
  })

  test('X2 keeps every name, whatever is in it', async () => {
    const scene = sceneOf(
      ...hostileCaptions.map((caption, i) => ({
        ...instance(`${i}`, { box: { x0: 0, y0: 0, x1: 200, y1: 200 } }),
        caption,
      })),
    )
    const hostile = layersOf(picture, scene)
    const file = await encodePsd(hostile)
    expect(readComposite(file).pixels).toEqual(picture.rgb)
    const [, group] = read(file).children!
    expect(group!.children!.map(({ name }) => name)).toEqual(hostile.things.map(({ name }) => name))
  })

  test('X2 has thirty things', async () => {
    const boxes = Array.from({ length: 30 }, (_, i) => ({ x0: i * 15, y0: i * 15, x1: i * 15 + 60, y1: i * 15 + 60 }))
    const file = await encodePsd(layersOf(picture, sceneOf(...boxes.map((box, i) => instance(`${i}`, { box })))))
    expect(read(file).children![1]!.children!.map(({ name }) => name)).toEqual(boxes.map((_, i) => `a thing ${i}`))
    expect(readComposite(file).pixels).toEqual(picture.rgb)
  })

  test('X2 of a scene without instances has no group', async () => {
    const file = await encodePsd(layersOf(pictureOf(2, 3), sceneOf()))
    expect(read(file).children!.map(({ name }) => name)).toEqual([layerNames.picture, layerNames.places])
    expect(readComposite(file).pixels).toEqual(pictureOf(2, 3).rgb)
  })

  test('X2 of a picture one pixel wide is refused', async () => {
    await expect(encodePsd(layersOf(pictureOf(1, 3), sceneOf()))).rejects.toThrow(LayersError)
  })

  test('X2 leaves the layers as they were, and is the same file each time', async () => {
    const before = structuredClone(layered)
    const file = await encodePsd(layered)
    expect(layered).toEqual(before)
    expect(await encodePsd(layered)).toEqual(file)
    expect(file.byteLength).toBe(file.buffer.byteLength)
  })

  const title = imageMagick
    ? 'X2 is read by ImageMagick: the picture first, then every layer at its place'
    : 'X2 was NOT read by ImageMagick, which is not here: the two readers above stand for it'
  test.runIf(imageMagick)(title, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'diorama-psd-'))
    try {
      const file = path.join(folder, 'round.psd')
      writeFileSync(file, await encodePsd(layered))
      const composite = execFileSync(imageMagick!, [`${file}[0]`, '-depth', '8', 'rgb:-'])
      expect(new Uint8Array(composite)).toEqual(picture.rgb)
      const found = execFileSync(imageMagick!, [file, '-format', '%wx%h%O\n', 'info:'], { encoding: 'utf8' }).split(
        '\n',
      )
      const places = layered.things.map(({ x, y, width, height }) => `${width}x${height}+${x}+${y}`)
      expect(found).toEqual(expect.arrayContaining(['200x120+0+0', ...places]))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

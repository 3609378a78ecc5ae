/** OpenRaster files, opened by a zip reader that has nothing to do with the writer, and by the decoder of PNGs. */
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { fromBuffer } from 'yauzl'
import type { Entry } from 'yauzl'
import { instance, sceneOf } from '../scene/scene.helper.ts'
import { everyKind, flattened, hostileCaptions, largestDifference, pictureOf } from './layers.helper.ts'
import { layersOf } from './layers.ts'
import { encodeOpenRaster } from './openraster.ts'

interface File {
  readonly entry: Entry
  readonly bytes: Buffer
}

/** By name, in the order of the zip's list. */
async function unzip(zip: Uint8Array): Promise<Map<string, File>> {
  const { promise, resolve, reject } = Promise.withResolvers<Map<string, File>>()
  const files = new Map<string, File>()
  fromBuffer(Buffer.from(zip), { lazyEntries: true, strictFileNames: true }, (fault, opened) => {
    if (fault) return reject(fault)
    opened.on('error', reject).on('end', () => resolve(files))
    opened.on('entry', (entry: Entry) => {
      opened.openReadStream(entry, (unreadable, stream) => {
        if (unreadable) return reject(unreadable)
        const chunks: Buffer[] = []
        stream.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          files.set(entry.fileName, { entry, bytes: Buffer.concat(chunks) })
          opened.readEntry()
        })
      })
    })
    opened.readEntry()
  })
  return promise
}

interface Tag {
  readonly name: string
  readonly depth: number
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * The elements of stack.xml in their order. As strict as XML where it can be wrong: characters that XML cannot hold, bare
 * signs, tags that do not match, and breaks in attributes, which readers turn into blanks, are faults.
 */
function readStack(xml: string): Tag[] {
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(xml))
    throw new Error('a forbidden character')
  const [declaration] = /^<\?xml version='1\.0' encoding='UTF-8'\?>/.exec(xml) ?? []
  if (!declaration) throw new Error('no declaration')
  const tags: Tag[] = []
  const open: string[] = []
  const token = /\s*<(\/?)([a-z]+)((?:\s+[a-z-]+="(?:[^<&"\t\n\r]|&(?:#\d+|amp|lt|gt|quot|apos);)*")*)\s*(\/?)>\s*/y
  token.lastIndex = declaration.length
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex
    const [, isEnd, name, attributes, isEmpty] = token.exec(xml) ?? []
    if (name === undefined) throw new Error(`no tag at ${xml.slice(at, at + 60)}`)
    if (isEnd) {
      if (open.pop() !== name) throw new Error(`</${name}> ends nothing`)
      continue
    }
    tags.push({ name, depth: open.length, attributes: readAttributes(attributes!) })
    if (!isEmpty) open.push(name)
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> has no end`)
  return tags
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value!.replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
    ]),
  )
}

async function decode(png: Buffer) {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgba: new Uint8Array(data) }
}

const stackIn = (files: Map<string, File>): Tag[] => readStack(files.get('stack.xml')!.bytes.toString('utf8'))
const layersIn = (files: Map<string, File>): Tag['attributes'][] =>
  stackIn(files).flatMap(({ name, attributes }) => (name === 'layer' ? [attributes] : []))
const namesIn = (files: Map<string, File>): (string | undefined)[] => layersIn(files).map((layer) => layer['name'])

describe('X2 an OpenRaster file', () => {
  const picture = pictureOf(200, 120)
  const layered = layersOf(picture, everyKind())

  test('X2 tells what it is in its first bytes', async () => {
    const zip = Buffer.from(await encodeOpenRaster(layered))
    expect(zip.toString('latin1', 0, 4)).toBe('PK\u0003\u0004')
    // not compressed, and nothing between the name and the type
    expect(zip.readUInt16LE(8)).toBe(0)
    expect(zip.toString('latin1', 30, 54)).toBe('mimetypeimage/openraster')
    expect(zip.toString('latin1', 54, 58)).toBe('PK\u0003\u0004')
  })

  test('X2 holds the list, a picture for each layer, the merged picture and a small one', async () => {
    const files = await unzip(await encodeOpenRaster(layered))
    expect([...files.keys()]).toEqual([
      'mimetype',
      'stack.xml',
      ...Array.from({ length: 7 }, (_, i) => `data/layer${i}.png`),
      'mergedimage.png',
      'Thumbnails/thumbnail.png',
    ])
  })

  test('X2 lists the hidden places, the things and the picture from top to bottom', async () => {
    const shown = { opacity: '1.0', visibility: 'visible', 'composite-op': 'svg:src-over' }
    const tag = (name: string, depth: number, attributes: object) => ({ name, depth, attributes })
    const layer = (depth: number, at: number, attributes: object) =>
      tag('layer', depth, { ...shown, src: `data/layer${at}.png`, ...attributes })
    expect(stackIn(await unzip(await encodeOpenRaster(layered)))).toEqual([
      tag('image', 0, { version: '0.0.5', w: '200', h: '120' }),
      tag('stack', 1, {}),
      layer(2, 6, { name: 'Places', x: '0', y: '0', visibility: 'hidden' }),
      tag('stack', 2, { ...shown, name: 'Things' }),
      ...layered.things.map(({ name, x, y }, i) => layer(3, i + 1, { name, x: `${x}`, y: `${y}` })).toReversed(),
      layer(2, 0, { name: 'Picture', x: '0', y: '0' }),
    ])
  })

  test('X2 keeps every layer’s pixels, which are the picture again when flattened', async () => {
    const files = await unzip(await encodeOpenRaster(layered))
    const layers = await Promise.all(
      layersIn(files).map(async ({ src, x, y }) => ({
        ...(await decode(files.get(src!)!.bytes)),
        x: Number(x),
        y: Number(y),
      })),
    )
    const [places, ...rest] = layers
    expect(places!.rgba).toEqual(layered.places.rgba)
    expect(rest.toReversed()).toEqual(
      [layered.picture, ...layered.things].map(({ x, y, width, height, rgba }) => ({ x, y, width, height, rgba })),
    )
    expect(largestDifference(flattened(200, 120, rest.toReversed()), picture.rgb)).toBeLessThanOrEqual(1)
  })

  test('X2 shows the picture, byte for byte, to programs without layers', async () => {
    const files = await unzip(await encodeOpenRaster(layered))
    const { data } = await sharp(files.get('mergedimage.png')!.bytes)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(new Uint8Array(data)).toEqual(picture.rgb)
  })

  test('X2 has a small picture of 256 pixels at most, of the same shape, never enlarged', async () => {
    const smallOf = async (width: number, height: number) => {
      const files = await unzip(await encodeOpenRaster(layersOf(pictureOf(width, height), sceneOf())))
      const small = await sharp(files.get('Thumbnails/thumbnail.png')!.bytes).metadata()
      return [small.format, small.depth, small.width, small.height, small.isProgressive]
    }
    expect(await smallOf(600, 300)).toEqual(['png', 'uchar', 256, 128, false])
    expect(await smallOf(40, 60)).toEqual(['png', 'uchar', 40, 60, false])
  })

  test('X2 keeps every name, and stays readable whatever is in it', async () => {
    const scene = sceneOf(
      ...hostileCaptions.map((caption, i) => ({
        ...instance(`${i}`, { box: { x0: 0, y0: 0, x1: 200, y1: 200 } }),
        caption,
      })),
    )
    const hostile = layersOf(pictureOf(32, 32), scene)
    const files = await unzip(await encodeOpenRaster(hostile))
    const expected = hostile.things.map(({ name }) => name.replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD'))
    expect(namesIn(files)).toEqual(['Places', ...expected.toReversed(), 'Picture'])
  })

  test('X2 takes names that no caption gives: signs that XML forbids are replaced', async () => {
    const name = 'a\u0000b\tc\nd\re\u001B\uD800"<&>'
    const files = await unzip(await encodeOpenRaster({ ...layered, picture: { ...layered.picture, name } }))
    expect(namesIn(files).at(-1)).toBe('a\uFFFDb\tc\nd\re\uFFFD\uFFFD"<&>')
  })

  test('X2 has thirty things, or none and then no group', async () => {
    const boxes = Array.from({ length: 30 }, (_, i) => ({ x0: i * 15, y0: i * 15, x1: i * 15 + 60, y1: i * 15 + 60 }))
    const scene = sceneOf(...boxes.map((box, i) => instance(`${i}`, { box })))
    const many = await unzip(await encodeOpenRaster(layersOf(picture, scene)))
    expect(namesIn(many)).toEqual(['Places', ...boxes.map((_, i) => `a thing ${i}`).toReversed(), 'Picture'])
    const none = await unzip(await encodeOpenRaster(layersOf(picture, sceneOf())))
    expect(stackIn(none).map(({ name }) => name)).toEqual(['image', 'stack', 'layer', 'layer'])
  })

  test('X2 leaves the layers as they were, and is the same file each time', async () => {
    const before = structuredClone(layered)
    const file = await encodeOpenRaster(layered)
    expect(layered).toEqual(before)
    expect(await encodeOpenRaster(layered)).toEqual(file)
    expect((await unzip(file)).get('stack.xml')!.entry.getLastModDate().getFullYear()).toBe(1980)
  })
})

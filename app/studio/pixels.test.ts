/** Pixels by address, and files that a window puts in: what they are, and what is refused. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { StudioError } from '../contract/errors.ts'
import { encodePng } from '../exchange/png.ts'
import type { ProjectState } from '../contract/project.ts'
import { smallPicture } from './pixels.ts'
import { add, edit, installation, noEngine, redHouse, testStudio } from './studio.helper.ts'

const open = testStudio({ spawn: noEngine })
const { studio } = open
let project: string
beforeAll(async () => {
  project = (await studio.create({})).id
})

const get = (address: string) => open.pixels(new Request(`http://diorama/${address}`))
const post = (address: string, body: string | Uint8Array) =>
  open.pixels(
    new Request(`http://diorama/${address}`, { method: 'POST', body: new Blob([body as Uint8Array<ArrayBuffer>]) }),
  )
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c08040' } })

describe('I1 a picture put into a project', () => {
  test('I1 is stored as PNG, turned as the camera was held, without its metadata', async () => {
    const exif = { IFD0: { Artist: 'Somebody', Orientation: '6' } }
    const jpeg = await plain(60, 40).jpeg().withExif(exif).withMetadata({ orientation: 6 }).toBuffer()
    const answer = await post(`pictures/${project}?name=photo.jpg`, jpeg)
    const { digest, ...picture } = (await answer.json()) as { digest: string }
    expect(picture).toEqual({ width: 40, height: 60, name: 'photo.jpg' })
    const png = await get(`pixels/${project}/${digest}`)
    expect(Object.fromEntries(png.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
    })
    const bytes = Buffer.from(await png.arrayBuffer())
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 40, height: 60 })
    expect(bytes.includes('Somebody')).toBe(false)
    const change = {
      do: 'setBackdrop',
      backdrop: { picture: digest, name: 'photo.jpg', width: 40, height: 60, opacity: 1, isShown: true },
    } as const
    await edit(open, project, [change], 'backdrop')
  })

  test.each(['png', 'webp', 'avif', 'tiff', 'gif'] as const)('I1 may be %s', async (format) => {
    const bytes = await plain(32, 24).toFormat(format).toBuffer()
    const answer = await post(`pictures/${project}?name=a.${format}`, bytes)
    expect(await answer.json()).toMatchObject({ width: 32, height: 24 })
  })

  test('I1 is scaled down to 4096 pixels where it is larger', async () => {
    const answer = await post(`pictures/${project}?name=wide.png`, await plain(5000, 50).png().toBuffer())
    expect(await answer.json()).toMatchObject({ width: 4096, height: 41 })
  })

  test('S2 is refused by its header where it is too large, with the numbers', async () => {
    const answer = await post(`pictures/${project}?name=scan.png`, hugePng(41_000, 29_000))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toEqual({
      error: {
        code: 'pictureTooLarge',
        message: '"scan.png" is 41,000 by 29,000 pixels. The largest side can be 16,384.',
        detail: expect.any(String),
      },
    })
    const many = await post(`pictures/${project}?name=scan.png`, hugePng(16_000, 16_000))
    expect(await many.json()).toMatchObject({
      error: { message: '"scan.png" is 16,000 by 16,000 pixels. It can have 100,000,000 pixels at most.' },
    })
  })

  test('S2 is refused if it is an SVG, which can name other files, or no picture at all', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
    for (const body of [svg, 'hello', new Uint8Array(0), (await plain(64, 64).png().toBuffer()).subarray(0, 70)]) {
      const answer = await post(`pictures/${project}?name=x.svg`, body)
      expect([answer.status, await answer.json()]).toMatchObject([415, { error: { code: 'notAPicture' } }])
    }
  })
})

describe('G2 pictures by address', () => {
  test('G2 small ones are made once, in a few sizes only', async () => {
    const png = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { digest } = (await (await post(`pictures/${project}?name=a.png`, png)).json()) as { digest: string }
    const widths: (number | undefined)[] = []
    for (const side of [48, 50, 9999, -1]) {
      const small = await get(`pixels/${project}/${digest}?side=${side}`)
      expect(small.headers.get('content-type')).toBe('image/webp')
      widths.push((await sharp(await small.arrayBuffer()).metadata()).width)
    }
    expect(widths).toEqual([48, 64, 300, 48])
  })

  test('P2 small ones are shown on a full disk too, which keeps none of them', async () => {
    const png = await plain(300, 200).png().toBuffer()
    const full = () => {
      throw new StudioError('diskFull')
    }
    const source = { blob: () => png, thumbnail: () => undefined, putThumbnail: full, putBlob: full }
    const small = await smallPicture(source, 'a'.repeat(64), 96)
    expect((await sharp(small).metadata()).width).toBe(96)
  })

  test.each([
    ['pixels/nobody/' + 'a'.repeat(64), 404],
    ['pixels/PROJECT/' + 'a'.repeat(64), 404],
    ['pixels/PROJECT/..%2f..%2fetc%2fpasswd', 404],
    ['pixels/PROJECT/%E0%A4%A', 404],
    ['pixels/%E0%A4%A/x', 500],
    ['previews/nothing/1', 404],
    ['covers/recent/nothing', 404],
    ['covers/secret/1', 404],
    ['elsewhere', 404],
    ['', 404],
  ])('S2 %s is answered with an error in JSON', async (address, status) => {
    const answer = await get(address.replace('PROJECT', project))
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(await answer.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
  })
})

describe('I3 files that are dropped', () => {
  const three = readFileSync(path.join(installation, 'examples', 'three-things.json'))

  test('I3 a published scene and one of ours are scenes', async () => {
    const published = await (await post('files?name=three-things.json', three)).json()
    expect(published).toMatchObject({ kind: 'scene', name: 'three-things', scene: { depth: 'bySize' } })
    const { scene } = published as { scene: object }
    expect(await (await post('files?name=own.json', JSON.stringify(scene))).json()).toMatchObject({
      kind: 'scene',
      scene,
    })
  })

  test('I3 a COCO annotation file gives the picture with the most in it', async () => {
    const coco = {
      images: [
        { id: 1, width: 640, height: 480, file_name: 'a.jpg' },
        { id: 2, width: 320, height: 200, file_name: 'b.jpg' },
      ],
      annotations: [
        { image_id: 2, category_id: 18, bbox: [10, 20, 30, 40], segmentation: [[10, 20, 40, 20, 40, 60]] },
        { image_id: 2, category_id: 3, segmentation: { size: [200, 320], counts: [0, 100, 63900] } },
        { image_id: 2, caption: 'a dog beside a car' },
        { image_id: 1, category_id: 3, bbox: [0, 0, 5, 5] },
      ],
      categories: [
        { id: 18, name: 'dog' },
        { id: 3, name: 'car' },
      ],
    }
    const { scene } = (await (await post('files?name=coco.json', JSON.stringify(coco))).json()) as { scene: object }
    expect(scene).toMatchObject({
      caption: 'a dog beside a car',
      width: 320,
      height: 200,
      instances: [
        {
          caption: 'dog',
          box: { x0: 10, y0: 20, x1: 40, y1: 60 },
          polygon: [
            [
              { x: 10, y: 20 },
              { x: 40, y: 20 },
              { x: 40, y: 60 },
            ],
          ],
        },
        { caption: 'car', mask: { size: [200, 320] } },
      ],
    })
  })

  test('S2 a COCO file with very many pictures, and all that is in them in one, does not hang', async () => {
    const images = Array.from({ length: 60_000 }, (_, id) => ({ id, width: 64, height: 64 }))
    const annotations = images.map(() => ({ image_id: 0, bbox: [0, 0, 9, 9] }))
    // It took minutes once, which is longer than a test may.
    const answer = await post('files?name=coco.json', JSON.stringify({ images, annotations }))
    expect(await answer.json()).toMatchObject({ kind: 'scene', scene: { width: 64 } })
  })

  test('I3 a PNG made by Diorama gives its scene, and any other picture needs a project', async () => {
    const { scene } = (await (await post('files?name=a.json', three)).json()) as { scene: object }
    const rgb = new Uint8Array(8 * 8 * 3)
    const ours = await encodePng({ width: 8, height: 8, rgb }, { scene, settings: {} })
    expect(await (await post('files?name=ours.png', ours)).json()).toMatchObject({ kind: 'scene', scene })
    const other = await plain(8, 8).png().toBuffer()
    expect(await (await post('files?name=b.png', other)).json()).toMatchObject({ error: { code: 'badRequest' } })
    expect(await (await post(`files?name=b.png&project=${project}`, other)).json()).toMatchObject({
      kind: 'picture',
      picture: { width: 8, height: 8, name: 'b.png' },
    })
  })

  test('I3 a project is copied into the folder of projects and opened', async () => {
    const { id, path: file } = await studio.create({})
    await edit(open, id, [add(redHouse)])
    await studio.close({ project: id })
    const opened = await (await post('files?name=..%2FHarbour.diorama', readFileSync(file))).json()
    expect(opened).toMatchObject({ kind: 'project', project: { name: 'Harbour', history: { sequence: 1 } } })
    const { notice } = (opened as { project: ProjectState }).project
    expect(notice).toBe(`This is a copy, in "${path.dirname(file)}". The file it was made of stays as it is.`)
  })

  test('M2 a checkpoint is refused before any of it is read, with the way that it can be used', async () => {
    const body = new ReadableStream({ pull: () => Promise.reject(new Error('It was read.')) }, { highWaterMark: 0 })
    const address = 'http://diorama/files?name=painterly.safetensors'
    const answer = await open.pixels(
      new Request(address, { method: 'POST', body, duplex: 'half', headers: { 'content-length': '4000000000' } }),
    )
    expect(await answer.json()).toMatchObject({
      error: {
        message: expect.stringMatching(/"painterly\.safetensors" is a checkpoint\. Add it under Models by its path/),
      },
    })
  })

  test.each([
    ['note.txt', 'just some words', 'unknownFile'],
    ['empty.json', '', 'unknownFile'],
    ['painterly.safetensors', '12345678{"a":1}', 'unknownFile'],
    ['broken.json', '{"annos": [', 'notAScene'],
    ['other.json', '{"a": 1}', 'notAScene'],
    ['bad.json', '{"images": [], "annotations": []}', 'notAScene'],
    ['cut.diorama', 'SQLite format 3\0', 'notAProject'],
  ])('S2 %s is refused with a sentence that names it', async (name, body, code) => {
    const before = (await studio.recent()).length
    const answer = await post(`files?name=${name}`, body)
    const { error } = (await answer.json()) as { error: { code: string; message: string } }
    expect([answer.status, error.code]).toEqual([415, code])
    expect(error.message).toContain(name.replace('.diorama', ''))
    expect(await studio.recent()).toHaveLength(before)
  })
})

/** Nothing but a header: what decodes it by believing it is lost. */
function hugePng(width: number, height: number): Uint8Array {
  const png = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000010000000108020000009077' +
      '53de0000000c4944415478da6360606000000004000167a6d3140000000049454e44ae426082',
    'hex',
  )
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

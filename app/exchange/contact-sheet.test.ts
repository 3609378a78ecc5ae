/** The sheet: where pictures and names lie, and that each is there. */
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { contactSheet, sheetLayout } from './contact-sheet.ts'

const size = fc.record({ width: fc.integer({ min: 1, max: 4096 }), height: fc.integer({ min: 1, max: 4096 }) })

describe('layout', () => {
  test('X1 a sheet of any pictures: each keeps its shape, none lies on another or outside, the sheet has a limit', () => {
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 60 }), (sizes) => {
        const { width, height, title, cells } = sheetLayout(sizes)
        const places = [title, ...cells.flatMap(({ picture, name }) => [picture, name])]
        for (const { left, top, width: w, height: h } of places)
          expect(left >= 0 && top >= 0 && w >= 1 && h >= 1 && left + w <= width && top + h <= height).toBe(true)
        for (const [i, a] of places.entries())
          for (const b of places.slice(i + 1)) {
            const apart =
              a.left + a.width <= b.left ||
              b.left + b.width <= a.left ||
              a.top + a.height <= b.top ||
              b.top + b.height <= a.top
            expect(apart).toBe(true)
          }
        for (const [i, { picture }] of cells.entries()) {
          const scale = Math.max(picture.width, picture.height) / Math.max(sizes[i]!.width, sizes[i]!.height)
          for (const side of ['width', 'height'] as const)
            expect(Math.abs(picture[side] - sizes[i]![side] * scale)).toBeLessThanOrEqual(1)
        }
        expect(width).toBeLessThanOrEqual(4096)
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  test('X1 a thousand rounds still fit a sheet that programs open', () => {
    const { width, height } = sheetLayout(Array.from({ length: 1000 }, () => ({ width: 512, height: 512 })))
    expect(width).toBeLessThanOrEqual(4096)
    expect(height).toBeLessThan(6000)
  })
})

describe('picture', () => {
  const plain = (width: number, height: number, background: string) =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer()

  test('X1 every round is on the sheet in its place, with its name below it', async () => {
    const pictures = await Promise.all(
      [
        [64, 64, '#ff0000'],
        [96, 64, '#00ff00'],
        [64, 96, '#0000ff'],
      ].map(async ([width, height, colour]) => ({
        png: await plain(width as number, height as number, colour as string),
        width: width as number,
        height: height as number,
        name: `${colour}`,
      })),
    )
    const { data, info } = await sharp(await contactSheet('Harbour', pictures))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height, title, cells } = sheetLayout(pictures)
    expect(info).toMatchObject({ width, height })
    const pixel = (x: number, y: number): string =>
      `#${data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3).toString('hex')}`
    const isWritten = (place: { left: number; top: number; width: number; height: number }): boolean => {
      for (let y = place.top; y < place.top + place.height; y++)
        for (let x = place.left; x < place.left + place.width; x++) if (pixel(x, y) !== '#ffffff') return true
      return false
    }
    for (const [i, { picture, name }] of cells.entries()) {
      const { left, top } = picture
      expect(pixel(left + Math.floor(picture.width / 2), top + Math.floor(picture.height / 2))).toBe(pictures[i]!.name)
      expect(pixel(left - 1, top - 1)).toBe('#ffffff')
      expect(isWritten(name)).toBe(true)
    }
    expect(isWritten(title)).toBe(true)
  })

  test.each([
    ['longer than its picture', 'a harbour at night '.repeat(40)],
    ['in signs of markup', '<b> & "quoted" </span>'],
    ['in signs that steer', 'a\u0000b\tc\n\u007F'],
    ['in many scripts', '港の夜 · Ж · مرحبا · 👩‍🚀'],
    ['of nothing but space', '   '],
  ])('X1 a name %s does no harm, and stays below its picture', async (_, name) => {
    const pictures = [64, 64].map((side) => ({ width: side, height: side, name }))
    const png = await plain(64, 64, '#808080')
    const sheet = await sharp(
      await contactSheet(
        name,
        pictures.map((each) => ({ ...each, png })),
      ),
    )
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { cells } = sheetLayout(pictures)
    const between = cells[0]!.picture.left + cells[0]!.picture.width + 1
    for (let y = cells[0]!.picture.top; y < sheet.info.height; y++)
      expect(sheet.data[3 * (y * sheet.info.width + between)]).toBe(255)
  })
})

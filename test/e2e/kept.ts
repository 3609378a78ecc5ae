/** Rounds that keep something: how one is begun, and how far its picture is from the one before, byte by byte. */
import type { Locator, Page } from '@playwright/test'
import { expect } from './studio.ts'
import { box, canvas, generateButton, generated, instances, openScene, setSteps } from './gestures.ts'

/** A ball above a house; drawn once. */
export async function drawBallAndHouse(page: Page): Promise<void> {
  await openScene(page, [box('a red ball', 64, 64), box('a blue house', 320, 320)], 'in a meadow')
  await setSteps(page, 8)
  await generateButton(page).click()
  await generated(page, 1)
}

/** Of the round. */
export function keepMode(page: Page, name: 'Locked' | 'Harmonise' | 'Free'): Locator {
  return page.getByRole('radiogroup', { name: 'Keep mode' }).getByRole('radio', { name, exact: true })
}

/** Of the thing in a row of the list. */
export function lockOf(page: Page, row: number): Locator {
  return instances(page).nth(row).getByRole('gridcell').last().getByRole('button')
}

/** In shares of the picture, from the upper left. */
export interface Part {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** Over bytes: from 0 to 255, and in dB, which is infinite where nothing differs. */
export interface Difference {
  readonly largest: number
  readonly psnr: number
}

/** Of the two pictures that are compared: how far they differ within a part and outside it. */
export async function differences(page: Page, part: Part): Promise<{ inside: Difference; outside: Difference }> {
  const shown = canvas(page).locator('img[src*="pixels/"]')
  await expect(shown).toHaveCount(2)
  return page.evaluate(
    async ({ addresses, within }) => {
      const [before, after] = await Promise.all(
        addresses.map(async (address) => {
          const picture = await createImageBitmap(await (await fetch(address)).blob())
          const ctx = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
          ctx.drawImage(picture, 0, 0)
          return ctx.getImageData(0, 0, picture.width, picture.height)
        }),
      )
      const { width, height } = after!
      const [inside, outside] = [0, 1].map(() => ({ largest: 0, squares: 0, count: 0 }))
      for (const [i, value] of after!.data.entries()) {
        // every fourth byte says how opaque the pixel is
        if (i % 4 === 3) continue
        const x = (((i >> 2) % width) + 0.5) / width
        const y = (Math.floor((i >> 2) / width) + 0.5) / height
        const isInside = x > within.x0 && x < within.x1 && y > within.y0 && y < within.y1
        const where = isInside ? inside! : outside!
        const difference = Math.abs(value - before!.data[i]!)
        where.largest = Math.max(where.largest, difference)
        where.squares += difference ** 2
        where.count += 1
      }
      const figures = ({ largest, squares, count }: NonNullable<typeof inside>) => ({
        largest,
        psnr: 10 * Math.log10(255 ** 2 / (squares / count)),
      })
      return { inside: figures(inside!), outside: figures(outside!) }
    },
    {
      addresses: await shown.evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src)),
      within: part,
    },
  )
}

/** Pictures that come from outside: the one question, a round that starts from a photograph, and that its pixels stay. */
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { decodePng, encodePlainPng, scaledPixels } from '../../app/exchange/picture.ts'
import { expect, test } from './studio.ts'
import {
  canvas,
  command,
  drawBox,
  dropFile,
  fileDialog,
  generateButton,
  generated,
  instances,
  rounds,
  say,
  setSteps,
  strip,
} from './gestures.ts'

/** Noise, so that no two pixels are alike by chance; the shape is not one that the model draws in. */
async function photograph(width = 330, height = 200): Promise<Buffer> {
  let state = 9
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
  const rgb = Uint8Array.from({ length: 3 * width * height }, () => 255 * next())
  return Buffer.from(await encodePlainPng({ width, height, rgb }))
}

const offer = (page: Page): Locator => page.getByRole('group', { name: /^What .* shall be$/ })

/** Of a round, as it is in the project. */
async function pixelsOf(page: Page, round: Locator) {
  const address = await round.locator('img').first().getAttribute('src')
  const response = await page.request.get(new URL(address!.replace(/\?.*$/, ''), page.url()).href)
  return decodePng(await response.body())
}

test('I2 a dropped photograph becomes the first round, and outside the region its bytes stay', async ({ studio }) => {
  const png = await photograph()
  await dropFile(studio, 'beach.png', png)
  await expect(offer(studio)).toContainText('beach.png, 330 by 200')
  await expect(offer(studio)).toContainText('As a round it is 160 by 96 pixels')
  await expect(offer(studio)).toContainText(/\d+ % is cut off/)
  await expect(offer(studio).getByRole('button', { name: 'First round' })).toBeFocused()
  await studio.keyboard.press('Enter')
  await expect(offer(studio)).toHaveCount(0)
  await expect(rounds(studio)).toHaveAccessibleName(/^beach, Round 1, from a picture/)
  await expect(strip(studio)).toContainText('Nothing has changed since this picture.')
  await expect(generateButton(studio)).toHaveAttribute('aria-disabled', 'true')
  const first = await pixelsOf(studio, rounds(studio).first())
  expect(first).toEqual(await scaledPixels(png, 160, 96))
  await setSteps(studio, 8)
  await drawBox(studio, [32, 32], [160, 160])
  await say(studio, 'a red ball')
  await expect(strip(studio)).toContainText('Everything else stays identical, pixel for pixel.')
  await generateButton(studio).click()
  await generated(studio, 2)
  await expect(strip(studio)).toContainText('everything else is untouched')
  const { width, rgb } = await pixelsOf(studio, rounds(studio).nth(1))
  const scale = 160 / Number(/(\d+) by \d+ pixels$/.exec((await canvas(studio).getAttribute('aria-label')) ?? '')![1])
  // The box, a sixteenth of the shorter side round it, and what is rounded to latent cells.
  const reach = 160 * scale + 96 / 16 + 8
  let [inside, outside] = [0, 0]
  for (const [i, value] of rgb.entries()) {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)]
    const difference = Math.abs(value - first.rgb[i]!)
    if (x < reach && y < reach) inside = Math.max(inside, difference)
    else outside = Math.max(outside, difference)
  }
  expect(outside).toBe(0)
  expect(inside).toBeGreaterThan(64)
})

test('I1 the question is put aside by Escape, and a backdrop becomes the first round from its own menu', async ({
  studio,
}) => {
  const more = studio.getByRole('button', { name: 'More for the scene' })
  await dropFile(studio, 'sketch.png', await photograph(256, 256))
  await expect(offer(studio)).toContainText('nothing is cut off')
  await studio.keyboard.press('Escape')
  await expect(offer(studio)).toHaveCount(0)
  await expect(canvas(studio)).toBeFocused()
  await expect(studio.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true')
  await dropFile(studio, 'sketch.png', await photograph(256, 256))
  await offer(studio).getByRole('button', { name: 'Backdrop' }).click()
  await drawBox(studio, [64, 64], [192, 192])
  await say(studio, 'a red ball')
  await more.click()
  await studio.getByRole('menuitem', { name: 'Use as first round' }).click()
  await expect(rounds(studio)).toHaveAccessibleName(/^sketch, Round 1, from a picture/)
  // What no round had shown is still to be drawn, in the photograph.
  await expect(instances(studio)).toContainText(['New'])
  await more.click()
  await expect(studio.getByRole('menuitem', { name: /backdrop$/ })).toHaveText(['Picture as a backdrop'])
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('Control+z')
  await more.click()
  await studio.getByRole('menuitem', { name: 'Go on from the backdrop' }).click()
  await expect(studio.getByText('2 pictures, 2 branches')).toBeVisible()
})

test('I2 a photograph is chosen by a command without a question, and where rounds exist one goes on from it', async ({
  studio,
  served,
}) => {
  const file = path.join(served.folder, 'Harbour at dusk.png')
  writeFileSync(file, await photograph(256, 256))
  const chooser = await fileDialog(studio, () => command(studio, 'Start from a picture'))
  await chooser.setFiles(file)
  await expect(rounds(studio)).toHaveAccessibleName(/^Harbour at dusk, /)
  await expect(offer(studio)).toHaveCount(0)
  await rounds(studio)
    .first()
    .hover({ position: { x: 20, y: 20 } })
  await expect(studio.getByText('No model has drawn it.')).toBeVisible()
  await dropFile(studio, 'other.png', await photograph(200, 300))
  await offer(studio).getByRole('button', { name: 'Go on from this picture' }).click()
  await expect(studio.getByText('2 pictures, 2 branches')).toBeVisible()
  await expect(canvas(studio)).toHaveAccessibleName(/, \d+ by \d+ pixels$/)
  rmSync(file)
})

test('I1 a pasted picture asks the same, and copied things are still pasted as things', async ({ studio }) => {
  await studio.evaluate(
    async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })])
    },
    (await photograph(64, 64)).toString('base64'),
  )
  await canvas(studio).focus()
  await studio.keyboard.press('Control+v')
  await expect(offer(studio)).toContainText('Pasted picture.png, 64 by 64')
  await studio.keyboard.press('Escape')
  await drawBox(studio, [64, 64], [192, 192])
  await say(studio, 'a red ball')
  await studio.keyboard.press('Control+c')
  await studio.keyboard.press('Control+v')
  await expect(instances(studio)).toHaveCount(2)
  await expect(offer(studio)).toHaveCount(0)
})

test('I2 a photograph that is opened from the start screen begins a project', async ({ start, served }) => {
  const file = path.join(served.folder, 'meadow.png')
  writeFileSync(file, await photograph(256, 256))
  await start.getByRole('button', { name: 'Open', exact: true }).click()
  await start.getByLabel('Choose a file').setInputFiles(file)
  await offer(start).getByRole('button', { name: 'First round' }).click()
  await expect(rounds(start)).toHaveAccessibleName(/^meadow, Round 1, from a picture/)
  rmSync(file)
})

/** Rounds taken out of the window: as files, and on the clipboard. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, test } from './studio.ts'
import { dropFile, instances, rounds, strip } from './gestures.ts'

const fair = readFileSync(path.resolve(import.meta.dirname, '../../examples/meadow-fair.diorama'))

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Export' })

async function openFair(page: Page, name: string): Promise<void> {
  await dropFile(page, name, fair)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(path.parse(name).name)
  await expect(rounds(page)).toHaveCount(4)
}

/** Presses Export in the dialog. @returns what came of it, and its name */
async function exported(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Export' }).click()
  const download = await coming
  await expect(dialog(page)).toBeHidden()
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('X1 the round on the canvas is exported as a picture, by key, and the choice is there the next time', async ({
  studio,
}) => {
  await openFair(studio, 'Export.diorama')
  await studio.keyboard.press('Control+Shift+E')
  await expect(dialog(studio).getByRole('radio', { name: 'PNG' })).toBeChecked()
  await dialog(studio).getByRole('radio', { name: 'JPEG' }).click()
  await dialog(studio).getByRole('radio', { name: 'as drawn' }).click()
  const { name, bytes } = await exported(studio)
  expect(name).toMatch(/^Export, .+\.jpg$/)
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 128, height: 128 })
  await studio.keyboard.press('Control+Shift+E')
  await expect(dialog(studio).getByRole('radio', { name: 'JPEG' })).toBeChecked()
  await dialog(studio).getByRole('radio', { name: 'WebP' }).click()
  await dialog(studio).getByRole('radio', { name: 'as on the canvas' }).click()
  expect(await sharp((await exported(studio)).bytes).metadata()).toMatchObject({ format: 'webp', width: 512 })
})

test('X2 a round is exported with a layer for each thing', async ({ studio }) => {
  await openFair(studio, 'Layers.diorama')
  for (const [format, start] of [
    ['PSD', '8BPS'],
    ['ORA', 'PK'],
  ] as const) {
    await studio.keyboard.press('Control+Shift+E')
    await dialog(studio).getByRole('radio', { name: format }).click()
    await expect(dialog(studio)).toContainText(/layers for/i)
    const { name, bytes } = await exported(studio)
    expect(name).toMatch(new RegExp(`\\.${format}$`, 'i'))
    expect(bytes.toString('latin1', 0, start.length)).toBe(start)
  }
})

test('X1 a PNG of any round brings its scene along, and opens as that scene', async ({ studio }) => {
  await openFair(studio, 'Round trip.diorama')
  await rounds(studio).first().click()
  await expect(strip(studio)).toContainText('This is ')
  // The list follows the strip: the draft has four.
  await expect(instances(studio)).toHaveCount(2)
  await rounds(studio).first().click({ button: 'right' })
  await studio.getByRole('menuitem', { name: 'Export' }).click()
  await dialog(studio).getByRole('radio', { name: 'PNG' }).click()
  await expect(dialog(studio)).toContainText('Diorama opens the file as this scene.')
  const { bytes } = await exported(studio)
  await studio.keyboard.press('Alt+n')
  await expect(instances(studio)).toHaveCount(0)
  await dropFile(studio, 'again.png', bytes)
  await expect(instances(studio)).toHaveCount(2)
})

test('X1 all rounds are exported on one contact sheet, which the dialog shows first', async ({ studio }) => {
  await openFair(studio, 'Sheet.diorama')
  await studio.keyboard.press('Control+Shift+E')
  await dialog(studio).getByRole('radio', { name: 'Sheet' }).click()
  await expect(dialog(studio)).toContainText('every round of this project')
  const shown = dialog(studio).locator('img')
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(740)
  const { name, bytes } = await exported(studio)
  expect(name).toBe('Sheet, contact sheet.png')
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 740 })
  await studio.keyboard.press('Control+Shift+E')
  await dialog(studio).getByRole('radio', { name: 'PNG' }).click()
  await exported(studio)
})

test('X3 the scene is exported in the published form', async ({ studio }) => {
  await openFair(studio, 'Scene.diorama')
  await studio.keyboard.press('Control+Shift+E')
  await dialog(studio).getByRole('radio', { name: 'Scene' }).click()
  await expect(dialog(studio).getByRole('radiogroup', { name: 'Size' })).toBeHidden()
  const { name, bytes } = await exported(studio)
  expect(name).toMatch(/\.json$/)
  expect(JSON.parse(bytes.toString())).toMatchObject({ width: 512, annos: expect.any(Array) })
})

test('X1 the picture is copied to the clipboard, at the size of the canvas', async ({ studio }) => {
  await openFair(studio, 'Copied.diorama')
  await rounds(studio).last().click({ button: 'right' })
  await studio.getByRole('menuitem', { name: 'Copy the picture' }).click()
  await expect(studio.getByText('The picture is on the clipboard.')).toBeVisible()
  const size = await studio.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const { width, height } = await createImageBitmap(await item!.getType('image/png'))
    return [width, height]
  })
  expect(size).toEqual([512, 512])
})

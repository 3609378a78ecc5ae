/** While a picture is drawn: which of its tracks the canvas shows. */
import type { Page } from '@playwright/test'
import { expect, test } from './studio.ts'
import { box, generateButton, openScene, setSteps, strip } from './gestures.ts'

/** Long enough to look at each; the run is ended before its time. */
const manySteps = 500

const shows = (page: Page) => page.getByRole('combobox', { name: 'Show' })
/** Where the estimate lies that the canvas shows. */
const estimate = (page: Page) => page.getByRole('main').locator('img[src*="previews/"]').last()

async function expectShown(page: Page, choice: string): Promise<void> {
  await expect(shows(page)).toContainText(choice)
}

test('G2 show: while drawing, the canvas shows all tracks so far, the joint one or one thing alone', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 64, 64, 192, 192), box('a blue house', 288, 224, 160, 160)], 'in a meadow')
  await setSteps(studio, manySteps)
  await generateButton(studio).click()
  await expectShown(studio, 'All tracks so far')
  const bytes = async (): Promise<string> => {
    const source = (await estimate(studio).getAttribute('src'))!
    return studio.evaluate(async (address) => {
      const pixels = new Uint8Array(await (await fetch(address)).arrayBuffer())
      return Array.from(pixels, (byte) => String.fromCharCode(byte)).join('')
    }, source)
  }
  const choose = async (name: string): Promise<string> => {
    await shows(studio).click()
    await studio.getByRole('option', { name }).click()
    await expectShown(studio, name)
    // From here on what follows is of the choice alone.
    const before = await estimate(studio).getAttribute('src')
    await expect(estimate(studio)).not.toHaveAttribute('src', before!)
    return bytes()
  }
  await expect(estimate(studio)).toBeAttached()
  const [house, scene, all] = [await choose('a blue house'), await choose('Scene'), await choose('All tracks so far')]
  expect(new Set([house, scene, all]).size).toBe(3)
  // By the eye beside a track, and by keys.
  const eye = studio.getByRole('button', { name: 'Show a red ball alone' })
  await eye.click()
  await expectShown(studio, 'a red ball')
  await expect(eye).toHaveAttribute('aria-pressed', 'true')
  await eye.press('Enter')
  await expectShown(studio, 'All tracks so far')
  await shows(studio).press('ArrowDown')
  // The list takes the focus a frame after it has opened; till then an arrow leads only as far as its first entry.
  await expect(studio.getByRole('option', { name: 'All tracks so far' })).toBeFocused()
  await studio.keyboard.press('ArrowDown')
  await studio.keyboard.press('Enter')
  await expectShown(studio, 'Scene')
  // With the run the choice is over.
  await studio.keyboard.press('Control+Period')
  await expect(strip(studio)).toContainText('Stopped.')
  await expect(shows(studio)).toHaveCount(0)
  await strip(studio).getByRole('button', { name: 'Go on' }).click()
  await expectShown(studio, 'All tracks so far')
  await studio.keyboard.press('Control+Period')
  await strip(studio).getByRole('button', { name: 'Discard' }).click()
})

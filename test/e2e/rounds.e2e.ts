/** The tree of rounds: looking, going on, noting, comparing; nothing in it is ever lost. */
import { expect, test } from './studio.ts'
import {
  at,
  box,
  canvas,
  click,
  drag,
  expectPlace,
  generateButton,
  generated,
  instances,
  openScene,
  rounds,
  setSteps,
  strip,
} from './gestures.ts'
import type { Page } from '@playwright/test'

/** Two rounds: a ball, then the ball farther right. */
async function drawTwo(page: Page): Promise<void> {
  await openScene(page, [box('a red ball', 64, 64)], 'in a meadow')
  await setSteps(page, 4)
  await generateButton(page).click()
  await generated(page, 1)
  await click(page, [128, 128])
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight')
  await generateButton(page).click()
  await generated(page, 2)
  await page.keyboard.press('Escape')
}

test('R1 an earlier round is looked at, gone on from, and both branches stay', async ({ studio }) => {
  await drawTwo(studio)
  await rounds(studio).first().click()
  await expect(strip(studio)).toContainText('This is round 1.')
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await strip(studio).getByRole('button', { name: 'Back to the draft' }).click()
  await expectPlace(studio, 'a red ball', 'Box, left 96, top 64, 128 by 128')
  await studio.keyboard.press('Alt+ArrowLeft')
  await expect(strip(studio)).toContainText('This is round 1.')
  await studio.keyboard.press('Alt+ArrowRight')
  await expect(strip(studio)).toContainText('This is round 2.')
  await studio.keyboard.press('Alt+ArrowLeft')
  await studio.keyboard.press('Control+Shift+b')
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await click(studio, [128, 128])
  await studio.keyboard.press('Shift+ArrowDown')
  await studio.keyboard.press('Control+Enter')
  await generated(studio, 3)
  await expect(studio.getByText('3 pictures, 2 branches')).toBeVisible()
})

test('R1 looking: neither a drawing, a key, the keep mode nor Generate changes a round that is looked at, or the draft', async ({
  studio,
}) => {
  await drawTwo(studio)
  const keep = studio.getByRole('radiogroup', { name: 'Keep mode' })
  await keep.getByRole('radio', { name: 'Free' }).click()
  await rounds(studio).first().click()
  await expect(strip(studio)).toContainText('This is round 1. Your draft stays as it is.')
  await expect(keep.getByRole('radio', { name: 'Locked' })).toBeChecked()
  await expect(keep.getByRole('radio', { name: 'Free' })).toHaveAttribute('aria-disabled', 'true')
  await expect(studio.getByRole('banner').getByText('Go on from this round first')).toBeVisible()
  await click(studio, [128, 128])
  for (const key of ['Shift+ArrowUp', 'Delete', 'k', 'Control+d', 'Control+Enter']) await studio.keyboard.press(key)
  await drag(studio, [
    [128, 128],
    [200, 200],
  ])
  await expect(canvas(studio).getByText('Go on from this round to change it')).toBeVisible()
  await expect(strip(studio)).toContainText('This is round 1.')
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await strip(studio).getByRole('button', { name: 'Back to the draft' }).click()
  await expect(keep.getByRole('radio', { name: 'Free' })).toBeChecked()
  await expectPlace(studio, 'a red ball', 'Box, left 96, top 64, 128 by 128')
  await expect(instances(studio)).toHaveCount(1)
  await expect(rounds(studio)).toHaveCount(2)
})

test('R1 a round is starred, named, noted, deleted, and brought back by undo', async ({ studio }) => {
  await drawTwo(studio)
  await rounds(studio).first().click()
  await studio.keyboard.press('Shift+S')
  await expect(rounds(studio).first()).toHaveAccessibleName(/starred/)
  await studio.getByRole('button', { name: 'Only starred rounds' }).click()
  await expect(rounds(studio)).toHaveCount(1)
  await studio.getByRole('button', { name: 'Only starred rounds' }).click()
  await studio.keyboard.press('Control+s')
  await studio.getByRole('textbox', { name: 'Name' }).fill('The ball at rest')
  await studio.keyboard.press('Enter')
  await expect(rounds(studio).first()).toHaveAccessibleName(/^The ball at rest, /)
  await studio.keyboard.press('Control+Alt+n')
  const note = studio.getByRole('textbox', { name: 'Note' })
  await note.focus()
  // No longer than the file takes it.
  await studio.keyboard.insertText('Look. '.repeat(1000))
  await expect(note).toHaveValue(/^.{4096}$/)
  await note.fill('The light is right here.')
  await studio.getByRole('button', { name: 'Keep', exact: true }).click()
  await rounds(studio)
    .first()
    .hover({ position: { x: 20, y: 20 } })
  await expect(studio.getByText('The light is right here.')).toBeVisible()
  await rounds(studio).nth(1).click({ button: 'right' })
  await studio.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(rounds(studio)).toHaveCount(1)
  await studio.keyboard.press('Control+z')
  await expect(rounds(studio)).toHaveCount(2)
  await rounds(studio).first().click({ button: 'right' })
  await studio.getByRole('menuitem', { name: 'Take the star away' }).click()
  await expect(rounds(studio).first()).not.toHaveAccessibleName(/starred/)
})

test('R4 compare: every way, the divider by keys and by hand, sides swapped, and back', async ({ studio }) => {
  await drawTwo(studio)
  await studio.keyboard.press('y')
  await expect(studio.getByRole('heading', { name: 'Nothing changed outside the region' })).toBeVisible()
  const divider = studio.getByRole('slider', { name: 'Divider between the two pictures' })
  await expect(divider).toHaveAttribute('aria-valuenow', '50')
  await studio.keyboard.press('ArrowRight')
  await expect(divider).toHaveAttribute('aria-valuenow', '51')
  await studio.keyboard.press('Shift+ArrowLeft')
  await expect(divider).toHaveAttribute('aria-valuenow', '41')
  const { x, y, width, height } = (await divider.boundingBox())!
  await studio.mouse.move(x + width / 2, y + height / 2)
  await studio.mouse.down()
  await studio.mouse.move(x + width / 2 + 120, y + height / 2, { steps: 4 })
  await studio.mouse.up()
  await expect(divider).not.toHaveAttribute('aria-valuenow', '41')
  const before = (await divider.getAttribute('aria-valuetext'))!
  await studio.keyboard.press('Shift+Y')
  await expect(divider).not.toHaveAttribute('aria-valuetext', before)
  const ways = studio.getByRole('radiogroup', { name: 'Way to compare' })
  for (const way of ['Side by side', 'Blink', 'Difference']) {
    await studio.keyboard.press('y')
    await expect(ways.getByRole('radio', { name: way })).toBeChecked()
  }
  await studio.getByRole('radio', { name: 'Any change' }).click()
  await expect(studio.getByRole('radio', { name: 'Any change' })).toBeChecked()
  await studio.keyboard.press('Escape')
  await expect(ways).toHaveCount(0)
  const compare = studio.getByRole('button', { name: 'Compare with the parent' }).first()
  await compare.click()
  await expect(ways).toBeVisible()
  await compare.click()
  await expect(ways).toHaveCount(0)
  await expect(instances(studio)).toHaveCount(1)
})

test('R4 a key held shows the parent, or the picture alone', async ({ studio }) => {
  await drawTwo(studio)
  await rounds(studio).nth(1).click()
  await expect(strip(studio)).toContainText('This is round 2.')
  await studio.mouse.move(2, 2)
  // Where the pointer rested on the round, its card lies over the canvas.
  await expect(studio.locator('[class*="hoverCard"]')).toHaveCount(0)
  const shot = (): Promise<Buffer> => canvas(studio).screenshot()
  const shown = await shot()
  const picture = canvas(studio).locator('img[src*="pixels/"]')
  const own = (await picture.getAttribute('src'))!
  const looks: Buffer[] = []
  for (const keys of [['Backslash'], ['Shift', 'Backslash']]) {
    for (const key of keys) await studio.keyboard.down(key)
    // What lies over the picture goes at once, the parent's picture comes when it is decoded.
    if (keys.length === 1) await expect(picture).not.toHaveAttribute('src', own)
    await expect.poll(async () => (await shot()).equals(shown)).toBe(false)
    looks.push(await shot())
    for (const key of keys.toReversed()) await studio.keyboard.up(key)
    await expect.poll(async () => (await shot()).equals(shown)).toBe(true)
  }
  expect(looks[0]!.equals(looks[1]!)).toBe(false)
})

test('R4 compare: blink shows one picture and then the other, pixel for pixel', async ({ alone }) => {
  // With reduced motion a key does it.
  await alone.emulateMedia({ reducedMotion: 'no-preference' })
  await drawTwo(alone)
  await alone.keyboard.press('y')
  // Until both are decoded there is nothing to see.
  await expect(canvas(alone).locator('img[src*="pixels/"]')).toHaveCount(2)
  const [from, to] = [await at(alone, [80, 80]), await at(alone, [224, 192])]
  const clip = { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y }
  const shot = async (): Promise<string> => (await alone.screenshot({ clip })).toString('base64')
  const divider = alone.getByRole('slider', { name: 'Divider between the two pictures' })
  const stillAt = async (key: string, share: string): Promise<string> => {
    for (let step = 0; step < 10; step++) await alone.keyboard.press(key)
    await expect(divider).toHaveAttribute('aria-valuenow', share)
    return shot()
  }
  const stills = [await stillAt('Shift+ArrowRight', '100'), await stillAt('Shift+ArrowLeft', '0')]
  expect(stills[0]).not.toBe(stills[1])
  await alone.getByRole('radio', { name: 'Blink' }).click()
  await alone.mouse.move(2, 2)
  const seen = new Set<string>()
  await expect.poll(async () => seen.add(await shot()).size).toBe(2)
  expect([...seen].toSorted()).toEqual(stills.toSorted())
})

test('R4 compare: the difference is black where nothing changed, and any change in it is white', async ({ studio }) => {
  await drawTwo(studio)
  await studio.keyboard.press('y')
  await studio.getByRole('radio', { name: 'Difference' }).click()
  await studio.getByRole('radio', { name: 'Any change' }).click()
  /** Grey values of the difference within a box of the scene. */
  const greys = (x0: number, y0: number, x1: number, y1: number): Promise<number[]> =>
    canvas(studio)
      .locator('canvas[class*="image"]')
      .evaluate(
        (element, [left, top, right, bottom]) => {
          const { width, height } = element as HTMLCanvasElement
          const context = (element as HTMLCanvasElement).getContext('2d')!
          const [x, y] = [(left * width) / 512, (top * height) / 512]
          const { data } = context.getImageData(x, y, (right * width) / 512 - x, (bottom * height) / 512 - y)
          return [...new Set(data.filter((_, i) => i % 4 !== 3))]
        },
        [x0, y0, x1, y1] as const,
      )
  // The ball was in this box and is in it; between black and white there is nothing.
  await expect.poll(async () => (await greys(64, 64, 224, 192)).filter((grey) => grey !== 0)).toEqual([255])
  expect(await greys(320, 320, 512, 512)).toEqual([0])
})

test('R4 compare: with the setting on, a new picture stands beside its parent as soon as it is there', async ({
  alone,
}) => {
  await openScene(alone, [box('a red ball', 64, 64)])
  await alone.getByRole('button', { name: 'Generate', exact: true }).click()
  await generated(alone, 1)
  const setting = async (name: 'On' | 'Off'): Promise<void> => {
    await alone.keyboard.press('Control+,')
    await alone.getByRole('radiogroup', { name: 'Compare after each run' }).getByRole('radio', { name }).click()
    await alone.keyboard.press('Escape')
  }
  await setting('On')
  await alone.getByRole('button', { name: 'Draw anew' }).click()
  await expect(alone.getByRole('button', { name: 'Stop comparing' }).first()).toBeVisible({ timeout: 60_000 })
  // Other tests share this user's preferences.
  await setting('Off')
})

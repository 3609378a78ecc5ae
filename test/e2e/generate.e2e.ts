/** Generating: the first look at it, its end before its time, several at once, and drawing meanwhile. */
import { execFileSync } from 'node:child_process'
import { expect, test } from './studio.ts'
import {
  box,
  canvas,
  captionField,
  click,
  drawBox,
  generateButton,
  generated,
  instances,
  openScene,
  rounds,
  say,
  setSteps,
  strip,
} from './gestures.ts'
import type { Page } from '@playwright/test'

const ball = box('a red ball', 64, 64, 192, 192)
/** Long enough to do something meanwhile; each of these runs is ended before its time. */
const manySteps = 500
const fewSteps = 4

const cancelButton = (page: Page) => page.getByRole('button', { name: 'Cancel' })

async function openBall(page: Page, steps: number): Promise<void> {
  await openScene(page, [ball], 'in a meadow')
  await setSteps(page, steps)
}

test('G1 nothing to draw: Generate is off and says why', async ({ studio }) => {
  await expect(generateButton(studio)).toHaveAttribute('aria-disabled', 'true')
  await expect(studio.getByText('Draw or describe something first')).toBeVisible()
  await expect(studio.getByRole('heading', { name: 'Start with where things go' })).toBeVisible()
  await studio.getByRole('textbox', { name: 'Caption of the scene' }).fill('in a meadow')
  await expect(generateButton(studio)).not.toHaveAttribute('aria-disabled', 'true')
})

test('G1 what stands beside the cost stays in its place, whatever the cost and the button say', async ({ studio }) => {
  const modes = studio.getByRole('radiogroup', { name: 'Keep mode' })
  const undo = studio.getByRole('button', { name: 'Undo', exact: true })
  const places = async () => [await modes.boundingBox(), await undo.boundingBox()]
  const before = await places()
  await openBall(studio, fewSteps)
  await expect(studio.getByTestId('estimate')).toBeVisible()
  expect(await places()).toEqual(before)
  await generateButton(studio).click()
  await generated(studio, 1)
  await expect(studio.getByRole('button', { name: 'Draw anew' })).toBeVisible()
  expect(await places()).toEqual(before)
})

test('G2 generate: the cost is said before, progress and a preview are seen, the round is there after', async ({
  studio,
}) => {
  await openBall(studio, 120)
  await expect(studio.getByTestId('estimate')).toContainText(/\d\d\d passes/)
  await click(studio, [160, 160])
  await captionField(studio).click()
  // All of them are there while it draws and no longer.
  const seen = Promise.all([
    studio.getByRole('progressbar', { name: 'Progress' }).waitFor(),
    studio.getByRole('treeitem', { name: /Generating, \d+ %/ }).waitFor(),
    studio.getByRole('main').locator('img[src*="previews/"]').first().waitFor({ state: 'attached' }),
  ])
  await studio.keyboard.press('Control+Enter')
  await seen
  await generated(studio, 1)
  await expect(rounds(studio)).toHaveAccessibleName(/^A red ball, Round 1/)
  await expect(canvas(studio).locator('img[src*="pixels/"]').first()).toBeVisible()
  await expect(strip(studio)).toContainText('Nothing has changed since this picture.')
})

test('G1 one picture is drawn by a double click on Generate, and by keys that are held down', async ({ studio }) => {
  await openBall(studio, 40)
  const { x, y, width, height } = (await generateButton(studio).boundingBox())!
  const pressAgain = async (clickCount: number): Promise<void> => {
    await studio.mouse.down({ clickCount })
    await studio.mouse.up({ clickCount })
  }
  await studio.mouse.move(x + width / 2, y + height / 2)
  await pressAgain(1)
  // By then Cancel is in its place.
  await expect(cancelButton(studio)).toBeVisible()
  await pressAgain(2)
  await generated(studio, 1)
  // A key that goes down again without having come up is held.
  await studio.keyboard.down('Control')
  for (let i = 0; i < 4; i++) await studio.keyboard.down('Enter')
  await studio.keyboard.up('Enter')
  await studio.keyboard.up('Control')
  const pictures = studio.getByText(/^\d+ pictures, \d+ branches$/)
  await expect(pictures).toHaveText('2 pictures, 2 branches', { timeout: 60_000 })
  await expect(cancelButton(studio)).toHaveCount(0, { timeout: 60_000 })
  await expect(pictures).toHaveText('2 pictures, 2 branches')
})

test('G2 a stopped run waits for a word: go on, keep what is there, or discard it', async ({ studio }) => {
  await openBall(studio, manySteps)
  await generateButton(studio).click()
  await expect(strip(studio)).toContainText(/step \d+ of/)
  await cancelButton(studio).click()
  await expect(strip(studio)).toContainText('Stopped.')
  await strip(studio).getByRole('button', { name: 'Go on' }).click()
  // By then the preview of before has gone.
  await expect(strip(studio)).toContainText(/step \d+ of/)
  await expect(studio.getByRole('main').locator('img[src*="previews/"]').first()).toBeAttached()
  await canvas(studio).focus()
  await studio.keyboard.press('Escape')
  await expect(strip(studio)).toContainText('The picture so far can be kept as a draft.')
  await strip(studio).getByRole('button', { name: 'Keep as a draft' }).click()
  await expect(rounds(studio)).toHaveAccessibleName(/stopped early/i)
  await studio.getByRole('button', { name: /^(Generate|Draw anew)$/ }).click()
  await expect(strip(studio)).toContainText(/step \d+ of/)
  await studio.keyboard.press('Control+Period')
  await strip(studio).getByRole('button', { name: 'Discard' }).click()
  await expect(strip(studio).getByRole('button')).toHaveCount(0)
  await expect(rounds(studio)).toHaveCount(1)
})

test('G2 a stopped run that nobody answers leaves the next picture to be seen, and waits where it was', async ({
  studio,
}) => {
  await openBall(studio, manySteps)
  const estimates = studio.getByRole('main').locator('img[src*="previews/"]')
  await generateButton(studio).click()
  await expect(estimates.first()).toBeAttached()
  await cancelButton(studio).click()
  await expect(strip(studio)).toContainText('Stopped.')
  await setSteps(studio, fewSteps)
  await generateButton(studio).click()
  await generated(studio, 1)
  await expect(strip(studio)).toContainText('Nothing has changed since this picture.')
  await expect(estimates).toHaveCount(0)
  await canvas(studio).focus()
  await studio.keyboard.press('Control+z')
  await expect(strip(studio)).toContainText('Stopped.')
  await expect(estimates.first()).toBeAttached()
  await strip(studio).getByRole('button', { name: 'Discard' }).click()
  await expect(strip(studio)).not.toContainText('Stopped.')
})

test('G3 a run whose engine is killed says so above the strip, with Details and what would work', async ({
  studio,
  served,
}) => {
  const failure = studio.getByRole('alert')
  const killEngine = async (): Promise<void> => {
    await expect(strip(studio)).toContainText(/step \d+ of/)
    execFileSync('pkill', ['-KILL', '-P', String(served.process.pid)])
    await expect(failure).toContainText('Only this run is lost. Your draft is safe.')
  }
  await openBall(studio, manySteps)
  await generateButton(studio).click()
  await killEngine()
  await expect(strip(studio)).not.toContainText('Stopped')
  await failure.getByText('Details').click()
  await expect(failure).toContainText('SIGKILL')
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(failure).toHaveCount(0)
  await killEngine()
  // Whoever draws on has done something about it.
  await setSteps(studio, fewSteps)
  await generateButton(studio).click()
  await generated(studio, 1)
  await expect(failure).toHaveCount(0)
})

test('G1 variants: several from one scene, and keys go from one to the next', async ({ studio }) => {
  await openBall(studio, fewSteps)
  await studio.getByRole('button', { name: 'Other ways to generate' }).click()
  await studio.getByRole('menuitem', { name: 'Generate 2 variants' }).click()
  await expect(rounds(studio)).toHaveAccessibleName(/variant 1 of 2/, { timeout: 60_000 })
  await generated(studio, 1)
  await rounds(studio).click()
  await studio.keyboard.press('Alt+ArrowDown')
  await expect(rounds(studio)).toHaveAccessibleName(/variant 2 of 2/)
  await studio.keyboard.press('Alt+ArrowUp')
  await expect(rounds(studio)).toHaveAccessibleName(/variant 1 of 2/)
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('Control+Shift+Enter')
  await expect(rounds(studio).last()).toHaveAccessibleName(/of 4/, { timeout: 60_000 })
  // The other first picture is a branch of its own, which the strip has no room for.
  await generated(studio, 1)
  await expect(studio.getByRole('treeitem', { name: '+1 branch, 2 pictures' })).toBeVisible()
})

test('G1 variants: all eight are in the strip of rounds, each a press away', async ({ studio }) => {
  await openBall(studio, fewSteps)
  await studio.getByRole('button', { name: 'Other ways to generate' }).click()
  await studio.getByRole('menuitem', { name: 'Generate 8 variants' }).click()
  await expect(rounds(studio)).toHaveAccessibleName(/variant 1 of 8/, { timeout: 60_000 })
  await generated(studio, 1)
  const pictures = rounds(studio).locator('img')
  await expect(pictures).toHaveCount(8)
  await pictures.last().locator('..').click()
  await expect(rounds(studio)).toHaveAccessibleName(/variant 8 of 8/)
  await expect(strip(studio)).toContainText('This is round 1.')
})

test('G2 queue: what waits is listed, what is taken out is gone, and the rest is drawn after the other', async ({
  studio,
}) => {
  await openBall(studio, 60)
  await generateButton(studio).click()
  await expect(cancelButton(studio)).toBeVisible()
  await studio.keyboard.press('Control+Alt+Enter')
  await studio.keyboard.press('Control+Alt+Enter')
  await expect(studio.getByText('2 after this')).toBeVisible()
  await studio.getByRole('button', { name: 'Take it out of the queue' }).last().click()
  await expect(studio.getByText('1 after this')).toBeVisible()
  await expect(rounds(studio)).toHaveCount(1, { timeout: 60_000 })
  await expect(studio.getByText('Nothing waiting.')).toBeVisible()
  await generated(studio, 2)
  // Where all three were asked for, none is left to say a word about.
  await canvas(studio).focus()
  await studio.keyboard.press('Control+z')
  await expect(strip(studio)).not.toContainText('Nothing has changed')
  await expect(strip(studio).getByRole('button')).toHaveCount(0)
})

test('G2 drawing goes on while a picture is drawn, and goes into the next round', async ({ studio }) => {
  await openBall(studio, 60)
  await generateButton(studio).click()
  await expect(cancelButton(studio)).toBeVisible()
  await drawBox(studio, [288, 288], [416, 416])
  await say(studio, 'a yellow star')
  await expect(cancelButton(studio)).toBeVisible()
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('Escape')
  await generated(studio, 1)
  await expect(instances(studio)).toHaveCount(2)
  await expect(instances(studio).nth(1)).toContainText('New')
  await expect(strip(studio)).toContainText('One new')
  await expect(rounds(studio)).toHaveAccessibleName(/^A red ball, /)
})

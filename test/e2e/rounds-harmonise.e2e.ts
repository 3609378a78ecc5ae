/** Harmonised and free rounds: they promise less than locked ones, and say what was measured. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './studio.ts'
import { click, generateButton, generated, instances, strip } from './gestures.ts'
import { differences, drawBallAndHouse, keepMode, lockOf } from './kept.ts'
import type { Part } from './kept.ts'

/** Both places of the ball once it was moved by 32, and a sixteenth of the picture round them. */
const moved: Part = { x0: 32 / 512, y0: 32 / 512, x1: 256 / 512, y1: 224 / 512 }
/** A sixteenth more. */
const farther: Part = { x0: 0, y0: 0, x1: 288 / 512, y1: 256 / 512 }
const house: Part = { x0: 320 / 512, y0: 320 / 512, x1: 448 / 512, y1: 448 / 512 }

/** The second round: the ball stands 32 farther right. */
async function moveBallAndGenerate(page: Page): Promise<void> {
  await click(page, [128, 128])
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight')
  await generateButton(page).click()
  await generated(page, 2)
}

/** The report beside the two pictures. */
async function compare(page: Page): Promise<Locator> {
  await strip(page).getByRole('button', { name: 'Compare' }).click()
  return page.getByRole('complementary')
}

test('R2 R4 a harmonised round: near the region pixels differ but little, and strip and report say by how much', async ({
  studio,
}) => {
  await drawBallAndHouse(studio)
  await keepMode(studio, 'Harmonise').click()
  await moveBallAndGenerate(studio)
  await expect(strip(studio)).toContainText(
    /^The red ball moved; the surroundings adapted slightly: \d+\.\d dB\. Done in/,
  )
  await expect(strip(studio)).not.toContainText('untouched')
  const [, said] = /(\d+\.\d) dB/.exec((await strip(studio).textContent())!)!
  const report = await compare(studio)
  await expect(
    report.getByRole('heading', { name: `The surroundings adapted slightly: ${said} dB`, exact: true }),
  ).toBeVisible()
  await expect(report).toContainText(`Likeness outside${said} dB`)
  await expect(report.getByRole('listitem').filter({ hasText: 'a blue house' })).toContainText('Identical')
  await expect(report).not.toContainText('untouched')
  await expect(report).not.toContainText('Nothing changed')
  const { inside, outside } = await differences(studio, moved)
  expect(outside.largest).toBeGreaterThan(0)
  expect(outside.psnr).toBeGreaterThan(30)
  expect((await differences(studio, farther)).outside.largest).toBe(0)
  // The region has round corners, the part that is measured here has not.
  expect(Math.abs(outside.psnr - Number(said))).toBeLessThan(0.5)
  expect(inside.psnr).toBeLessThan(outside.psnr)
  await studio.keyboard.press('Escape')
})

test('R2 R4 a free round: everything was drawn anew, and strip and report say so', async ({ studio }) => {
  await drawBallAndHouse(studio)
  await keepMode(studio, 'Free').click()
  await moveBallAndGenerate(studio)
  await expect(strip(studio)).toContainText(/^The red ball moved; the whole picture was drawn anew\. Done in/)
  const report = await compare(studio)
  await expect(report.getByRole('heading', { name: 'The whole picture was drawn anew', exact: true })).toBeVisible()
  await expect(report).toContainText('Kept asFree')
  await expect(report.getByRole('listitem').filter({ hasText: 'a blue house' })).toContainText('Same')
  await expect(report).not.toContainText(/untouched|Identical|Kept[^a]*$/)
  const { outside } = await differences(studio, moved)
  expect(outside.largest).toBeGreaterThan(8)
  await studio.keyboard.press('Escape')
})

test('R2 a thing that is locked in a free round keeps its pixels exactly, and nothing else does', async ({
  studio,
}) => {
  await drawBallAndHouse(studio)
  await keepMode(studio, 'Free').click()
  await lockOf(studio, 1).click()
  await expect(lockOf(studio, 1)).toHaveAccessibleName(/^Locked/)
  await moveBallAndGenerate(studio)
  await expect(strip(studio)).toContainText('The red ball moved; what was locked is untouched.')
  const report = await compare(studio)
  await expect(report.getByRole('listitem').filter({ hasText: 'a blue house' })).toContainText(/Identical.*Kept/)
  const { inside, outside } = await differences(studio, house)
  expect(inside.largest).toBe(0)
  expect(outside.largest).toBeGreaterThan(8)
  await studio.keyboard.press('Escape')
})

test('R2 K goes through the keep modes: of the round, and of the thing that is selected', async ({ studio }) => {
  await drawBallAndHouse(studio)
  await studio.keyboard.press('Control+Shift+A')
  for (const name of ['Harmonise', 'Free', 'Locked'] as const) {
    await studio.keyboard.press('k')
    await expect(keepMode(studio, name)).toBeChecked()
  }
  await instances(studio).nth(1).click()
  const own = studio.getByRole('combobox', { name: 'Keep' })
  await expect(own).toHaveText('As the round')
  for (const name of ['Locked', 'Harmonise', 'Free', 'As the round']) {
    await studio.keyboard.press('k')
    await expect(own).toHaveText(name)
  }
  await expect(keepMode(studio, 'Locked')).toBeChecked()
})

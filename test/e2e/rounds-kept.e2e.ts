/** Rounds that keep: what is promised before the run, and what is true of the pixels after it. */
import { expect, test } from './studio.ts'
import { click, drag, generateButton, generated, instances, rounds, strip } from './gestures.ts'
import { differences, drawBallAndHouse, keepMode, lockOf } from './kept.ts'

test('R1 R3 a locked round: the ball moved, and every pixel outside the region is the one before', async ({
  studio,
}) => {
  await drawBallAndHouse(studio)
  await expect(keepMode(studio, 'Locked')).toBeChecked()
  await click(studio, [128, 128])
  for (let step = 0; step < 4; step++) await studio.keyboard.press('Shift+ArrowRight')
  await expect(strip(studio)).toHaveText(
    /^\d+ % will change\. One moved\. Everything else stays identical, pixel for pixel\.$/,
  )
  await expect(instances(studio).first()).toContainText('Moved')
  await expect(instances(studio).nth(1)).toContainText('Kept')
  await expect(studio.getByTestId('estimate')).toContainText(/passes, \d+ saved/)
  await generateButton(studio).click()
  await generated(studio, 2)
  await expect(strip(studio)).toContainText('The red ball moved; everything else is untouched. Done in')
  await strip(studio).getByRole('button', { name: 'Compare' }).click()
  const report = studio.getByRole('complementary')
  await expect(report.getByRole('heading', { name: 'Nothing changed outside the region' })).toBeVisible()
  await expect(report.getByText('0 of 255')).toBeVisible()
  await expect(report.getByRole('listitem').filter({ hasText: 'a blue house' })).toContainText(/Identical.*Kept/)
  await expect(report).toContainText(/\d+ of \d+ · \d+ saved/)
  // Both places of the ball and a sixteenth of the picture round them, in whole latent cells of 32.
  const { inside, outside } = await differences(studio, { x0: 32 / 512, y0: 32 / 512, x1: 256 / 512, y1: 224 / 512 })
  expect(outside.largest).toBe(0)
  expect(inside.largest).toBeGreaterThan(8)
  await studio.keyboard.press('Escape')
  await rounds(studio).nth(1).click()
  await expect(rounds(studio).nth(1)).toHaveAccessibleName(/, round 2, current, kept 1$/i)
  await expect(report).toContainText(/Nothing changed outside the region\..*Kept asLocked/)
  await rounds(studio)
    .nth(1)
    .hover({ position: { x: 20, y: 20 } })
  await expect(studio.getByText(/^Locked, \d+ % redrawn$/)).toBeVisible()
})

test('R2 keep modes: of the round and of a thing, by hand, by key, and back by undo', async ({ studio }) => {
  await drawBallAndHouse(studio)
  await click(studio, [128, 128])
  await studio.keyboard.press('Shift+ArrowRight')
  await keepMode(studio, 'Harmonise').click()
  await expect(strip(studio)).toContainText(
    'Around it light and contact may adapt; farther away everything stays identical.',
  )
  await studio.keyboard.press('Control+z')
  await expect(keepMode(studio, 'Locked')).toBeChecked()
  await studio.keyboard.press('Control+Shift+A')
  await studio.keyboard.press('k')
  await expect(keepMode(studio, 'Harmonise')).toBeChecked()
  await studio.keyboard.press('k')
  await expect(keepMode(studio, 'Free')).toBeChecked()
  await expect(strip(studio)).toContainText('The whole picture is drawn anew.')
  await expect(instances(studio).nth(1)).toContainText('Same')
  // One thing is locked in a round that is free otherwise.
  await lockOf(studio, 1).click()
  await expect(lockOf(studio, 1)).toHaveAccessibleName(/^Locked/)
  await expect(strip(studio)).toContainText('What you locked stays identical, pixel for pixel.')
  await lockOf(studio, 1).click()
  await expect(strip(studio)).toContainText('The whole picture is drawn anew.')
  // And one is let go in a locked round: by its properties, then by the key.
  await keepMode(studio, 'Locked').click()
  await instances(studio).nth(1).click()
  const own = studio.getByRole('combobox', { name: 'Keep' })
  await own.click()
  await studio.getByRole('option', { name: 'Free' }).click()
  await expect(instances(studio).nth(1)).toContainText('Anew')
  await studio.keyboard.press('k')
  await expect(own).toHaveText('As the round')
  await expect(instances(studio).nth(1)).toContainText('Kept')
})

test('R2 the region by hand: more, less, reset, and a round of what was painted alone', async ({ studio }) => {
  await drawBallAndHouse(studio)
  await studio.keyboard.press('w')
  const change = studio.getByRole('radiogroup', { name: 'Region brush' })
  await expect(change.getByRole('radio', { name: 'Change more' })).toBeChecked()
  await drag(studio, [
    [400, 80],
    [440, 80],
  ])
  await expect(strip(studio)).toContainText(/^\d+ % will change\. The region was changed by hand\. Everything else/)
  const painted = await strip(studio).textContent()
  await drag(studio, [[440, 80]], { keys: ['Alt'] })
  await expect(strip(studio)).not.toHaveText(painted!)
  await studio.keyboard.press('Control+z')
  await expect(strip(studio)).toHaveText(painted!)
  await studio.getByRole('button', { name: 'Reset the region' }).click()
  await expect(strip(studio)).toContainText('Nothing has changed since this picture.')
  await studio.keyboard.press('Control+z')
  await expect(strip(studio)).toHaveText(painted!)
  await generateButton(studio).click()
  await generated(studio, 2)
  await expect(strip(studio)).toContainText('Everything else is untouched.')
  await studio.keyboard.press('y')
  const { inside, outside } = await differences(studio, { x0: 352 / 512, y0: 32 / 512, x1: 480 / 512, y1: 128 / 512 })
  expect(outside.largest).toBe(0)
  expect(inside.largest).toBeGreaterThan(0)
  await studio.keyboard.press('Escape')
})

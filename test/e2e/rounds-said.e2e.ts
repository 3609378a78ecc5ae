/** What the window says of the next round, and offers, beside the picture: button, plan, warning and bar agree. */
import { expect, test } from './studio.ts'
import { box, click, generateButton, generated, instances, openScene, rounds, setSteps, strip } from './gestures.ts'
import { drawBallAndHouse, lockOf } from './kept.ts'

test('R1 a way of keeping that changes nothing: the button says Draw anew, and that is what it does', async ({
  studio,
}) => {
  await drawBallAndHouse(studio)
  await click(studio, [128, 128])
  await studio.keyboard.press('Shift+ArrowRight')
  // Moved by 8: its own track, and all the others from the round before.
  await generateButton(studio).click()
  await generated(studio, 2)
  await instances(studio).nth(1).click()
  await studio.getByRole('combobox', { name: 'Keep' }).click()
  await studio.getByRole('option', { name: 'Harmonise' }).click()
  await expect(lockOf(studio, 1)).toHaveAccessibleName(/^Harmonised/)
  await studio.getByRole('button', { name: 'Draw anew' }).click()
  await expect(rounds(studio)).toHaveCount(3, { timeout: 60_000 })
  await expect(rounds(studio).nth(2)).toHaveAccessibleName(/round 2/i)
  await expect(studio.getByRole('alert')).toHaveCount(0)
})

test('R3 R5 the plan says where a round starts that needs no more than its new thing; compared pictures have no outlines to show', async ({
  studio,
}) => {
  await drawBallAndHouse(studio)
  await click(studio, [384, 384])
  await studio.keyboard.press('Control+d')
  await expect(instances(studio)).toHaveCount(3)
  const side = studio.getByRole('complementary')
  await expect(side).toContainText(/Passes\d+ of \d+ · \d+ saved/)
  await expect(side).toContainText(/Startsafter step \d of 8/)
  await studio.getByTestId('estimate').hover()
  await expect(studio.getByText(/It starts after step \d of 8\.$/)).toBeVisible()
  const shows = (name: string) =>
    studio.getByRole('toolbar', { name: /options$/ }).getByRole('button', { name, exact: true })
  await expect(shows('Outlines')).toBeVisible()
  await generateButton(studio).click()
  await generated(studio, 2)
  await studio.keyboard.press('y')
  await expect(shows('Region')).toBeVisible()
  for (const name of ['Outlines', 'Tags']) await expect(shows(name)).toHaveCount(0)
  await studio.getByRole('radio', { name: 'Side by side' }).click()
  await expect(shows('Region')).toHaveCount(0)
  await studio.keyboard.press('Escape')
  await expect(shows('Outlines')).toBeVisible()
})

test('G4 a thing that was taken away while the caption of the scene still names it', async ({ studio }) => {
  const scene = [box('a red ball', 64, 64), box('a blue house', 320, 320)]
  await openScene(studio, scene, 'a ball before a house in a meadow')
  await setSteps(studio, 4)
  await generateButton(studio).click()
  await generated(studio, 1)
  const said = studio.getByRole('complementary').getByText('The words for the scene still say "ball"')
  await expect(said).toHaveCount(0)
  await click(studio, [128, 128])
  await studio.keyboard.press('Delete')
  await expect(said).toHaveText('The words for the scene still say "ball", so "a red ball" may be drawn again.')
  await studio.getByRole('textbox', { name: 'Caption of the scene' }).fill('a house in a meadow')
  await expect(said).toHaveCount(0)
  await expect(strip(studio)).toContainText('One removed.')
})

test('R1 a thing dropped on a round: the draft goes on from there with a copy, and one undo takes both back', async ({
  studio,
}) => {
  await drawBallAndHouse(studio)
  await click(studio, [384, 384])
  await studio.keyboard.press('Delete')
  await generateButton(studio).click()
  await generated(studio, 2)
  await expect(instances(studio)).toHaveCount(1)
  await instances(studio).first().dragTo(rounds(studio).first())
  await expect(instances(studio)).toHaveCount(3)
  await expect(instances(studio).nth(2)).toContainText('a red ball')
  await expect(strip(studio)).toContainText('One new')
  await studio.keyboard.press('Control+z')
  await expect(instances(studio)).toHaveCount(1)
  await expect(strip(studio)).toContainText('The blue house is gone')
  // What a round's own menu offers of its report, and beside any other round.
  await rounds(studio).nth(1).click({ button: 'right' })
  await studio.getByRole('menuitem', { name: 'Copy the report' }).click()
  await expect
    .poll(() => studio.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^Round 2: Without a blue house\nNothing changed outside the region\.\n\nKept as: Locked\n/)
  await rounds(studio).first().click({ button: 'right' })
  await studio.getByRole('menuitem', { name: 'Compare with round 2, shown now' }).click()
  await expect(studio.getByRole('heading', { name: 'Nothing changed outside the region' })).toBeVisible()
  await studio.keyboard.press('Escape')
})

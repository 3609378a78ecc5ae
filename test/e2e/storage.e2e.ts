/** The size of a project's file, told and made smaller from the window. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type ServedStudio } from './studio.ts'
import { command, dropFile, rounds, strip } from './gestures.ts'

const fair = readFileSync(path.resolve(import.meta.dirname, '../../examples/meadow-fair.diorama'))

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Storage' })
const compactButton = (page: Page): Locator => dialog(page).getByRole('button', { name: 'Compact' })

function fileOf({ folder }: ServedStudio, name: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((file) => path.basename(file) === name)
  return path.join(folder, found!)
}

async function openFair(page: Page, name: string): Promise<void> {
  await dropFile(page, name, fair)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(path.parse(name).name)
  await expect(rounds(page)).toHaveCount(4)
}

async function removeRounds(page: Page, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await rounds(page).last().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(rounds(page)).toHaveCount(3 - n)
  }
}

test('P5 deleted rounds are taken out of the file, it is smaller, and undo ends there', async ({ studio, served }) => {
  await openFair(studio, 'Storage.diorama')
  const file = fileOf(served, 'Storage.diorama')
  const before = statSync(file).size
  await studio.getByRole('button', { name: 'Diorama menu' }).click()
  await studio.getByRole('menuitem', { name: 'Storage of this project' }).click()
  await expect(dialog(studio)).toContainText('4 rounds')
  await expect(dialog(studio).getByRole('row', { name: /^Pictures/ })).toContainText('kB')
  await expect(dialog(studio)).toContainText('There is nothing to give back')
  await expect(compactButton(studio)).toHaveAttribute('aria-disabled', 'true')
  await studio.keyboard.press('Escape')
  await rounds(studio).first().dblclick()
  await removeRounds(studio, 3)
  await command(studio, 'Storage of this project')
  await expect(dialog(studio)).toContainText('4 rounds, 3 of them deleted')
  await expect(dialog(studio)).toContainText(
    /Gives back about \d+ kB\. 3 deleted rounds are then gone for good, and \d+ steps can no longer/,
  )
  await compactButton(studio).click()
  await expect(dialog(studio)).toContainText(/\d+ kB have become \d+ kB\./)
  await expect(dialog(studio)).toContainText('1 round')
  await expect(compactButton(studio)).toHaveAttribute('aria-disabled', 'true')
  expect(statSync(file).size).toBeLessThan(before * 0.75)
  await studio.keyboard.press('Escape')
  await expect(rounds(studio)).toHaveCount(1)
  await expect(studio.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true')
  // The window has what the file has: an edit and its undo go on from there.
  await rounds(studio).first().click()
  await studio.keyboard.press('Shift+S')
  await expect(rounds(studio).first()).toHaveAccessibleName(/starred/)
  await studio.keyboard.press('Control+z')
  await expect(rounds(studio).first()).not.toHaveAccessibleName(/starred/)
})

test('P5 a second window loses what was compacted away, the round that it looks at too', async ({ studio }) => {
  await openFair(studio, 'Two windows.diorama')
  const other = await studio.context().newPage()
  await other.goto(studio.url())
  await expect(rounds(other)).toHaveCount(4)
  await rounds(other).last().click()
  const isLooking = strip(other).getByRole('button', { name: 'Back to the draft' })
  await expect(isLooking).toBeVisible()
  // Behind another page nothing is drawn, and presses wait for that.
  await studio.bringToFront()
  await rounds(studio).first().dblclick()
  await removeRounds(studio, 3)
  await command(studio, 'Storage of this project')
  await compactButton(studio).click()
  await expect(dialog(studio)).toContainText('have become')
  await other.bringToFront()
  await expect(rounds(other)).toHaveCount(1)
  await expect(other.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true')
  await expect(isLooking).toHaveCount(0)
  await other.close()
  await studio.keyboard.press('Escape')
})

test('P5 nothing is kept of the steps of runs if the artist says so, at once', async ({ studio }) => {
  await openFair(studio, 'Steps.diorama')
  await command(studio, 'Storage of this project')
  const steps = dialog(studio).getByRole('row', { name: /^Steps of runs/ })
  await expect(steps).toContainText('kB')
  await dialog(studio).getByRole('radiogroup', { name: 'Steps of runs' }).getByRole('radio', { name: 'None' }).click()
  await expect(steps).toContainText('0 bytes')
  await expect(dialog(studio)).toContainText(/Gives back about \d+ kB\. No round goes, and undo stays as it is\./)
  await dialog(studio).getByRole('radiogroup', { name: 'Tracks, at most' }).getByRole('radio', { name: 'None' }).click()
  await expect(dialog(studio).getByRole('row', { name: /^Tracks/ })).toContainText('0 bytes')
  await compactButton(studio).click()
  await expect(dialog(studio)).toContainText('have become')
  await expect(dialog(studio)).toContainText('4 rounds')
  await studio.keyboard.press('Escape')
  await expect(rounds(studio)).toHaveCount(4)
})

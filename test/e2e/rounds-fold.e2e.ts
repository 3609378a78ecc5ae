/** The strip of rounds with more branches than it has lanes for: they fold, and open again by hand and by keys. */
import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, test } from './studio.ts'
import { box, canvas, generateButton, generated, openScene, rounds, setSteps, strip } from './gestures.ts'

const stub = (page: Page) => page.getByRole('tree', { name: 'Rounds' }).getByRole('treeitem', { name: /branch/ })

/** Draws what the scene is to be called now; every word makes a round of its own. */
async function drawAs(page: Page, caption: string, total: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Caption of the scene' }).fill(caption)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(total)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0, { timeout: 60_000 })
  await canvas(page).focus()
}

async function branchOffFirst(page: Page): Promise<void> {
  await rounds(page).first().click()
  await page.keyboard.press('Control+Shift+b')
}

/** One round and three that each go on from it; the strip of this window has one lane. */
async function drawThreeBranches(page: Page): Promise<void> {
  await openScene(page, [box('a red ball', 64, 64)], 'in a meadow')
  await setSteps(page, 4)
  await generateButton(page).click()
  await generated(page, 1)
  await drawAs(page, 'on a beach', '2 pictures')
  await branchOffFirst(page)
  await drawAs(page, 'in a room', '3 pictures, 2 branches')
  await branchOffFirst(page)
  await drawAs(page, 'at night', '4 pictures, 3 branches')
}

test('R1 branches that there is no room for fold into a stub, which opens and closes with a press', async ({
  studio,
}) => {
  await drawThreeBranches(studio)
  await expect(rounds(studio)).toHaveCount(3)
  await expect(stub(studio)).toHaveAccessibleName('+1 branch from A red ball, 1 picture')
  await expect(stub(studio)).toBeInViewport()
  await stub(studio).click()
  await expect(rounds(studio)).toHaveCount(4)
  await expect(stub(studio)).toHaveAttribute('aria-expanded', 'true')
  await expect(rounds(studio).nth(2)).toBeInViewport()
  await stub(studio).click()
  await expect(stub(studio)).toHaveAttribute('aria-expanded', 'false')
  await expect(rounds(studio)).toHaveCount(3)
  // A branch that is looked at needs no stub to be in sight.
  await stub(studio).click()
  await rounds(studio).nth(2).click()
  await expect(strip(studio)).toContainText('This is round 2.')
  await expect(rounds(studio)).toHaveCount(4)
  await expect(stub(studio)).toHaveCount(0)
})

test('A1 folded branches: arrows lead to the stub, Enter opens it and goes in, and axe finds nothing wrong', async ({
  studio,
}) => {
  await drawThreeBranches(studio)
  await rounds(studio).last().click()
  await expect(rounds(studio).last()).toBeFocused()
  await studio.keyboard.press('ArrowLeft')
  await expect(stub(studio)).toBeFocused()
  // One stop for Tab, wherever the focus is.
  await expect(studio.getByRole('treeitem').and(studio.locator('[tabindex="0"]'))).toHaveCount(1)
  await studio.evaluate(axe.source)
  const wrong = await studio.evaluate(async () => {
    const { axe: its } = window as unknown as { axe: typeof axe }
    const { violations } = await its.run('[role=tree]', { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
  })
  expect(wrong).toEqual([])
  await studio.keyboard.press('Enter')
  await expect(rounds(studio)).toHaveCount(4)
  await expect(rounds(studio).nth(2)).toBeFocused()
  await expect(rounds(studio).nth(2)).not.toHaveAttribute('aria-selected', 'true')
  await studio.keyboard.press('Enter')
  await expect(rounds(studio).nth(2)).toHaveAttribute('aria-selected', 'true')
  await expect(rounds(studio).nth(2)).toBeFocused()
  await studio.keyboard.press('ArrowLeft')
  await expect(rounds(studio).first()).toBeFocused()
  // From there the way leads on past the stub.
  await expect(strip(studio)).toContainText('This is round 1.')
  await expect(stub(studio)).toHaveAttribute('aria-expanded', 'true')
  await studio.keyboard.press('ArrowRight')
  await expect(stub(studio)).toBeFocused()
  await studio.keyboard.press('Space')
  await expect(rounds(studio)).toHaveCount(3)
  await expect(stub(studio)).toBeFocused()
  await studio.keyboard.press('ArrowRight')
  await expect(rounds(studio).nth(1)).toBeFocused()
  // Where what is looked at is not among the starred ones, Tab still leads into the tree.
  await studio.keyboard.press('Shift+S')
  await rounds(studio).last().click()
  await studio.getByRole('button', { name: 'Only starred rounds' }).click()
  await expect(rounds(studio)).toHaveCount(1)
  await expect(rounds(studio)).toHaveAttribute('tabindex', '0')
  await studio.getByRole('button', { name: 'Only starred rounds' }).click()
})

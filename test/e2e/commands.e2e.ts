/** What is done to instances by keys and menus; each deed comes back with undo. */
import { expect, test } from './studio.ts'
import {
  box,
  canvas,
  captionField,
  click,
  command,
  drag,
  drawBox,
  expectPlace,
  instances,
  openScene,
  say,
  selected,
  thing,
} from './gestures.ts'
import type { Page } from '@playwright/test'

const three = [box('a red ball', 64, 64), box('a blue house', 224, 96), box('a green tree', 352, 320, 96, 64)]

async function openThree(page: Page): Promise<void> {
  await openScene(page, three)
  await click(page, [128, 128])
  await expect(selected(page)).toContainText(['a red ball'])
}

test('C5 undo and redo: ten gestures go and come back in order, by keys and by the buttons', async ({ studio }) => {
  await openThree(studio)
  for (let step = 0; step < 10; step++) {
    await studio.keyboard.press('Shift+ArrowRight')
    await studio.keyboard.press(step % 2 === 0 ? '5' : '6')
  }
  await expectPlace(studio, 'a red ball', 'Box, left 144, top 64, 128 by 128')
  const undo = studio.getByRole('button', { name: 'Undo', exact: true })
  for (let step = 0; step < 19; step++) await studio.keyboard.press('Control+z')
  await undo.click()
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await expect(instances(studio)).toHaveCount(3)
  await studio.getByRole('button', { name: 'Redo', exact: true }).click()
  await expectPlace(studio, 'a red ball', 'Box, left 72, top 64, 128 by 128')
  for (let step = 0; step < 9; step++) await studio.keyboard.press('Control+y')
  for (let step = 0; step < 10; step++) await studio.keyboard.press('Control+Shift+z')
  await expectPlace(studio, 'a red ball', 'Box, left 144, top 64, 128 by 128')
})

test('C5 undo: what it takes away is selected no longer, and the next deed is done to what is left', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await click(studio, [128, 128])
  await studio.keyboard.press('Control+d')
  await expect(instances(studio)).toHaveCount(2)
  await click(studio, [72, 72], { keys: ['Shift'] })
  await expect(selected(studio)).toHaveCount(2)
  await studio.keyboard.press('Control+z')
  await expect(selected(studio)).toHaveCount(1)
  await expect(captionField(studio)).toHaveValue('a red ball')
  await studio.keyboard.press('Delete')
  await expect(instances(studio)).toHaveCount(0)
})

test('C1 arrows move and resize by pixels and by cells', async ({ studio }) => {
  await openThree(studio)
  for (const key of ['ArrowRight', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowDown']) await studio.keyboard.press(key)
  await expectPlace(studio, 'a red ball', 'Box, left 73, top 73, 128 by 128')
  for (const key of ['ArrowLeft', 'ArrowUp', 'Shift+ArrowLeft', 'Shift+ArrowUp']) await studio.keyboard.press(key)
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  for (const key of ['ArrowRight', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowDown']) {
    await studio.keyboard.press(`Control+${key}`)
  }
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 137 by 137')
  for (const key of ['ArrowLeft', 'ArrowUp', 'Shift+ArrowLeft', 'Shift+ArrowUp']) {
    await studio.keyboard.press(`Control+${key}`)
  }
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
})

test('C6 copy, cut, paste and duplicate, also in place and into another project as text', async ({ studio }) => {
  await openThree(studio)
  await studio.keyboard.press('Control+c')
  await studio.keyboard.press('Control+v')
  await expect(instances(studio)).toHaveCount(4)
  await expect(canvas(studio).getByRole('button', { name: 'a red ball. Box, left 80, top 80' })).toHaveCount(1)
  await studio.keyboard.press('Control+x')
  await expect(instances(studio)).toHaveCount(3)
  await studio.keyboard.press('Control+Shift+v')
  await expect(canvas(studio).getByRole('button', { name: 'a red ball. Box, left 80, top 80' })).toHaveCount(1)
  await studio.keyboard.press('Control+d')
  await expect(canvas(studio).getByRole('button', { name: 'a red ball. Box, left 96, top 96' })).toHaveCount(1)
  await expect(instances(studio)).toHaveCount(5)
  expect(await studio.evaluate(() => navigator.clipboard.readText())).toContain('"a red ball"')
  await studio.keyboard.press('Alt+n')
  await expect(instances(studio)).toHaveCount(0)
  await studio.keyboard.press('Control+Shift+v')
  await expectPlace(studio, 'a red ball', 'Box, left 80, top 80, 128 by 128')
  await studio.evaluate(() => navigator.clipboard.writeText('no scene at all'))
  await studio.keyboard.press('Control+v')
  await expect(studio.getByRole('status').filter({ hasText: 'Only copied things can be pasted here.' })).toBeVisible()
  await expect(instances(studio)).toHaveCount(1)
})

test('C1 select all and none, next in front and behind, remove', async ({ studio }) => {
  await openThree(studio)
  await studio.keyboard.press('Alt+BracketRight')
  await expect(selected(studio)).toContainText(['a blue house'])
  await studio.keyboard.press('Alt+BracketLeft')
  await expect(selected(studio)).toContainText(['a red ball'])
  await studio.keyboard.press('Control+a')
  await expect(selected(studio)).toHaveCount(3)
  await studio.keyboard.press('Control+Shift+a')
  await expect(selected(studio)).toHaveCount(0)
  await click(studio, [128, 128])
  await studio.keyboard.press('Delete')
  await expect(instances(studio)).toContainText(['a blue house', 'a green tree'])
  await studio.keyboard.press('Control+z')
  await expect(instances(studio)).toContainText(['a red ball', 'a blue house', 'a green tree'])
  await instances(studio).nth(2).click()
  await studio.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(instances(studio)).toHaveCount(2)
})

test('C3 order: forward, backward, to the front and to the back', async ({ studio }) => {
  await openThree(studio)
  const order = (...titles: string[]): Promise<void> => expect(instances(studio)).toContainText(titles)
  await studio.keyboard.press('Control+BracketRight')
  await order('a blue house', 'a red ball', 'a green tree')
  await studio.keyboard.press('Control+BracketLeft')
  await order('a red ball', 'a blue house', 'a green tree')
  await studio.keyboard.press('Control+Shift+BracketRight')
  await order('a blue house', 'a green tree', 'a red ball')
  await studio.keyboard.press('Control+Shift+BracketLeft')
  await order('a red ball', 'a blue house', 'a green tree')
  await instances(studio)
    .nth(0)
    .dragTo(instances(studio).nth(2), { targetPosition: { x: 60, y: 40 } })
  await order('a blue house', 'a green tree', 'a red ball')
  await expect(thing(studio, 'a red ball')).toHaveAccessibleName(/1 of 3$/)
})

test('C3 group: parts move with the whole until they are ungrouped', async ({ studio }) => {
  await openThree(studio)
  await click(studio, [288, 160], { keys: ['Shift'] })
  await studio.keyboard.press('Control+g')
  await expect(instances(studio).and(studio.locator('[aria-level="2"]'))).toHaveCount(1)
  const whole = instances(studio).and(studio.locator('[aria-expanded="true"]'))
  await whole.click()
  await studio.keyboard.press('Escape')
  await whole.click()
  await canvas(studio).focus()
  await studio.keyboard.press('Shift+ArrowDown')
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 72, 128 by 128')
  await expectPlace(studio, 'a blue house', 'Box, left 224, top 104, 128 by 128')
  await studio.keyboard.press('Control+Shift+g')
  await expect(instances(studio).and(studio.locator('[aria-level="2"]'))).toHaveCount(0)
})

test('C1 align and distribute: by keys and by the menu', async ({ studio }) => {
  await openThree(studio)
  await studio.keyboard.press('Control+a')
  const aligned = async (key: string, ...places: string[]): Promise<void> => {
    await studio.keyboard.press(`Alt+${key}`)
    for (const [i, title] of ['a red ball', 'a blue house', 'a green tree'].entries()) {
      await expectPlace(studio, title, `Box, ${places[i]}, \\d+ by \\d+`)
    }
    await studio.keyboard.press('Control+z')
    for (const place of ['left 64, top 64', 'left 224, top 96', 'left 352, top 320']) {
      await expect(canvas(studio).getByRole('button', { name: place })).toHaveCount(1)
    }
  }
  await aligned('a', 'left 64, top 64', 'left 64, top 96', 'left 64, top 320')
  await aligned('d', 'left 320, top 64', 'left 320, top 96', 'left 352, top 320')
  await aligned('w', 'left 64, top 64', 'left 224, top 64', 'left 352, top 64')
  await aligned('s', 'left 64, top 256', 'left 224, top 256', 'left 352, top 320')
  await aligned('h', 'left 192, top 64', 'left 192, top 96', 'left 208, top 320')
  await aligned('v', 'left 64, top 160', 'left 224, top 160', 'left 352, top 192')
  await studio.getByRole('button', { name: 'Align' }).click()
  await studio.getByRole('menuitem', { name: 'Distribute across' }).click()
  await expectPlace(studio, 'a blue house', 'Box, left 208, top 96, 128 by 128')
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, 'a blue house', 'Box, left 224, top 96, 128 by 128')
  await studio.getByRole('button', { name: 'Align' }).click()
  await studio.getByRole('menuitem', { name: 'Distribute down' }).click()
  await expectPlace(studio, 'a blue house', 'Box, left 224, top 192, 128 by 128')
})

test('C1 pin, hide and opacity are notes that no picture depends on', async ({ studio }) => {
  await openThree(studio)
  await studio.keyboard.press('Control+Shift+l')
  await expect(selected(studio).getByRole('img', { name: 'Pinned' })).toBeVisible()
  await expect(studio.getByRole('spinbutton', { name: 'X' })).toBeDisabled()
  await studio.keyboard.press('Control+Shift+l')
  await expect(studio.getByRole('spinbutton', { name: 'X' })).toBeEnabled()
  await studio.keyboard.press('4')
  await expect(selected(studio)).toContainText('40 %')
  await studio.keyboard.press('0')
  await expect(selected(studio)).toContainText('100 %')
  await studio.keyboard.press('Control+Shift+h')
  await expect(selected(studio).getByRole('button', { name: 'Show its outline' })).toBeVisible()
  await studio.keyboard.press('Escape')
  await click(studio, [128, 128])
  await expect(selected(studio)).toHaveCount(0)
  await instances(studio).nth(0).getByRole('button', { name: 'Show its outline' }).click()
  await click(studio, [128, 128])
  await expect(selected(studio)).toContainText(['a red ball'])
})

test('C3 names and words: Enter goes to the caption, F2 to the name, find shows what has the words', async ({
  studio,
}) => {
  await openThree(studio)
  await studio.keyboard.press('Enter')
  await expect(captionField(studio)).toBeFocused()
  await captionField(studio).fill('an orange ball')
  await studio.keyboard.press('Enter')
  await expect(instances(studio)).toContainText(['an orange ball', 'a blue house', 'a green tree'])
  await instances(studio).nth(0).press('F2')
  await studio.getByRole('textbox', { name: 'Name' }).fill('the toy')
  await studio.keyboard.press('Enter')
  await expect(instances(studio).nth(0)).toContainText('the toy')
  await studio.keyboard.press('Control+f')
  await studio.getByRole('textbox', { name: 'Find' }).fill('tree')
  await expect(instances(studio)).toContainText(['a green tree'])
  await studio.getByRole('textbox', { name: 'Find' }).fill('lamp')
  await expect(studio.getByText('No instance has "lamp" in its words.')).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(instances(studio)).toHaveCount(3)
})

test('C3 find: in a narrow window the panel with its field comes in', async ({ alone }) => {
  await openScene(alone, three)
  await alone.setViewportSize({ width: 1000, height: 700 })
  const field = alone.getByRole('textbox', { name: 'Find', exact: true })
  await expect(alone.getByRole('complementary')).toHaveCount(0)
  await alone.keyboard.press('Control+f')
  await expect(field).toBeFocused()
  await alone.keyboard.insertText('house')
  await expect(instances(alone)).toHaveCount(1)
})

test('C1 size, seed: by the palette, and undone', async ({ studio }) => {
  await openThree(studio)
  await command(studio, 'Size of the picture')
  const dialog = studio.getByRole('dialog', { name: 'Size of the picture' })
  await dialog.getByRole('button', { name: 'Landscape' }).click()
  await dialog.getByRole('button', { name: 'Resize' }).click()
  await expect(canvas(studio)).toHaveAccessibleName(/768 by 512 pixels$/)
  await expectPlace(studio, 'a red ball', 'Box, left 96, top 64, 192 by 128')
  await studio.keyboard.press('Control+z')
  await expect(canvas(studio)).toHaveAccessibleName(/512 by 512 pixels$/)
  const seed = studio.getByRole('button', { name: /^Seed \d+/ })
  const before = (await seed.textContent()) ?? ''
  await command(studio, 'Another seed')
  await expect(seed).not.toHaveText(before)
  await seed.click()
  await studio.getByRole('spinbutton', { name: 'Seed' }).fill('77')
  await studio.keyboard.press('Enter')
  await studio.getByRole('button', { name: 'Keep this seed' }).click()
  await expect(studio.getByRole('button', { name: 'Keep this seed' })).toHaveAttribute('aria-pressed', 'true')
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('button', { name: 'Seed 77' })).toBeVisible()
})

test('C1 drawing goes on with the same tool once the words are written', async ({ studio }) => {
  await drawBox(studio, [64, 64], [192, 192])
  await say(studio, 'a red ball')
  await drag(studio, [
    [224, 64],
    [352, 192],
  ])
  await expect(instances(studio)).toHaveCount(2)
  await expect(studio.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
})

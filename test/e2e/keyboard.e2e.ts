/** The newcomer's whole way without a mouse, and what is spoken on it. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './studio.ts'
import {
  box,
  canvas,
  captionField,
  example,
  expectPlace,
  generated,
  inOneGo,
  instances,
  openScene,
  rounds,
  selected,
  strip,
  thing,
} from './gestures.ts'

const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 })
const spoken = (page: Page): Locator => page.getByTestId('spoken')

/** What has the focus shows it: a ring or, in fields, a line. */
async function expectFocusSeen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const { activeElement } = document
    const around = [activeElement, activeElement?.parentElement].filter((each) => each != null)
    const isMarked = (element: Element): boolean => {
      const { outlineStyle, boxShadow } = getComputedStyle(element)
      // The canvas draws its ring over what lies on it.
      const ring = getComputedStyle(element, '::after')
      const hasRing = ring.content !== 'none' && ring.borderTopStyle === 'solid'
      return outlineStyle !== 'none' || boxShadow !== 'none' || hasRing
    }
    return activeElement?.matches(':focus-visible') && around.some(isMarked)
  })
  const what = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))
  expect(seen, `the focus is seen on ${what}`).toBe(true)
}

async function pressAll(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

function times(count: number, key: string): string[] {
  return Array.from({ length: count }, () => key)
}

/** Presses Tab until it is there. */
async function tabTo(page: Page, target: Locator, most = 30): Promise<void> {
  for (let at = 0; at < most; at++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return expectFocusSeen(page)
  }
  throw new Error(`${most} presses of Tab did not lead to ${target}.`)
}

/** Between two sentences about a run lie ten seconds, which need not be waited for. @returns what sets the clock right */
async function tenSecondsPass(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const now = performance.now.bind(performance)
    performance.now = () => now() + 10_000
  })
  return () => page.evaluate(() => void Reflect.deleteProperty(performance, 'now'))
}

test('A1 keyboard: from the start screen into an example, and round its areas by F6', async ({ start }) => {
  await tabTo(start, example(start, 'Beach house'))
  await start.keyboard.press('Enter')
  await expect(heading(start)).toContainText('Beach house')
  await expect(canvas(start)).toBeFocused()
  await start.keyboard.press('F6')
  const skip = start.getByRole('button', { name: 'Skip to the picture' })
  await start.getByRole('button', { name: 'Diorama menu' }).focus()
  await start.keyboard.press('Shift+Tab')
  await expect(skip).toBeFocused()
  await expectFocusSeen(start)
  await start.keyboard.press('Enter')
  await expect(canvas(start)).toBeFocused()
  await expectFocusSeen(start)
  const areas = ['strip', 'side', 'rounds', 'topbar', 'tools', 'options', 'canvas']
  for (const area of areas) {
    await start.keyboard.press('F6')
    await expect(start.locator(`[data-area="${area}"] :focus`), area).toHaveCount(1)
    await expectFocusSeen(start)
  }
  await start.keyboard.press('Shift+F6')
  await expect(start.locator('[data-area="options"] :focus')).toHaveCount(1)
})

test('A1 keyboard: a box by the cross, its words, a point and a polygon', async ({ studio }) => {
  await studio.keyboard.press('Tab')
  await canvas(studio).focus()
  await studio.keyboard.press('r')
  await pressAll(studio, [...times(3, 'Control+ArrowLeft'), ...times(2, 'ArrowUp'), 'Shift+ArrowUp'])
  await expect(spoken(studio)).toHaveText(/^64, 239/)
  await pressAll(studio, ['Enter', ...times(2, 'Control+ArrowRight'), 'Control+ArrowDown', 'Enter'])
  await expect(captionField(studio)).toBeFocused()
  await expect(spoken(studio)).toHaveText(/^Box, 128 by 64, at 64, 239\. \d+ percent is where things change/)
  await studio.keyboard.type('a red ball')
  await studio.keyboard.press('Enter')
  await expect(canvas(studio)).toBeFocused()
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 239, 128 by 64')

  await pressAll(studio, ['p', 'Control+ArrowRight', 'Enter'])
  await expect(captionField(studio)).toBeFocused()
  await expect(spoken(studio)).toHaveText(/^Point, \d+ by \d+, at /)
  await studio.keyboard.type('a blue house')
  await pressAll(studio, ['Enter', 'g', 'Control+ArrowUp', 'Enter', 'Control+ArrowRight', 'Enter'])
  await pressAll(studio, ['Control+ArrowUp', 'Enter', 'Backspace', 'ArrowUp', 'Enter', 'Control+ArrowLeft'])
  await studio.keyboard.press('Enter')
  // Down again to the first point, where Enter closes the shape.
  await pressAll(studio, ['Control+ArrowDown', 'ArrowDown', 'Enter'])
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.type('a green tree')
  await pressAll(studio, ['Enter', 'Escape'])
  await expect(instances(studio)).toHaveCount(3)
  await expect(thing(studio, 'a green tree')).toHaveAccessibleName(/^a green tree\. Polygon, .* New\. 1 of 3$/)
})

test('A1 keyboard: a mask and a scribble are drawn by keys, and Escape leaves the line that was begun', async ({
  studio,
}) => {
  await studio.keyboard.press('Tab')
  await canvas(studio).focus()
  await pressAll(studio, ['s', 'Enter', ...times(2, 'Control+ArrowLeft'), 'Control+ArrowUp', 'Enter'])
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.type('a green tree')
  await pressAll(studio, ['Enter', 'b', ']', 'Enter', 'Control+ArrowRight', 'Enter'])
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.type('a white fish')
  await pressAll(studio, ['Enter', 's', 'Enter', 'Control+ArrowDown', 'Escape'])
  await expect(instances(studio)).toHaveCount(2)
  await expect(thing(studio, 'a white fish')).toHaveAccessibleName(/^a white fish\. Mask, /)
  await expect(thing(studio, 'a green tree')).toHaveAccessibleName(/^a green tree\. Scribble, /)
})

test('A1 keyboard: things on the canvas are buttons with a place; arrows move and resize, undo is said', async ({
  studio,
}) => {
  await openScene(studio, [box('a blue house', 288, 64), { ...box('red fish, striped', 30, 280, 146, 104) }])
  await canvas(studio).focus()
  await studio.keyboard.press('Tab')
  const fish = thing(studio, 'red fish, striped')
  await expect(fish).toBeFocused()
  await expectFocusSeen(studio)
  await expect(fish).toHaveAccessibleName('red fish, striped. Box, left 30, top 280, 146 by 104. New. 1 of 2')
  await expect(fish).toHaveAttribute('aria-roledescription', 'instance')
  await expect(fish).toHaveAttribute('aria-pressed', 'true')
  await expect(selected(studio)).toContainText('red fish')
  const arrows = ['ArrowRight', 'Shift+ArrowDown', 'Control+ArrowRight', 'Control+Shift+ArrowDown']
  await inOneGo(studio, () => pressAll(studio, arrows))
  await expectPlace(studio, 'red fish, striped', 'Box, left 31, top 288, 147 by 112')
  await expect(spoken(studio)).toHaveText(/^Box, 147 by 112, at 31, 288\. /)
  await studio.keyboard.press('Alt+[')
  await expect(thing(studio, 'a blue house')).toBeFocused()
  await studio.keyboard.press('Enter')
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.press('Enter')
  await pressAll(studio, ['Control+z', 'Control+z'])
  await expect(spoken(studio)).toHaveText(/^Undone: move the red fish\./)
  await studio.keyboard.press('Control+y')
  await expect(spoken(studio)).toHaveText(/^Done again: move the red fish\./)
  await expect(canvas(studio)).toHaveAccessibleName(/, round 1 draft, 512 by 512 pixels$/)
  await expect(canvas(studio)).toHaveAttribute('aria-roledescription', 'picture')
})

test('A1 keyboard: the list of instances and the fields of the selected one', async ({ studio }) => {
  await openScene(studio, [box('a blue house', 288, 64), box('a red ball', 64, 64)])
  const list = studio.getByRole('treegrid', { name: 'Instances' })
  await expect(list.getByRole('columnheader')).toHaveText(['Shown', 'Picture', 'Name', 'State', 'Keep'])
  await expect(instances(studio).first().getByRole('gridcell')).toHaveCount(5)
  // On the way the front one is selected by its button on the canvas, so it is the list's stop.
  await tabTo(studio, instances(studio).last(), 60)
  await pressAll(studio, ['ArrowUp'])
  await expect(instances(studio).first()).toBeFocused()
  await expectFocusSeen(studio)
  await studio.keyboard.press('Enter')
  await expect(captionField(studio)).toBeFocused()
  const x = studio.getByRole('spinbutton', { name: 'X' })
  await tabTo(studio, x)
  await pressAll(studio, ['ArrowUp', 'Shift+ArrowUp'])
  await expect(x).toHaveAttribute('aria-valuetext', / px$/)
})

test('A1 keyboard: generate, hear how it goes, stop by Escape, discard', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)], 'in a meadow')
  const steps = studio.getByRole('spinbutton', { name: 'Steps' })
  await tabTo(studio, studio.getByRole('button', { name: 'Advanced' }), 60)
  await studio.keyboard.press('Enter')
  await tabTo(studio, steps)
  await studio.keyboard.type('200')
  await pressAll(studio, ['Enter', 'Control+Enter'])
  await expect(spoken(studio)).toHaveText(/^Generating, \d[\d,]* passes\./)
  const setRight = await tenSecondsPass(studio)
  await expect(spoken(studio)).toHaveText(/^(A quarter|Halfway|Three quarters)(, about .* left)?\./, {
    timeout: 45_000,
  })
  await setRight()
  await canvas(studio).focus()
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('button', { name: 'Cancel' })).toContainText('Esc')
  await studio.keyboard.press('Escape')
  await expect(spoken(studio)).toHaveText(/^Stopped\./)
  await tabTo(studio, strip(studio).getByRole('button', { name: 'Discard' }), 8)
  await studio.keyboard.press('Enter')
  await expect(strip(studio)).toContainText('Everything is drawn.')
})

test('A1 keyboard: rounds by arrows, going on by Enter, comparing by Y and arrows', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)], 'in a meadow')
  await pressAll(studio, ['Control+Enter'])
  await generated(studio, 1)
  await expect(spoken(studio)).toHaveText(/^Done\./)
  await canvas(studio).focus()
  await pressAll(studio, ['Control+a', 'Shift+ArrowDown', 'Control+Enter'])
  await generated(studio, 2)
  for (let at = 0; at < 7; at++) {
    await studio.keyboard.press('F6')
    if ((await studio.locator('[data-area="rounds"] :focus').count()) > 0) break
  }
  await tabTo(studio, rounds(studio).last(), 5)
  await studio.keyboard.press('ArrowLeft')
  await expect(rounds(studio).first()).toBeFocused()
  await expect(rounds(studio).first()).toHaveAttribute('aria-selected', 'true')
  await expect(rounds(studio).first()).toHaveAccessibleName(/, Round 1, current$/)
  await studio.keyboard.press('ArrowRight')
  await expect(rounds(studio).last()).toBeFocused()
  await studio.keyboard.press('y')
  const divider = studio.getByRole('slider', { name: /shows|Divider|Compare/ })
  await expect(divider).toHaveAttribute('aria-valuenow', '50')
  await canvas(studio).focus()
  await pressAll(studio, ['ArrowRight', 'Shift+ArrowRight'])
  await expect(divider).toHaveAttribute('aria-valuenow', '61')
  await expect(divider).toHaveAttribute('aria-valuetext', /61 % shows round 1/)
  await pressAll(studio, ['y', 'y', 'y', 'Escape'])
  await expect(studio.getByRole('heading', { name: 'Instances' })).toBeVisible()
  await studio.keyboard.press('Alt+ArrowLeft')
  await expect(strip(studio)).toContainText('This is round 1.')
  for (let at = 0; at < 7; at++) {
    await studio.keyboard.press('F6')
    if ((await studio.locator('[data-area="rounds"] :focus').count()) > 0) break
  }
  await tabTo(studio, rounds(studio).first(), 5)
  await studio.keyboard.press('Enter')
  await expect(strip(studio)).not.toContainText('This is round 1.')
  await expect(studio.getByRole('button', { name: 'Draw anew' })).toBeVisible()
})

test('A1 keyboard: dialogs and menus take the focus and give it back', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  // What opened something before is not what opens the dialog.
  await studio.getByRole('button', { name: /^Zoom, / }).click()
  await expect(studio.getByRole('menu')).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('menu')).toHaveCount(0)
  await canvas(studio).focus()
  for (const keys of ['Control+k', 'Control+,', 'F1', 'Control+Shift+s']) {
    await studio.keyboard.press(keys)
    const dialog = studio.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await expect(dialog.locator(':focus'), keys).toHaveCount(1)
    await studio.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(canvas(studio), keys).toBeFocused()
  }
  const mark = studio.getByRole('button', { name: 'Diorama menu' })
  await mark.focus()
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('menuitem').first()).toBeFocused()
  await pressAll(studio, ['ArrowDown', 'Escape'])
  await expect(mark).toBeFocused()
  await canvas(studio).focus()
  await studio.keyboard.press('Tab')
  await studio.keyboard.press('Shift+F10')
  await expect(studio.getByRole('menu', { name: 'Instance' })).toBeVisible()
  await pressAll(studio, ['ArrowDown', 'Escape'])
  await expect(thing(studio, 'a red ball')).toBeFocused()
  const preset = studio.getByRole('combobox', { name: 'Preset' })
  await preset.focus()
  await pressAll(studio, ['Enter', 'ArrowUp', 'Escape'])
  await expect(preset).toBeFocused()
})

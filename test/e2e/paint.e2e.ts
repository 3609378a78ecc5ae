/** Mask and eraser, by hand, and what can be done with a mask as a whole. */
import { expect, test } from './studio.ts'
import {
  canvas,
  chooseTool,
  click,
  drag,
  expectPlace,
  instances,
  openScene,
  press,
  release,
  say,
  setNumber,
  thing,
} from './gestures.ts'
import type { Page } from '@playwright/test'

async function takeBrush(page: Page, tool: 'Mask' | 'Eraser'): Promise<void> {
  await chooseTool(page, tool)
  await setNumber(page, 'Size', 40)
  await setNumber(page, 'Hardness', 100)
}

/** One dab of 40 px about (128, 128), called a red ball. */
async function paintDab(page: Page): Promise<void> {
  await takeBrush(page, 'Mask')
  await click(page, [128, 128])
  await say(page, 'a red ball')
  await expectPlace(page, 'a red ball', 'Mask, left 108, top 108, 40 by 40')
}

test('C2 mask: strokes build one mask, each is a step of undo, and Shift draws a line from the last dab', async ({
  studio,
}) => {
  await paintDab(studio)
  await drag(studio, [
    [128, 128],
    [200, 128],
  ])
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 112 by 40')
  await click(studio, [200, 300], { keys: ['Shift'] })
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 112 by 212')
  await expect(instances(studio)).toHaveCount(1)
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 112 by 40')
  await press(studio, [
    [200, 128],
    [300, 300],
  ])
  await studio.keyboard.press('Escape')
  await release(studio)
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 112 by 40')
})

test('C2 mask: Alt erases, X and the option bar swap paint and erase', async ({ studio }) => {
  await paintDab(studio)
  await drag(studio, [
    [128, 128],
    [228, 128],
  ])
  await drag(
    studio,
    [
      [228, 128],
      [248, 128],
    ],
    { keys: ['Alt'] },
  )
  await expect(thing(studio, 'a red ball')).toHaveAccessibleName(/Mask, left 108, top 108, (9\d|1[01]\d) by 40/)
  await studio.keyboard.press('x')
  await expect(studio.getByRole('radio', { name: 'Erase' })).toBeChecked()
  await drag(studio, [
    [160, 128],
    [248, 128],
  ])
  await expect(thing(studio, 'a red ball')).toHaveAccessibleName(/Mask, left 108, top 108, [34]\d by 40/)
  await studio.getByRole('radio', { name: 'Paint' }).click()
  await drag(studio, [
    [128, 128],
    [228, 128],
  ])
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 140 by 40')
})

test('C2 mask: brackets and a drag with Ctrl and Alt set the brush', async ({ studio }) => {
  await takeBrush(studio, 'Mask')
  const size = studio.getByRole('spinbutton', { name: 'Size' })
  const hardness = studio.getByRole('spinbutton', { name: 'Hardness' })
  await canvas(studio).focus()
  await studio.keyboard.press(']')
  await expect(size).toHaveValue('48')
  await studio.keyboard.press('[')
  await expect(size).toHaveValue('40')
  await studio.keyboard.press('Shift+BracketLeft')
  await expect(hardness).toHaveValue('90')
  await studio.keyboard.press('Shift+BracketRight')
  await expect(hardness).toHaveValue('100')
  await drag(
    studio,
    [
      [100, 100],
      [130, 120],
    ],
    { keys: ['Control', 'Alt'] },
  )
  await expect(size).toHaveValue('100')
  await expect(hardness).toHaveValue('90')
  await expect(instances(studio)).toHaveCount(0)
})

test('C2 mask: grows, shrinks, is turned round, and its holes are filled', async ({ studio }) => {
  await paintDab(studio)
  await studio.keyboard.press('Alt+Equal')
  await expectPlace(studio, 'a red ball', 'Mask, left 107, top 107, 42 by 42')
  await studio.keyboard.press('Alt+Shift+Equal')
  await expectPlace(studio, 'a red ball', 'Mask, left 99, top 99, 58 by 58')
  await studio.keyboard.press('Alt+Shift+Minus')
  await studio.keyboard.press('Alt+Minus')
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 40 by 40')
  await studio.keyboard.press('Control+i')
  await expectPlace(studio, 'a red ball', 'Mask, left 0, top 0, 512 by 512')
  const change = studio.getByRole('button', { name: 'Change', exact: true })
  await change.click()
  await studio.getByRole('menuitem', { name: 'Fill holes of the mask' }).click()
  await change.click()
  await studio.getByRole('menuitem', { name: 'Invert the mask' }).click()
  // Nothing is left of the dab, for it was the hole.
  await expect(thing(studio, 'a red ball')).toHaveAccessibleName(/No place\./)
})

test('C2 eraser: dabs out of the selected mask, scribble and polygon, and says when there is none', async ({
  studio,
}) => {
  await openScene(studio, [
    {
      caption: 'a blue car',
      scribble: [
        [
          { x: 64, y: 300 },
          { x: 264, y: 300 },
        ],
      ],
    },
    {
      caption: 'a green tree',
      polygon: [
        [
          { x: 320, y: 320 },
          { x: 448, y: 320 },
          { x: 448, y: 448 },
          { x: 384, y: 480 },
          { x: 320, y: 448 },
        ],
      ],
    },
  ])
  await takeBrush(studio, 'Eraser')
  await click(studio, [20, 20])
  await expect(canvas(studio).getByText('Select a mask, scribble or polygon first')).toBeVisible()
  await instances(studio).filter({ hasText: 'a blue car' }).click()
  await drag(studio, [
    [264, 300],
    [200, 300],
  ])
  await expect(thing(studio, 'a blue car')).toHaveAccessibleName(/Scribble, left \d+, top \d+, 1[4-7]\d by /)
  await instances(studio).filter({ hasText: 'a green tree' }).click()
  await click(studio, [384, 480])
  await expectPlace(studio, 'a green tree', 'Polygon, left 320, top 320, 128 by 128')
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('Escape')
  await paintDab(studio)
  await takeBrush(studio, 'Eraser')
  await drag(studio, [
    [108, 128],
    [108, 100],
  ])
  await expect(thing(studio, 'a red ball')).toHaveAccessibleName(/Mask, left 1[12]\d, top /)
  await press(studio, [
    [140, 128],
    [150, 140],
  ])
  await studio.keyboard.press('Escape')
  await release(studio)
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, 'a red ball', 'Mask, left 108, top 108, 40 by 40')
})

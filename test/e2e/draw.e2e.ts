/** Point, scribble, box, polygon and lasso, by hand. */
import { expect, test } from './studio.ts'
import {
  box,
  canvas,
  captionField,
  chooseTool,
  click,
  doubleClick,
  drag,
  drawBox,
  drawWith,
  expectPlace,
  instances,
  openScene,
  press,
  release,
  say,
  selected,
  setNumber,
  thing,
  wave,
} from './gestures.ts'
import type { Holding, Place } from './gestures.ts'

const unnamed = 'No words yet'

test('C2 box: drawn from corner to corner, said, and taken back in two steps', async ({ studio }) => {
  await drawBox(studio, [64, 64], [200, 160])
  await expectPlace(studio, unnamed, 'Box, left 64, top 64, 136 by 96')
  await expect(captionField(studio)).toHaveAttribute('placeholder', 'What is it?')
  await say(studio, 'a red ball')
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 136 by 96')
  await expect(studio.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, unnamed, 'Box, left 64, top 64, 136 by 96')
  await studio.keyboard.press('Control+z')
  await expect(instances(studio)).toHaveCount(0)
})

test('C3 caption: what is typed the moment a drawing is let go is its caption, whatever the letters are keys of', async ({
  studio,
}) => {
  await chooseTool(studio, 'Box')
  // All in one task of the page, so that no frame is drawn between the gesture and the keys.
  await canvas(studio).evaluate((surface) => {
    const { left, top } = surface.getBoundingClientRect()
    const hand = { bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0 }
    const send = (type: string, at: number): boolean => {
      const place = { buttons: type === 'pointerup' ? 0 : 1, clientX: left + at, clientY: top + at }
      return surface.dispatchEvent(new PointerEvent(type, { ...hand, ...place }))
    }
    send('pointerdown', 200)
    send('pointermove', 300)
    send('pointerup', 300)
    for (const key of 'bl')
      surface.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  })
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.type('ue ball')
  await expect(thing(studio, 'blue ball')).toHaveCount(1)
  await expect(studio.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
})

test('C2 box: Shift makes it square, Alt draws from the centre, Space moves the whole', async ({ studio }) => {
  const drawn = async (places: readonly Place[], holding: Holding, where: string): Promise<void> => {
    await drawWith(studio, 'Box', places, holding)
    await expectPlace(studio, unnamed, where)
    await studio.keyboard.press('Control+z')
    await expect(instances(studio)).toHaveCount(0)
  }
  const across: Place[] = [
    [64, 64],
    [200, 140],
  ]
  await drawn(across, { later: ['Shift'] }, 'Box, left 64, top 64, 136 by 136')
  await drawn(
    [
      [256, 256],
      [320, 300],
    ],
    { later: ['Alt'] },
    'Box, left 192, top 212, 128 by 88',
  )
  await chooseTool(studio, 'Box')
  await press(studio, across)
  await studio.keyboard.down('Space')
  const { x, y } = (await canvas(studio).boundingBox())!
  await studio.mouse.move(x + 400, y + 300)
  await studio.keyboard.up('Space')
  await release(studio)
  await expect(thing(studio, unnamed)).toHaveAccessibleName(/Box, left \d+, top \d+, 136 by 76\./)
  await expect(thing(studio, unnamed)).not.toHaveAccessibleName(/left 64,/)
})

test('C2 box: the option bar draws from the centre and holds a ratio', async ({ studio }) => {
  await chooseTool(studio, 'Box')
  await studio.getByRole('radio', { name: 'From centre' }).click()
  await drag(studio, [
    [256, 256],
    [320, 300],
  ])
  await expectPlace(studio, unnamed, 'Box, left 192, top 212, 128 by 88')
  await studio.keyboard.press('Control+z')
  await expect(instances(studio)).toHaveCount(0)
  await studio.getByRole('radio', { name: 'From corner' }).click()
  await studio.getByRole('combobox', { name: 'Ratio' }).click()
  await studio.getByRole('option', { name: '3 : 2' }).click()
  await drag(studio, [
    [64, 64],
    [214, 100],
  ])
  await expectPlace(studio, unnamed, 'Box, left 64, top 64, 150 by 100')
  await studio.getByRole('combobox', { name: 'Ratio' }).click()
  await studio.getByRole('option', { name: 'Free' }).click()
})

test('C2 box: a click draws one of the last size, and one that is too small is refused in words', async ({
  studio,
}) => {
  await drawBox(studio, [64, 64], [164, 124])
  await say(studio, 'a red ball')
  await click(studio, [300, 280])
  await expectPlace(studio, unnamed, 'Box, left 300, top 280, 100 by 60')
  await drag(studio, [
    [40, 400],
    [46, 404],
  ])
  await expect(canvas(studio).getByText('Too small to draw. Use a point.')).toBeVisible()
  await expect(instances(studio)).toHaveCount(2)
})

test('C2 box: with Ctrl at the press, or Add to selected, it is a further location of the selected thing', async ({
  studio,
}) => {
  await openScene(studio, [{ caption: 'a red ball', point: { x: 128, y: 128 } }])
  await click(studio, [128, 128])
  await drawWith(
    studio,
    'Box',
    [
      [64, 64],
      [192, 192],
    ],
    { keys: ['Control'] },
  )
  await expect(instances(studio)).toContainText(['Box, point'])
  await studio.getByRole('button', { name: 'Add to selected' }).click()
  await drawWith(studio, 'Scribble', wave(80, 128))
  await expect(instances(studio)).toContainText(['Box, point, scribble'])
  await studio.getByRole('button', { name: 'Add to selected' }).click()
  await expect(instances(studio)).toHaveCount(1)
})

test('C2 point: placed where the press ends, with Shift along one axis', async ({ studio }) => {
  await drawWith(studio, 'Point', [[128, 128]])
  await expectPlace(studio, unnamed, 'Point, left 36, top 36, 184 by 184')
  await say(studio, 'a red ball')
  await drag(
    studio,
    [
      [300, 220],
      [400, 235],
    ],
    { later: ['Shift'] },
  )
  await expectPlace(studio, unnamed, 'Point, left 308, top 128, 184 by 184')
})

test('C2 scribble: follows the pointer, goes straight with Shift, and Alt takes points away', async ({ studio }) => {
  await chooseTool(studio, 'Scribble')
  await setNumber(studio, 'Smoothing', 0)
  await drag(studio, wave(64, 128))
  await say(studio, 'a green tree')
  await expect(thing(studio, 'a green tree')).toHaveAccessibleName(/Scribble, left \d+, top \d+, 1[4-9]\d by \d+/)
  // From the end of the last line, straight.
  await click(studio, [392, 148], { keys: ['Shift'] })
  await say(studio, 'a blue car')
  await expect(thing(studio, 'a blue car')).toHaveAccessibleName(
    /Scribble, left 1[5-9]\d, top \d+, 2[2-5]\d by [45]\d\./,
  )
  await drag(
    studio,
    [
      [392, 148],
      [300, 148],
    ],
    { keys: ['Alt'] },
  )
  await expect(thing(studio, 'a blue car')).toHaveAccessibleName(
    /Scribble, left 1[5-9]\d, top \d+, 1[1-6]\d by [45]\d\./,
  )
  await studio.keyboard.press('Control+z')
  await expect(thing(studio, 'a blue car')).toHaveAccessibleName(/, 2[2-5]\d by /)
})

test('C2 polygon: closes on its first point, by Enter and by a double click', async ({ studio }) => {
  const corners: Place[] = [
    [64, 64],
    [192, 64],
    [192, 192],
  ]
  await chooseTool(studio, 'Polygon')
  for (const corner of corners) await click(studio, corner)
  await click(studio, [65, 65])
  await expectPlace(studio, unnamed, 'Polygon, left 64, top 64, 128 by 128')
  await say(studio, 'a red ball')
  for (const [x, y] of corners) await click(studio, [x + 224, y])
  await studio.keyboard.press('Enter')
  await expectPlace(studio, unnamed, 'Polygon, left 288, top 64, 128 by 128')
  await say(studio, 'a blue house')
  for (const [x, y] of corners.slice(0, 2)) await click(studio, [x, y + 224])
  await doubleClick(studio, [192, 416])
  await expectPlace(studio, unnamed, 'Polygon, left 64, top 288, 128 by 128')
})

test('C2 polygon: Backspace takes the last point back, Shift holds steps of 15 degrees', async ({ studio }) => {
  await chooseTool(studio, 'Polygon')
  await click(studio, [64, 64])
  await click(studio, [400, 400])
  await studio.keyboard.press('Backspace')
  await click(studio, [224, 70], { keys: ['Shift'] })
  await click(studio, [230, 224], { keys: ['Shift'] })
  await studio.keyboard.press('Enter')
  await expectPlace(studio, unnamed, 'Polygon, left 64, top 64, 160 by 160')
})

test('C2 lasso: an outline becomes a polygon; Shift adds to it, Alt cuts from it', async ({ studio }) => {
  const square = (x: number, y: number, side: number): Place[] => [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y + 4],
  ]
  await drawWith(studio, 'Lasso', square(64, 64, 128))
  await say(studio, 'a green tree')
  await expectPlace(studio, 'a green tree', 'Polygon, left 64, top 64, 128 by 128')
  await drag(studio, square(160, 100, 64), { keys: ['Shift'] })
  await expectPlace(studio, 'a green tree', 'Polygon, left 64, top 64, 160 by 128')
  await drag(studio, square(40, 40, 60), { keys: ['Alt'] })
  await drag(studio, square(40, 90, 110), { keys: ['Alt'] })
  await expect(thing(studio, 'a green tree')).toHaveAccessibleName(/Polygon, left (99|100), top 64, 12[45] by 128/)
  await expect(instances(studio)).toHaveCount(1)
})

const gestures: readonly (readonly [tool: string, places: readonly Place[]])[] = [
  [
    'Point',
    [
      [200, 200],
      [220, 220],
    ],
  ],
  ['Scribble', wave(100, 200)],
  [
    'Box',
    [
      [100, 100],
      [200, 200],
    ],
  ],
  ['Mask', wave(100, 200)],
  [
    'Lasso',
    [
      [100, 100],
      [200, 100],
      [200, 200],
    ],
  ],
]

test('C2 Escape leaves every tool as if the gesture had not begun, and then goes back to Select', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 300, 300)])
  const hasSaid = studio.getByRole('toolbar', { name: 'Select options' })
  for (const [tool, places] of gestures) {
    await chooseTool(studio, tool)
    await press(studio, places)
    await studio.keyboard.press('Escape')
    await release(studio)
    await expect(studio.getByRole('toolbar', { name: `${tool} options` })).toBeVisible()
    await expect(instances(studio)).toHaveCount(1)
    await studio.keyboard.press('Escape')
    await expect(hasSaid).toBeVisible()
  }
  await chooseTool(studio, 'Polygon')
  for (const place of [
    [100, 100],
    [200, 100],
    [200, 200],
  ] as const)
    await click(studio, place)
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('Escape')
  await expect(hasSaid).toBeVisible()
  await expect(instances(studio)).toHaveCount(1)
})

test('C2 Escape undoes one thing at a time: the menu, the tool, the selection', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await click(studio, [128, 128])
  await studio.keyboard.press('r')
  await studio.getByRole('button', { name: /^Zoom, / }).click()
  await expect(studio.getByRole('menu')).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('menu')).toHaveCount(0)
  await expect(studio.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('toolbar', { name: 'Select options' })).toBeVisible()
  await expect(selected(studio)).toHaveCount(1)
  await studio.keyboard.press('Escape')
  await expect(selected(studio)).toHaveCount(0)
})

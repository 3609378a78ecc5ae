/** The Select tool, by hand: picking, moving, resizing, turning, and points one by one. */
import { expect, test } from './studio.ts'
import {
  at,
  box,
  canvas,
  captionField,
  click,
  doubleClick,
  drag,
  expectPlace,
  instances,
  openScene,
  press,
  release,
  selected,
  thing,
} from './gestures.ts'

const ball = box('a red ball', 64, 64)
const house = box('a blue house', 288, 64)
const square = {
  caption: 'a green tree',
  polygon: [
    [
      { x: 320, y: 320 },
      { x: 448, y: 320 },
      { x: 448, y: 448 },
      { x: 320, y: 448 },
    ],
  ],
}

test('C1 select: a click picks, Shift adds and takes away, a click on nothing picks nothing', async ({ studio }) => {
  await openScene(studio, [ball, house])
  await click(studio, [128, 128])
  await expect(selected(studio)).toContainText(['a red ball'])
  await click(studio, [352, 128], { keys: ['Shift'] })
  await expect(selected(studio)).toContainText(['a red ball', 'a blue house'])
  await click(studio, [128, 128], { keys: ['Shift'] })
  await expect(selected(studio)).toContainText(['a blue house'])
  await click(studio, [480, 480])
  await expect(selected(studio)).toHaveCount(0)
})

test('C1 select: a second press at once picks the next below', async ({ studio }) => {
  await openScene(studio, [ball, box('a yellow star', 96, 96, 64, 64)])
  await click(studio, [128, 128])
  await expect(selected(studio)).toContainText(['a yellow star'])
  await doubleClick(studio, [144, 144])
  await expect(selected(studio)).toContainText(['a red ball'])
})

test('C1 select: a marquee takes what it touches', async ({ studio }) => {
  await openScene(studio, [ball, house, square])
  await drag(studio, [
    [20, 20],
    [300, 100],
  ])
  await expect(selected(studio)).toContainText(['a red ball', 'a blue house'])
  await press(studio, [
    [480, 480],
    [400, 400],
  ])
  await studio.keyboard.press('Escape')
  await release(studio)
  await expect(selected(studio)).toHaveCount(2)
})

test('C1 select: a drag moves, Shift keeps the axis, Alt leaves a copy, Escape brings it back', async ({ studio }) => {
  await openScene(studio, [ball])
  await drag(studio, [
    [128, 128],
    [152, 160],
  ])
  await expectPlace(studio, 'a red ball', 'Box, left 88, top 96, 128 by 128')
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await drag(
    studio,
    [
      [128, 128],
      [224, 140],
    ],
    { later: ['Shift'] },
  )
  await expectPlace(studio, 'a red ball', 'Box, left 160, top 64, 128 by 128')
  await press(studio, [
    [224, 128],
    [300, 300],
  ])
  await studio.keyboard.press('Escape')
  await release(studio)
  await expectPlace(studio, 'a red ball', 'Box, left 160, top 64, 128 by 128')
  await drag(
    studio,
    [
      [224, 128],
      [224, 328],
    ],
    { keys: ['Alt'] },
  )
  await expect(instances(studio)).toHaveCount(2)
  await expect(selected(studio)).toHaveCount(1)
  await expect(canvas(studio).getByRole('button', { name: 'left 160, top 264, 128 by 128' })).toHaveCount(1)
})

test('C1 select: a handle resizes, with Shift in proportion, with Alt from the centre', async ({ studio }) => {
  await openScene(studio, [ball])
  const place = async (where: string): Promise<void> => {
    await expectPlace(studio, 'a red ball', where)
    await studio.keyboard.press('Control+z')
    await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  }
  await click(studio, [128, 128])
  const corner = [
    [192, 192],
    [232, 216],
  ] as const
  await drag(studio, corner)
  await place('Box, left 64, top 64, 168 by 152')
  await drag(studio, corner, { later: ['Shift'] })
  await place('Box, left 64, top 64, 168 by 168')
  await drag(studio, corner, { later: ['Alt'] })
  await place('Box, left 24, top 40, 208 by 176')
  await drag(studio, [
    [192, 128],
    [240, 200],
  ])
  await place('Box, left 64, top 64, 176 by 128')
  await press(studio, corner)
  await studio.keyboard.press('Escape')
  await release(studio)
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
})

test('C1 select: beside a corner a polygon is turned', async ({ studio }) => {
  await openScene(studio, [square])
  await click(studio, [384, 384])
  // From the upper right to the right by 45 degrees about the middle.
  await drag(
    studio,
    [
      [458, 310],
      [480, 350],
      [488.65, 384],
    ],
    { later: ['Shift'] },
  )
  await expectPlace(studio, 'a green tree', 'Polygon, left 293, top 293, 181 by 181')
})

test('C2 select: points of a polygon are moved, put in and taken out one by one', async ({ studio }) => {
  await openScene(studio, [square])
  await doubleClick(studio, [384, 384])
  await drag(studio, [
    [320, 320],
    [290, 300],
  ])
  await expectPlace(studio, 'a green tree', 'Polygon, left 290, top 300, 158 by 148')
  await drag(studio, [
    [448, 384],
    [490, 384],
  ])
  await expectPlace(studio, 'a green tree', 'Polygon, left 290, top 300, 200 by 148')
  await click(studio, [490, 384], { keys: ['Alt'] })
  await expectPlace(studio, 'a green tree', 'Polygon, left 290, top 300, 158 by 148')
  await click(studio, [290, 300])
  await studio.keyboard.press('Shift+ArrowLeft')
  await expectPlace(studio, 'a green tree', 'Polygon, left 282, top 300, 166 by 148')
  await studio.keyboard.press('Escape')
  await drag(studio, [
    [384, 384],
    [394, 384],
  ])
  await expectPlace(studio, 'a green tree', 'Polygon, left 292, top 300, 166 by 148')
})

test('C1 select: near a line of its neighbours a guide is shown and the thing snaps; Ctrl does without', async ({
  studio,
}) => {
  await openScene(studio, [ball, house])
  const nearly = [
    [352, 128],
    [312, 300],
    [132, 302],
  ] as const
  // Between the two, where nothing but a guide can be.
  const { x, y } = await at(studio, [56, 200])
  const between = (): Promise<Buffer> => studio.screenshot({ clip: { x, y, width: 16, height: 24 } })
  const bare = await between()
  await press(studio, nearly)
  await expect.poll(async () => (await between()).equals(bare)).toBe(false)
  await release(studio)
  await expect.poll(async () => (await between()).equals(bare)).toBe(true)
  await expectPlace(studio, 'a blue house', 'Box, left 64, top 238, 128 by 128')
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, 'a blue house', 'Box, left 288, top 64, 128 by 128')
  await drag(studio, nearly, { later: ['Control'] })
  await expectPlace(studio, 'a blue house', 'Box, left 68, top 238, 128 by 128')
})

test('C1 select: a double click on a point goes to its words, the right button opens its menu', async ({ studio }) => {
  await openScene(studio, [{ caption: 'a red ball', point: { x: 128, y: 128 } }, house])
  await doubleClick(studio, [128, 128])
  await expect(captionField(studio)).toBeFocused()
  await click(studio, [352, 128], { button: 'right' })
  await expect(selected(studio)).toContainText(['a blue house'])
  await studio.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(instances(studio)).toHaveCount(3)
  await click(studio, [20, 480], { button: 'right' })
  await studio.getByRole('menuitem', { name: 'Select all' }).click()
  await expect(selected(studio)).toHaveCount(3)
})

test('C1 select: what is pinned stays where it is', async ({ studio }) => {
  await openScene(studio, [ball])
  await click(studio, [128, 128])
  await studio.keyboard.press('Control+Shift+l')
  // It is said for less than two seconds.
  const said = canvas(studio).getByText('Pinned').waitFor()
  await drag(studio, [
    [128, 128],
    [300, 300],
  ])
  await said
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await expect(thing(studio, 'a red ball')).toHaveAttribute('aria-pressed', 'true')
})

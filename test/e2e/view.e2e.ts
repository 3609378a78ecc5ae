/** How the picture is looked at: hand, zoom, what lies over it, and the panels round it. */
import { expect, test } from './studio.ts'
import {
  at,
  atRest,
  box,
  canvas,
  captionField,
  chooseTool,
  click,
  command,
  drag,
  drawBox,
  expectPlace,
  instances,
  openScene,
  pictureBox,
  press,
  release,
  selected,
  type Place,
} from './gestures.ts'
import type { Page } from '@playwright/test'

type TouchPoint = { x: number; y: number; id: number }

function zoom(page: Page, percent: number | RegExp) {
  return expect(page.getByRole('button', { name: /^Zoom, / })).toHaveAccessibleName(
    percent instanceof RegExp ? percent : `Zoom, ${percent} %`,
  )
}

test('C1 hand: the picture follows it, also while Space is held under another tool', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  const before = await pictureBox(studio)
  const moved = async (dx: number, dy: number): Promise<void> => {
    const wanted = { ...before, x: before.x + dx, y: before.y + dy }
    await expect.poll(() => pictureBox(studio)).toEqual(wanted)
  }
  await chooseTool(studio, 'Hand')
  await drag(studio, [
    [100, 100],
    [150, 130],
  ])
  await moved(50, 30)
  await press(studio, [
    [100, 100],
    [120, 120],
  ])
  await studio.keyboard.press('Escape')
  const { x, y } = await at(studio, [300, 300])
  await studio.mouse.move(x, y)
  await release(studio)
  await moved(70, 50)
  await studio.keyboard.press('r')
  await drag(
    studio,
    [
      [100, 100],
      [30, 50],
    ],
    { keys: ['Space'] },
  )
  await moved(0, 0)
  await expect(studio.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
})

test('C1 hand: the middle button lets go of the picture, and a drawing ends, whichever button is lifted last', async ({
  studio,
}) => {
  const before = await pictureBox(studio)
  const { x, y } = await at(studio, [256, 256])
  await studio.mouse.move(x, y)
  await studio.mouse.down({ button: 'middle' })
  await studio.mouse.down()
  await studio.mouse.move(x + 40, y)
  await studio.mouse.up({ button: 'middle' })
  await studio.mouse.up()
  await expect.poll(async () => (await pictureBox(studio)).x - before.x).toBe(40)
  await studio.keyboard.press('r')
  await press(studio, [
    [100, 100],
    [200, 200],
  ])
  await studio.mouse.down({ button: 'right' })
  await studio.mouse.up()
  await studio.mouse.up({ button: 'right' })
  await expect(instances(studio)).toHaveCount(1)
  expect((await pictureBox(studio)).x - before.x).toBe(40)
})

test('C5 fingers: a tap of two is undo, and touches that the system took away are none', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await drawBox(studio, [256, 256], [384, 384])
  // On the canvas, Enter would begin another box.
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.press('Enter')
  await expect(instances(studio)).toHaveCount(2)
  const [a, b] = [await at(studio, [100, 100]), await at(studio, [200, 100])]
  const hand = await studio.context().newCDPSession(studio)
  const touch = (type: 'touchStart' | 'touchEnd' | 'touchCancel', timestamp = Date.now() / 1000): Promise<unknown> =>
    hand.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchStart' ? [a, b] : [], timestamp })
  await touch('touchStart')
  await touch('touchCancel')
  await studio.waitForTimeout(500)
  await expect(instances(studio)).toHaveCount(2)
  // At one time, however long the machine takes over them: fingers that are down for long have not tapped.
  const tap = Date.now() / 1000
  await touch('touchStart', tap)
  await touch('touchEnd', tap)
  await expect(instances(studio)).toHaveCount(1)
})

test('C2 fingers: two on what is selected move and resize it, as one step; beside it they zoom and pick nothing', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 128, 128), box('a blue ball', 380, 380)])
  await studio.keyboard.press('Control+0')
  await atRest(studio)
  await click(studio, [192, 192])
  await expect(selected(studio)).toHaveText(/a red ball/)
  const hand = await studio.context().newCDPSession(studio)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: TouchPoint[]): Promise<unknown> =>
    hand.send('Input.dispatchTouchEvent', { type, touchPoints })
  const fingersAt = async (places: readonly Place[]): Promise<TouchPoint[]> =>
    Promise.all(places.map(async (place, id) => ({ ...(await at(studio, place)), id })))
  const pinch = async (from: readonly [Place, Place], to: readonly [Place, Place]): Promise<void> => {
    // All asked for before: a finger that rests while the next one is on its way does something else.
    const [down, up] = [await fingersAt(from), await fingersAt(to)]
    await touch('touchStart', down.slice(0, 1))
    await touch('touchStart', down)
    await touch('touchMove', up)
    await touch('touchEnd', [])
  }
  const before = await pictureBox(studio)
  await pinch(
    [
      [160, 192],
      [224, 192],
    ],
    [
      [128, 224],
      [256, 224],
    ],
  )
  await expectPlace(studio, 'a red ball', 'Box, left 64, top 96, 256 by 256')
  expect(await pictureBox(studio)).toEqual(before)
  await studio.keyboard.press('Control+z')
  await expectPlace(studio, 'a red ball', 'Box, left 128, top 128, 128 by 128')
  await pinch(
    [
      [400, 420],
      [440, 420],
    ],
    [
      [380, 420],
      [460, 420],
    ],
  )
  await expect.poll(async () => (await pictureBox(studio)).width).toBeGreaterThan(before.width * 1.5)
  await expect(selected(studio)).toHaveText(/a red ball/)
})

test('C2 fingers: where a pen was seen a finger pans, and leaves the tool as it was when it is taken away', async ({
  studio,
}) => {
  // The test before has left it large, with these places out of sight.
  await studio.keyboard.press('Control+0')
  await atRest(studio)
  await chooseTool(studio, 'Box')
  const [a, b] = [await at(studio, [100, 100]), await at(studio, [200, 100])]
  const hand = await studio.context().newCDPSession(studio)
  await hand.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...a, pointerType: 'pen' })
  for (const touchPoints of [[a], [a, b]]) {
    await hand.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
    await hand.send('Input.dispatchTouchEvent', { type: 'touchCancel', touchPoints: [] })
    const before = await instances(studio).count()
    await drag(studio, [
      [256, 256],
      [384, 384],
    ])
    await expect(instances(studio)).toHaveCount(before + 1)
    await expect(captionField(studio)).toBeFocused()
    await studio.keyboard.press('Enter')
  }
})

test('C1 zoom: a click goes in, with Alt out, a rectangle fills the view, sideways is smooth', async ({ studio }) => {
  await chooseTool(studio, 'Zoom')
  await studio.keyboard.press('Control+0')
  await zoom(studio, 100)
  await click(studio, [256, 256])
  await zoom(studio, 150)
  await click(studio, [256, 256], { keys: ['Alt'] })
  await zoom(studio, 100)
  await drag(studio, [
    [100, 100],
    [200, 204],
  ])
  await zoom(studio, /Zoom, (4[5-9]|5[0-5])\d %/)
  await studio.keyboard.press('Control+0')
  await zoom(studio, 100)
  await press(studio, [
    [256, 256],
    [376, 256],
  ])
  await zoom(studio, /Zoom, (1[2-9]|2\d)\d %/)
  await studio.keyboard.press('Escape')
  await zoom(studio, 100)
  await release(studio)
})

test('C1 zoom: by keys, by the wheel, by the menu, to the selection', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await studio.keyboard.press('Control+Equal')
  await zoom(studio, 150)
  await studio.keyboard.press('Control+Minus')
  await zoom(studio, 100)
  await click(studio, [128, 128])
  await studio.keyboard.press('Shift+2')
  await zoom(studio, /Zoom, (39|4\d)\d %/)
  await studio.keyboard.press('Shift+1')
  await zoom(studio, 100)
  await studio.getByRole('button', { name: /^Zoom, / }).click()
  await studio.getByRole('menuitem', { name: '200 %' }).click()
  await zoom(studio, 200)
  await studio.keyboard.press('Control+1')
  await zoom(studio, 100)
  const { x, y } = await at(studio, [256, 256])
  await studio.mouse.move(x, y)
  await studio.mouse.wheel(0, -240)
  await zoom(studio, /Zoom, 1[1-9]\d|Zoom, [2-9]\d\d/)
  await chooseTool(studio, 'Hand')
  await studio.getByRole('button', { name: 'Fit the picture' }).click()
  await zoom(studio, 100)
})

test('C1 hidden overlays are remembered for their project, and for no other', async ({ alone }) => {
  const options = alone.getByRole('toolbar', { name: 'Select options' })
  const shown = async (states: Readonly<Record<string, boolean>>): Promise<void> => {
    for (const [name, isOn] of Object.entries(states))
      await expect(options.getByRole('button', { name })).toHaveAttribute('aria-pressed', String(isOn))
  }
  const heading = alone.getByRole('heading', { level: 1 })
  const name = (await heading.textContent())!
  const openAgain = async (): Promise<void> => {
    await command(alone, 'Close the project')
    const recent = alone.getByRole('region', { name: 'Recent' })
    await recent.getByRole('button', { name: new RegExp(`^${name}(?! \\d)`) }).click()
    await expect(heading).toHaveText(name)
  }
  await alone.keyboard.press('o')
  await alone.keyboard.press('q')
  await openAgain()
  await alone.reload()
  await shown({ Outlines: false, Tags: true, Region: false })
  await alone.keyboard.press('Alt+n')
  await expect(heading).not.toHaveText(name)
  await shown({ Outlines: true, Tags: true, Region: true })
  await openAgain()
  await shown({ Outlines: false, Tags: true, Region: false })
  await alone.keyboard.press('o')
  await alone.keyboard.press('q')
  await openAgain()
  await shown({ Outlines: true, Tags: true, Region: true })
})

test('C1 shows: outlines, tags, region and the latent grid go and come', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  for (const [key, name] of [
    ['o', 'Outlines'],
    ['t', 'Tags'],
    ['q', 'Region'],
  ] as const) {
    const button = studio.getByRole('toolbar', { name: / options$/ }).getByRole('button', { name, exact: true })
    await studio.keyboard.press(key)
    await expect(button).toHaveAttribute('aria-pressed', 'false')
    await button.click()
    await expect(button).toHaveAttribute('aria-pressed', 'true')
  }
  const shot = (): Promise<Buffer> => canvas(studio).screenshot()
  await studio.mouse.move(2, 2)
  await expect(studio.getByText('Region', { exact: true })).toHaveCount(0)
  const shown = await shot()
  await studio.keyboard.press('o')
  await expect.poll(async () => (await shot()).equals(shown)).toBe(false)
  await studio.keyboard.press('o')
  await expect.poll(async () => (await shot()).equals(shown)).toBe(true)
  await studio.keyboard.press("Control+'")
  await expect.poll(async () => (await shot()).equals(shown)).toBe(false)
  await studio.getByRole('button', { name: /^Zoom, / }).click()
  await studio.getByRole('menuitem', { name: 'Latent grid' }).click()
  await studio.mouse.move(2, 2)
  await expect.poll(async () => (await shot()).equals(shown)).toBe(true)
})

test('C1 panels hide and come back, rounds fold, the picture fills the screen', async ({ studio }) => {
  const side = studio.getByRole('complementary', { name: 'Scene and instances' })
  await studio.keyboard.press('Control+Backslash')
  await expect(side).toBeHidden()
  await studio.keyboard.press('Control+Backslash')
  await expect(side).toBeVisible()
  await studio.getByRole('button', { name: 'Close the rounds' }).click()
  await expect(studio.getByText('Each Generate adds a picture here.')).toBeHidden()
  await studio.getByRole('button', { name: 'Open the rounds' }).click()
  await expect(studio.getByText('Each Generate adds a picture here.')).toBeVisible()
  await studio.keyboard.press('f')
  await expect.poll(() => studio.evaluate(() => document.fullscreenElement !== null)).toBe(true)
  await studio.evaluate(() => document.exitFullscreen())
})

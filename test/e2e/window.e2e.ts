/** The window itself: every command by name, shortcuts, settings, models, areas, and the tour. */
import { expect, test } from './studio.ts'
import { box, canvas, click, command, drawBox, generated, instances, openScene, rounds, say } from './gestures.ts'

test('A1 start: nothing moves when the font comes late, and without it the window is there all the same', async ({
  page,
  served,
}) => {
  const open = page.getByRole('button', { name: 'Open', exact: true })
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  await page.goto(served.url)
  await expect(open).toBeVisible()
  const before = await open.boundingBox()
  await page.evaluate(() => document.fonts.ready)
  expect(await page.evaluate(() => document.fonts.check("1em 'Inter Variable'"))).toBe(true)
  expect(await open.boundingBox()).toEqual(before)
  await page.unroute('**/*.woff2')
  await page.route('**/*.woff2', (route) => route.abort())
  await page.reload()
  await expect(open).toBeVisible()
  expect(await page.evaluate(() => document.fonts.check("1em 'Inter Variable'"))).toBe(false)
})

test('A1 palette: finds a command by name and says when there is none', async ({ studio }) => {
  await studio.keyboard.press('Control+k')
  const field = studio.getByRole('combobox', { name: 'Every command' })
  await field.fill('lass')
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('toolbar', { name: 'Lasso options' })).toBeVisible()
  await studio.keyboard.press('Control+k')
  await field.fill('qqq')
  await expect(studio.getByText('No command of that name.')).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
})

test('A1 every tool has its key, which can be switched off', async ({ studio }) => {
  const tools = {
    h: 'Hand',
    z: 'Zoom',
    p: 'Point',
    s: 'Scribble',
    r: 'Box',
    b: 'Mask',
    g: 'Polygon',
    l: 'Lasso',
    e: 'Eraser',
    v: 'Select',
  }
  for (const [key, tool] of Object.entries(tools)) {
    await studio.keyboard.press(key)
    await expect(studio.getByRole('toolbar', { name: `${tool} options` })).toBeVisible()
  }
  await studio.keyboard.press('Control+Comma')
  const single = studio.getByRole('radiogroup', { name: 'Single-key shortcuts' })
  await single.getByRole('radio', { name: 'Off' }).click()
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('r')
  await expect(studio.getByRole('toolbar', { name: 'Select options' })).toBeVisible()
  await studio.keyboard.press('Control+Comma')
  await single.getByRole('radio', { name: 'On' }).click()
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('r')
  await expect(studio.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
})

test('A1 shortcuts: the table has what is searched for', async ({ studio }) => {
  for (const key of ['?', 'F1']) {
    await studio.keyboard.press(key)
    const sheet = studio.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByRole('textbox', { name: 'Find' }).fill('duplicate')
    await expect(sheet.getByRole('term')).toHaveText(['Duplicate'])
    await studio.keyboard.press('Escape')
    await expect(sheet).toHaveCount(0)
  }
})

test('A1 shortcuts: held keys, names and areas stand in the table, and those that can be chosen in the palette', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await studio.keyboard.press('F1')
  const sheet = studio.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const row = (name: string) => sheet.getByRole('term').filter({ hasText: name }).locator('..').getByRole('definition')
  await expect(row('Hand while held')).toHaveText('Space')
  await expect(row('Zoom while held')).toHaveText(/^Ctrl.*Space$/)
  await expect(row('Edit the name')).toHaveText(/F2$/)
  await expect(sheet.getByRole('region', { name: 'Places' }).getByRole('term')).toHaveCount(2)
  await studio.keyboard.press('Escape')
  await canvas(studio).focus()
  await command(studio, 'Next area of the window')
  await expect(studio.locator('[data-area="strip"] :focus, [data-area="side"] :focus')).toHaveCount(1)
})

test('A1 keys: changed in the table they act and are shown at once, those of another are refused, and they come back', async ({
  studio,
}) => {
  const sheet = studio.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const find = async (title: string): Promise<void> => {
    await studio.keyboard.press('F1')
    await sheet.getByRole('textbox', { name: 'Find' }).fill(title)
  }
  const change = async (title: string, ...keys: readonly string[]): Promise<void> => {
    await find(title)
    await sheet.getByRole('button', { name: `${title}:` }).click()
    for (const key of keys) await studio.keyboard.press(key)
  }
  const lasso = studio.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Lasso' })
  await studio.keyboard.press('Control+Comma')
  await studio.getByRole('button', { name: 'Change keys' }).click()
  await expect(sheet).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)

  await change('Lasso', 'b')
  await expect(sheet).toContainText('"Mask" has these keys.')
  await studio.keyboard.press('n')
  await expect(sheet.getByRole('button', { name: 'Lasso: N', exact: true })).toBeFocused()
  await studio.keyboard.press('Escape')
  await expect(lasso).toHaveAttribute('aria-keyshortcuts', 'N')
  await studio.keyboard.press('l')
  await expect(lasso).toHaveAttribute('aria-pressed', 'false')
  await studio.keyboard.press('n')
  await expect(lasso).toHaveAttribute('aria-pressed', 'true')

  // A letter writes in a field, whatever it does elsewhere.
  await change('Fit the picture', 'Backspace')
  await expect(sheet.getByRole('button', { name: 'Fit the picture: None' })).toBeVisible()
  await studio.keyboard.press('Escape')
  await change('Models and devices', 'd')
  await studio.keyboard.press('Escape')
  const caption = studio.getByRole('textbox', { name: 'Caption of the scene' })
  await caption.click()
  await studio.keyboard.type('dd')
  await expect(caption).toHaveValue('dd')
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('d')
  await expect(studio.getByRole('main', { name: 'Models and devices' })).toBeVisible()
  await studio.keyboard.press('Escape')

  for (const title of ['Lasso', 'Fit the picture', 'Models and devices']) {
    await find(title)
    await sheet.getByRole('button', { name: 'As it came' }).click()
    await expect(sheet.getByRole('button', { name: 'As it came' })).toHaveCount(0)
    await studio.keyboard.press('Escape')
  }
  await expect(lasso).toHaveAttribute('aria-keyshortcuts', 'L')
})

test('C3 name: F2 writes it from the canvas, the menus too, and the focus goes back', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await click(studio, [128, 128])
  const name = studio.getByRole('textbox', { name: 'Name' })
  await studio.keyboard.press('F2')
  await expect(name).toBeFocused()
  await studio.keyboard.type('Bouncer')
  await studio.keyboard.press('Enter')
  await expect(instances(studio)).toContainText(['Bouncer'])
  await expect(canvas(studio)).toBeFocused()
  await click(studio, [128, 128], { button: 'right' })
  await studio.getByRole('menuitem', { name: 'Edit the name' }).click()
  await expect(name).toBeFocused()
  await studio.keyboard.type('Other')
  await studio.keyboard.press('Escape')
  await expect(name).toHaveCount(0)
  await expect(instances(studio)).toContainText(['Bouncer'])
  await command(studio, 'Edit the name')
  await expect(name).toBeFocused()
  await studio.keyboard.press('Escape')
})

test('A2 settings: theme, scale and stronger outlines act at once and stay', async ({ studio }) => {
  const settings = studio.getByRole('dialog', { name: 'Settings' })
  const look = () =>
    studio.evaluate(() => {
      const { fontSize, colorScheme } = getComputedStyle(document.documentElement)
      return { fontSize, colorScheme, ground: getComputedStyle(document.body).backgroundColor }
    })
  const choose = (group: string, name: string) =>
    settings.getByRole('radiogroup', { name: group }).getByRole('radio', { name }).click()
  const before = await look()
  await studio.getByRole('button', { name: 'Settings' }).click()
  await choose('Theme', 'Light')
  await choose('Interface scale', '125')
  await choose('Stronger outlines', 'On')
  await expect.poll(async () => (await look()).ground).not.toBe(before.ground)
  await expect.poll(async () => (await look()).fontSize).toBe('12.5px')
  await studio.keyboard.press('Escape')
  await studio.reload()
  // The project closes what lies over it when it comes, and may come after the preferences.
  await expect(studio.getByRole('main', { name: 'Picture' })).toBeVisible()
  await expect.poll(async () => (await look()).fontSize).toBe('12.5px')
  await studio.keyboard.press('Control+Comma')
  await choose('Theme', 'As the system')
  await choose('Interface scale', '100')
  await choose('Stronger outlines', 'Off')
  await expect.poll(look).toEqual(before)
  await studio.keyboard.press('Escape')
})

test('A2 scale: the top bar has room for all of it at the largest scale in the smallest window', async ({ alone }) => {
  const chooseScale = async (name: string): Promise<void> => {
    await alone.keyboard.press('Control+Comma')
    await alone.getByRole('radiogroup', { name: 'Interface scale' }).getByRole('radio', { name }).click()
    await alone.keyboard.press('Escape')
  }
  const ways = alone.getByRole('button', { name: 'Other ways to generate' })
  const end = async (): Promise<number> => {
    const { x, width } = (await ways.boundingBox())!
    return x + width
  }
  await openScene(alone, [box('a red ball', 64, 64)])
  await expect(alone.getByTestId('estimate')).toBeVisible()
  await chooseScale('150')
  for (const width of [1440, 1280, 960]) {
    await alone.setViewportSize({ width, height: 800 })
    await expect.poll(end).toBeLessThan(width)
    await expect.poll(end).toBeGreaterThan(width - 40)
    await expect(alone.getByTestId('estimate')).toBeVisible()
    await expect(alone.getByRole('radio', { name: 'Harmonise' })).toBeInViewport()
  }
  await chooseScale('100')
})

test('M4 models and devices: a measurement says how quick each is here and what it needs, and Escape leads back', async ({
  studio,
}) => {
  await studio.keyboard.press('Control+Shift+m')
  const screen = studio.getByRole('main', { name: 'Models and devices' })
  await expect(screen.getByRole('heading', { level: 2, name: 'Starter' })).toBeVisible()
  await expect(screen.getByText('Everything Diorama needs is here.')).toBeVisible()
  await screen.getByRole('button', { name: 'Measure' }).click()
  const processor = screen.getByRole('row', { name: /^Processor/ })
  const measured = [/^\d+(\.\d)? (ms|s)$/, /^\d+(\.\d)? s$/, /^\d+(\.\d)? [MG]B$/, 'Passed, this is the reference']
  await expect(processor.getByRole('cell')).toHaveText(measured, { timeout: 60_000 })
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('main', { name: 'Picture' })).toBeVisible()
})

test('A1 about: which Diorama this is', async ({ studio }) => {
  await command(studio, 'About Diorama')
  await expect(studio.getByRole('dialog', { name: 'About Diorama' })).toContainText('Everything runs on this computer.')
  await studio.keyboard.press('Escape')
})

test('A1 hints: a button without words has a tooltip with its name and key', async ({ studio }) => {
  await studio.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Polygon' }).hover()
  await expect(studio.getByText(/^Polygon\s*G$/)).toBeVisible()
  await studio.mouse.move(640, 400)
  await expect(studio.getByText(/^Polygon\s*G$/)).toHaveCount(0)
})

test('A3 tour: six cards in a copy of the first example, each goes on when the thing is done', async ({ start }) => {
  await start.getByRole('button', { name: 'Take the tour' }).click()
  const card = start.getByRole('complementary', { name: 'Tour' })
  await expect(card).toContainText('Draw a box on the sand.')
  await expect(start.getByRole('heading', { level: 1 })).toContainText('Beach house')
  await expect(start.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
  const before = await rounds(start).count()
  await drawBox(start, [300, 340], [440, 460])
  await expect(card).toContainText('Say what it is')
  await say(start, 'a glossy blue car')
  await expect(card).toContainText('The hatched part is')
  await expect(card).toContainText('Generate.')
  await start.keyboard.press('Control+Enter')
  await generated(start, before + 1)
  await expect(card).toContainText('Drag the divider')
  await start.keyboard.press('y')
  await expect(card).toContainText('Go back to an earlier round')
  await start.getByRole('button', { name: 'Stop comparing' }).click()
  await rounds(start).first().click()
  await expect(card).toHaveCount(0)
  await expect(start.getByText('That was the tour.')).toBeVisible()
})

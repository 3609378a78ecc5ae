/** The panel at the side: words, places and numbers. */
import { expect, test } from './studio.ts'
import {
  box,
  captionField,
  click,
  drawBox,
  expectPlace,
  generated,
  instances,
  openScene,
  selected,
  setNumber,
  setSteps,
  thing,
} from './gestures.ts'

const ball = { ...box('a red ball', 64, 64), point: { x: 128, y: 128 } }

test('C4 captions: tokens are counted, and an unknown word is marked and exchanged', async ({ studio }) => {
  await openScene(studio, [ball])
  await click(studio, [128, 128])
  const panel = studio.getByRole('complementary', { name: 'Scene and instances' })
  await expect(panel.getByText(/^5 of \d+$/)).toBeVisible()
  await captionField(studio).fill('a red bal')
  const exchange = panel.getByRole('button', { name: 'Use "ball"' })
  await expect(exchange).toBeVisible()
  await exchange.click()
  await expect(captionField(studio)).toHaveValue('a red ball')
  await captionField(studio).fill('a velvet ball')
  await expect(panel.getByRole('button', { name: /velvet|^Use "/ })).toBeVisible()
  await studio.getByRole('textbox', { name: 'Caption of the scene' }).fill('in a meadow')
  await studio.getByRole('textbox', { name: 'Avoid' }).fill('striped')
  await studio.keyboard.press('Enter')
  await studio.keyboard.press('Control+z')
  await expect(studio.getByRole('textbox', { name: 'Avoid' })).toHaveValue('')
  await expect(studio.getByRole('textbox', { name: 'Caption of the scene' })).toHaveValue('in a meadow')
})

test('C4 avoid: kept at every key, with its words counted and marked, and Ctrl Enter draws from there', async ({
  alone,
}) => {
  await openScene(alone, [ball])
  await setSteps(alone, 1)
  const avoid = alone.getByRole('textbox', { name: 'Avoid' })
  const panel = alone.getByRole('complementary', { name: 'Scene and instances' })
  await avoid.click()
  await alone.keyboard.type('a velvet ball')
  await expect(panel.getByText(/^\d+ of \d+$/)).toBeVisible()
  await expect(panel.getByRole('button', { name: /velvet/ })).toBeVisible()
  await expect(alone.getByText('Saved', { exact: true })).toBeVisible()
  await alone.reload()
  await expect(avoid).toHaveValue('a velvet ball')
  await avoid.press('Control+Enter')
  await generated(alone, 1)
})

test('C4 past captions: those that were used before are offered by the arrow down and by the first letters', async ({
  studio,
}) => {
  await openScene(studio, [ball])
  await setSteps(studio, 1)
  await studio.getByRole('button', { name: 'Generate', exact: true }).click()
  await generated(studio, 1)
  await click(studio, [128, 128])
  await captionField(studio).fill('a blue house')
  await captionField(studio).press('Enter')
  await drawBox(studio, [300, 300], [450, 450])
  const offers = studio.getByRole('listbox', { name: 'Used before' }).getByRole('option')
  await expect(captionField(studio)).toBeFocused()
  await expect(offers).toHaveCount(0)
  await studio.keyboard.press('ArrowDown')
  await expect(offers).toHaveText(['a blue house', 'a red ball'])
  await expect(offers.nth(0)).toHaveAttribute('aria-selected', 'true')
  await studio.keyboard.press('Escape')
  await expect(offers).toHaveCount(0)
  await expect(captionField(studio)).toBeFocused()
  await studio.keyboard.type('a r')
  await expect(offers).toHaveText(['a red ball'])
  await studio.keyboard.press('ArrowDown')
  await studio.keyboard.press('Enter')
  await expect(captionField(studio)).toHaveValue('a red ball')
  await expect(captionField(studio)).toBeFocused()
  await expect(offers).toHaveCount(0)
  await captionField(studio).fill('')
  await offers.filter({ hasText: 'a blue house' }).click()
  await expect(captionField(studio)).toHaveValue('a blue house')
  await expect(captionField(studio)).toBeFocused()
})

test('C2 formats: one is switched off and on again without being lost', async ({ studio }) => {
  await openScene(studio, [ball])
  await click(studio, [128, 128])
  const format = studio.getByRole('group', { name: 'Location' }).getByRole('button', { name: 'Box' })
  await expect(instances(studio)).toContainText(['Box, point'])
  await format.click()
  await expect(format).toHaveAttribute('aria-pressed', 'false')
  await expectPlace(studio, 'a red ball', 'Point, left 36, top 36, 184 by 184')
  await format.click()
  await expectPlace(studio, 'a red ball', 'Box, point, left 64, top 64, 128 by 128')
  await expect(studio.getByRole('group', { name: 'Location' }).getByRole('button', { name: 'Mask' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('C1 numbers: X, Y, width and height place a thing, by typing, by arrows and by dragging', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await click(studio, [128, 128])
  await setNumber(studio, 'X', 100)
  await setNumber(studio, 'Y', 200)
  await setNumber(studio, 'Width', 150)
  await setNumber(studio, 'Height', 90)
  await expectPlace(studio, 'a red ball', 'Box, left 100, top 200, 150 by 90')
  const x = studio.getByRole('spinbutton', { name: 'X' })
  await x.press('ArrowUp')
  await x.press('Shift+ArrowUp')
  await expectPlace(studio, 'a red ball', 'Box, left 111, top 200, 150 by 90')
  await x.fill('12')
  await x.press('Escape')
  await expect(x).toHaveValue('111')
  // What the model makes of the words comes a moment after them, and moves what stands below.
  await expect(studio.getByText(/^5 of \d+$/)).toBeVisible()
  const label = studio.locator('label').filter({ has: x }).getByText('X', { exact: true })
  const { x: left, y: top } = (await label.boundingBox())!
  await studio.mouse.move(left + 3, top + 5)
  await studio.mouse.down()
  await studio.mouse.move(left + 43, top + 5, { steps: 4 })
  await studio.mouse.up()
  await expect(x).not.toHaveValue('111')
})

test('C1 place at: nine places of the picture', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  await click(studio, [128, 128])
  await studio.getByRole('button', { name: 'Place at' }).click()
  await studio.getByRole('button', { name: 'Lower right' }).click()
  await expect(thing(studio, 'a red ball')).toHaveAccessibleName(/left (3[6-8]\d), top (3[6-8]\d), 128 by 128/)
  await studio.getByRole('button', { name: 'Centre', exact: true }).click()
  await expectPlace(studio, 'a red ball', 'Box, left 192, top 192, 128 by 128')
  await studio.keyboard.press('Escape')
})

test('C1 opacity of the overlay, and several things at once', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64), box('a blue house', 288, 64)])
  await click(studio, [128, 128])
  const slider = studio.getByRole('slider', { name: 'Opacity' })
  await slider.focus()
  await slider.press('ArrowLeft')
  await expect(selected(studio)).toContainText('99 %')
  await instances(studio)
    .nth(1)
    .click({ modifiers: ['Control'] })
  await expect(studio.getByRole('heading', { name: '2 instances' })).toBeVisible()
  await expect(studio.getByText('2 selected')).toBeVisible()
})

test('G1 presets: the cost follows, a number by hand makes it custom', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  const estimate = studio.getByTestId('estimate')
  const preset = studio.getByRole('combobox', { name: 'Preset' })
  await expect(estimate).toContainText('25 passes')
  await preset.click()
  await studio.getByRole('option', { name: 'Draft' }).click()
  await expect(estimate).not.toContainText('25 passes')
  await studio.getByRole('button', { name: 'Advanced' }).click()
  await setNumber(studio, 'Steps', 9)
  await expect(preset).toContainText('Custom')
  await setNumber(studio, 'Guidance', 5)
  await studio.getByRole('slider', { name: 'Own tracks' }).press('ArrowLeft')
  await studio.getByRole('combobox', { name: 'Sampler' }).click()
  await studio.getByRole('option', { name: 'DDIM' }).click()
  await expect(studio.getByRole('combobox', { name: 'Sampler' })).toContainText('DDIM')
  await preset.click()
  await studio.getByRole('option', { name: 'Standard' }).click()
  await expect(estimate).toContainText('25 passes')
  await studio.getByRole('button', { name: 'Advanced' }).click()
  await expect(studio.getByRole('radio', { name: 'Locked' })).toBeChecked()
})

test('G1 hints: every setting says in one line what it does, to the pointer, by keyboard and in words', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 64, 64)])
  // It comes with rows above the settings, which would go from under the pointer.
  await expect(studio.getByTestId('estimate')).toBeVisible()
  await studio.getByRole('button', { name: 'Advanced' }).click()
  const panel = studio.getByRole('complementary', { name: 'Scene and instances' })
  const settings = [
    ...['Steps', 'Guidance', 'Variants'].map((name) => panel.getByRole('spinbutton', { name })),
    ...['Placement', 'Own tracks'].map((name) => panel.getByRole('slider', { name })),
    ...['Sampler', 'Merge', 'Rules', 'Model', 'Device'].map((name) => panel.getByRole('combobox', { name })),
  ]
  for (const setting of settings) await expect(setting).toHaveAccessibleDescription(/^[A-Z][^.]+\..*$/)
  await panel.getByText('Rules').hover()
  await expect(studio.getByText(/^How places become what the model is told/)).toBeVisible()
  await panel.getByRole('spinbutton', { name: 'Steps' }).focus()
  await studio.keyboard.press('Tab')
  await expect(studio.getByText('How strictly the words are followed.')).toBeVisible()
  await studio.getByRole('button', { name: /^Seed / }).click()
  await expect(studio.getByRole('dialog', { name: 'Seed' })).toContainText('The noise that a picture begins from.')
  await studio.keyboard.press('Escape')
  await studio.getByRole('button', { name: 'Advanced' }).click()
})

test('G4 warnings stand at the instance they belong to', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 448, 64), box('a blue house', 64, 64)])
  await expect(instances(studio).nth(0)).toContainText('Check')
  await expect(instances(studio).nth(1)).not.toContainText('Check')
  await instances(studio).nth(0).click()
  await expect(studio.getByRole('status', { name: 'About this picture' })).toContainText('outside the picture')
})

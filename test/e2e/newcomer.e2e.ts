/** A newcomer's whole way, from the first start to going on from an earlier round, with the real engine. */
import { expect, test } from './studio.ts'
import {
  chooseTool,
  click,
  drawBox,
  drawWith,
  example,
  generateButton,
  generated,
  instances,
  rounds,
  say,
  strip,
  thing,
  wave,
} from './gestures.ts'
import type { Page } from '@playwright/test'

test('A3 the start screen has examples, the starter model and a way to begin', async ({ start }) => {
  for (const name of ['Beach house', 'Meadow fair', 'Night harbour']) {
    await expect(example(start, name)).toBeVisible()
  }
  await expect(start.getByRole('radio', { name: 'Starter' })).toBeChecked()
  await expect(start.getByRole('button', { name: 'New project' })).toBeEnabled()
})

test('M1 an example opens as a copy, and its first Generate is a picture', async ({ start }) => {
  await example(start, 'Beach house').click()
  await expect(instances(start)).not.toHaveCount(0)
  const before = await rounds(start).count()
  await drawBox(start, [184, 26], [282, 128])
  await say(start, 'a yellow star')
  await generateButton(start).click()
  await generated(start, before + 1)
})

const places: readonly (readonly [caption: string, draw: (page: Page) => Promise<void>])[] = [
  ['a red ball', (page) => drawBox(page, [51, 51], [205, 205])],
  ['a blue house', (page) => drawWith(page, 'Point', [[358, 128]])],
  ['a green tree', (page) => drawWith(page, 'Scribble', wave(282, 307))],
  ['a white fish', (page) => drawWith(page, 'Mask', wave(51, 358))],
  [
    'a purple mug',
    async (page) => {
      await chooseTool(page, 'Polygon')
      for (const corner of [
        [240, 400],
        [320, 400],
        [300, 490],
      ] as const)
        await click(page, corner)
      await page.keyboard.press('Enter')
    },
  ],
]

test('C2 every kind of place is drawn, said, generated, stopped, undone, reloaded and gone back from', async ({
  alone,
}) => {
  for (const [caption, draw] of places) {
    await draw(alone)
    await say(alone, caption)
  }
  await expect(instances(alone)).toContainText(places.map(([caption]) => caption))
  await alone.getByRole('textbox', { name: 'Caption of the scene' }).fill('in a meadow')

  await generateButton(alone).click()
  await expect(alone.getByRole('progressbar', { name: 'Progress' })).toBeVisible()
  await alone.getByRole('button', { name: 'Cancel' }).click()
  await strip(alone).getByRole('button', { name: 'Discard' }).click()
  await generateButton(alone).click()
  await generated(alone, 1)

  for (let step = 0; step < 10; step++) await alone.keyboard.press('Control+z')
  await expect(instances(alone)).toHaveCount(1)
  for (let step = 0; step < 10; step++) await alone.keyboard.press('Control+y')
  await expect(instances(alone)).toContainText(places.map(([caption]) => caption))
  await expect(strip(alone)).toContainText('Nothing has changed since this picture.')

  await alone.reload()
  await expect(instances(alone)).toContainText(places.map(([caption]) => caption))
  await expect(rounds(alone)).toHaveCount(1)

  await drawBox(alone, [330, 180], [484, 300])
  await say(alone, 'a yellow star')
  await alone.keyboard.press('Control+Enter')
  await generated(alone, 2)
  await rounds(alone).first().click()
  await alone.getByRole('button', { name: 'Go on from round 1' }).click()
  await expect(thing(alone, 'a yellow star')).toHaveCount(0)
  await expect(instances(alone)).toHaveCount(places.length)
})

/** A newcomer's whole way, from the first start to going on from an earlier round, with the real engine. */
import { expect, test } from './studio.ts'
import { captionField, drawBox, drawWith, generated, instances, rounds, wave } from './gestures.ts'

test.describe.configure({ mode: 'serial' })

test('A3 the start screen has examples, the starter model and a way to begin', async ({ start }) => {
  for (const name of ['Beach house', 'Meadow fair', 'Night harbour']) {
    await expect(start.getByRole('button', { name })).toBeVisible()
  }
  await expect(start.getByRole('radio', { name: 'Starter' })).toBeChecked()
  await expect(start.getByRole('button', { name: 'New project' })).toBeEnabled()
})

test('M1 an example opens as a copy, and its first Generate is a picture', async ({ start }) => {
  await start.getByRole('button', { name: 'Beach house' }).click()
  await expect(instances(start)).not.toHaveCount(0)
  const before = await rounds(start).count()
  await drawBox(start, [184, 26], [282, 128])
  await start.keyboard.type('a yellow star')
  await start.getByRole('button', { name: 'Generate', exact: true }).click()
  await generated(start, before + 1)
})

test('C2 every kind of place is drawn, said, generated, undone, reloaded and gone back from', async ({
  alone: studio,
}) => {
  const places = [
    ['box', async () => drawBox(studio, [51, 51], [205, 205]), 'a red ball'],
    ['point', async () => drawWith(studio, 'Point', [[358, 128]]), 'a blue house'],
    ['scribble', async () => drawWith(studio, 'Scribble', wave(282, 307)), 'a green tree'],
    ['mask', async () => drawWith(studio, 'Mask', wave(51, 358)), 'a white fish'],
  ] as const
  for (const [, draw, caption] of places) {
    await draw()
    await expect(captionField(studio)).toBeFocused()
    await studio.keyboard.type(caption)
    await studio.keyboard.press('Enter')
  }
  await expect(instances(studio)).toHaveCount(places.length)

  await studio.getByRole('textbox', { name: 'Caption of the scene' }).fill('in a meadow')
  await studio.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(studio.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await generated(studio, 1)

  for (let step = 0; step < 10; step++) await studio.keyboard.press('Control+z')
  await expect(instances(studio)).not.toHaveCount(places.length)
  for (let step = 0; step < 10; step++) await studio.keyboard.press('Control+y')
  await expect(instances(studio)).toHaveCount(places.length)

  await studio.reload()
  await expect(instances(studio)).toHaveCount(places.length)
  await expect(rounds(studio)).toHaveCount(1)

  await drawBox(studio, [307, 307], [461, 461])
  await studio.keyboard.type('a yellow star')
  await studio.keyboard.press('Control+Enter')
  await generated(studio, 2)
  await rounds(studio).first().click()
  await studio.getByRole('button', { name: /^Go on from/ }).click()
  await expect(instances(studio)).toHaveCount(places.length)
})

/** Files: dropped, opened, named, copied; and that nothing is lost by a reload or a restart. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page, WebSocketRoute } from '@playwright/test'
import { expect, serveStudio, test, type ServedStudio } from './studio.ts'
import {
  box,
  canvas,
  chooseTool,
  click,
  command,
  drawBox,
  dropFile,
  expectPlace,
  fileDialog,
  inOneGo,
  instances,
  openScene,
  rounds,
  say,
  selected,
  thing,
} from './gestures.ts'

const examples = path.resolve(import.meta.dirname, '../../examples')
const example = (name: string): Buffer => readFileSync(path.join(examples, name))

test('I1 a dropped picture becomes the backdrop, which is hidden, shown and taken away', async ({ studio }) => {
  await dropFile(studio, 'pictures.jpg', example('pictures.jpg'))
  await studio
    .getByRole('group', { name: 'What pictures.jpg shall be' })
    .getByRole('button', { name: 'Backdrop' })
    .click()
  const more = studio.getByRole('button', { name: 'More for the scene' })
  for (const deed of ['Hide the backdrop', 'Show the backdrop', 'Remove the backdrop']) {
    await more.click()
    await studio.getByRole('menuitem', { name: deed }).click()
  }
  await more.click()
  await expect(studio.getByRole('menu')).toBeVisible()
  await expect(studio.getByRole('menuitem', { name: /the backdrop/ })).toHaveCount(0)
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('menu')).toBeHidden()
  await studio.keyboard.press('Control+z')
  await more.click()
  await expect(studio.getByRole('menuitem', { name: 'Hide the backdrop' })).toBeVisible()
  await studio.keyboard.press('Escape')
})

test('C1 backdrop: a slider says how strongly it is seen, and undo takes that back', async ({ studio }) => {
  await dropFile(studio, 'pictures.jpg', example('pictures.jpg'))
  await studio
    .getByRole('group', { name: 'What pictures.jpg shall be' })
    .getByRole('button', { name: 'Backdrop' })
    .click()
  const opacity = studio.getByRole('slider', { name: 'Backdrop' })
  const layer = canvas(studio).locator('div[style^="opacity"]')
  await expect(layer).toHaveCSS('opacity', '0.6')
  await inOneGo(studio, async () => {
    for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await opacity.press(key)
  })
  await expect(opacity).toHaveAttribute('aria-valuetext', '2 %')
  await expect(layer).toHaveCSS('opacity', '0.02')
  await studio.keyboard.press('Control+z')
  await expect(layer).toHaveCSS('opacity', '0.6')
  await studio.getByRole('button', { name: 'More for the scene' }).click()
  await studio.getByRole('menuitem', { name: 'Hide the backdrop' }).click()
  await expect(opacity).toHaveCount(0)
})

test('I3 a dropped scene is opened, one of the published form too, and undo brings the old one back', async ({
  studio,
}) => {
  await openScene(studio, [box('a red ball', 64, 64)], 'in a meadow')
  await expect(studio.getByRole('textbox', { name: 'Caption of the scene' })).toHaveValue('in a meadow')
  await dropFile(studio, 'crowded-meadow.json', example('crowded-meadow.json'))
  await expect(instances(studio)).toHaveCount(6)
  await studio.keyboard.press('Control+z')
  await expect(instances(studio)).toContainText(['a red ball'])
  await dropFile(studio, 'notes.txt', 'buy milk')
  await expect(studio.getByRole('alert')).toContainText('notes.txt')
  await studio.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
  await expect(instances(studio)).toHaveCount(1)
})

test('P1 a dropped project opens as a copy, which is said, and is renamed and copied elsewhere', async ({
  studio,
  served,
}) => {
  await dropFile(studio, 'Fair.diorama', example('meadow-fair.diorama'))
  await expect(rounds(studio)).toHaveCount(4)
  await expect(studio.getByRole('status').filter({ hasText: 'This is a copy, in ' })).toBeVisible()
  await studio.getByRole('button', { name: /Rename the project$/ }).click()
  await studio.getByRole('textbox', { name: 'Rename the project' }).fill('A day at the fair')
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('heading', { level: 1 })).toContainText('A day at the fair')
  const name = studio.getByRole('button', { name: /Rename the project$/ })
  await expect(name).toBeFocused()
  await name.press('Enter')
  await studio.getByRole('textbox', { name: 'Rename the project' }).fill('A night at the fair')
  await canvas(studio).focus()
  await expect(name).toHaveText('A night at the fair')
  await expect(canvas(studio)).toBeFocused()
  await studio.keyboard.press('Control+Shift+s')
  await studio.getByRole('textbox', { name: 'Name of the copy' }).fill('Second fair')
  const folder = studio.getByRole('textbox', { name: 'Folder on this computer' })
  await expect(folder).toHaveValue(path.join(served.folder, 'Diorama'))
  await folder.fill(path.join(served.folder, 'elsewhere'))
  await studio.keyboard.press('Enter')
  const notice = studio.getByText(/^Copy saved: /)
  await expect(notice).toBeVisible()
  const copy = (await notice.textContent())!.replace('Copy saved: ', '')
  expect(copy).toBe(path.join(served.folder, 'elsewhere', 'Second fair.diorama'))
  expect(existsSync(copy)).toBe(true)
  await command(studio, 'Open a project')
  await studio.getByRole('textbox', { name: /path of a project/ }).fill(copy)
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('heading', { level: 1 })).toContainText('Second fair')
  await expect(rounds(studio)).toHaveCount(4)
})

/**
 * The window as it is on the desktop: with what the preload gives to it, and a host that says so.
 *
 * @param lying folder of the files that it is given
 * @param copy what the system's dialog for a copy answers
 */
async function desktopWindow(page: Page, { url }: ServedStudio, lying: string, copy: string): Promise<void> {
  await page.addInitScript(
    (folder) => Object.assign(window, { diorama: { pathOf: (file: File) => `${folder}/${file.name}` } }),
    lying,
  )
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((message) => socket.send(String(message).replaceAll('"kind":"browser"', '"kind":"desktop"')))
    const take = ({ id, params, ...rest }: Call): void => {
      const answer = (data: string): void => socket.send(JSON.stringify({ id, result: { type: 'data', data } }))
      if (params?.path === 'exportRound') return answer('/exports/Fair.png')
      if (params?.path !== 'choosePlace') return server.send(JSON.stringify({ id, params, ...rest }))
      expect(params.input).toEqual({ suggested: path.join(lying, 'Fair copy.diorama'), kind: 'diorama' })
      answer(copy)
    }
    socket.onMessage((message) => {
      // Calls of one moment come together; what keeps the connection alive is no call.
      if (!/^[[{]/.test(String(message))) return server.send(message)
      for (const call of [JSON.parse(String(message)) as Call | Call[]].flat()) take(call)
    })
  })
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'Set the scene' })).toBeVisible()
}
interface Call {
  readonly id?: number
  readonly params?: { readonly path: string; readonly input: unknown }
}

test('P1 desktop: files that are dropped or chosen open where they lie, and copies and exports go where its dialog says', async ({
  page,
  served,
}) => {
  const lying = path.join(served.folder, 'lying here')
  mkdirSync(lying)
  writeFileSync(path.join(lying, 'Fair.diorama'), example('meadow-fair.diorama'))
  writeFileSync(path.join(lying, 'notes.pth'), 'No checkpoint at all.')
  const copy = path.join(served.folder, 'far', 'Second fair.diorama')
  mkdirSync(path.dirname(copy))
  await desktopWindow(page, served, lying, copy)
  await expect(page.getByText('Drop a .diorama file anywhere on this window to open it.')).toBeVisible()
  await dropFile(page, 'notes.pth', '')
  await expect(page.getByRole('option', { name: /notes\.pth.*Unusable/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await dropFile(page, 'Fair.diorama', '')
  await expect(rounds(page)).toHaveCount(4)
  await command(page, 'Save a copy')
  await expect(page.getByText(`Copy saved: ${copy}`)).toBeVisible()
  expect(existsSync(copy)).toBe(true)
  await page.keyboard.press('Control+Shift+E')
  await page.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'Export' }).click()
  await expect(page.getByText('Exported: /exports/Fair.png')).toBeVisible()
  const chooser = await fileDialog(page, () => page.keyboard.press('Alt+o'))
  const accepted = await chooser.element().getAttribute('accept')
  for (const kind of ['.diorama', '.json', '.png']) expect(accepted).toContain(kind)
  expect(await chooser.element().evaluate((field) => field.isConnected)).toBe(true)
  await chooser.setFiles(path.join(examples, 'three-things.json'))
  await expect(instances(page)).toHaveCount(3)
  await expect(page.locator('input[type=file]')).toHaveCount(0)
})

test('P1 recent: a project that was closed is on the start screen and opens from there; a file is chosen', async ({
  alone,
}) => {
  await drawBox(alone, [64, 64], [192, 192])
  await say(alone, 'a red ball')
  const name = (await alone.getByRole('heading', { level: 1 }).textContent())!
  await command(alone, 'Close the project')
  await alone.getByRole('region', { name: 'Recent' }).getByRole('button', { name }).first().click()
  await expectPlace(alone, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await alone.getByRole('button', { name: 'Diorama menu' }).click()
  await alone.getByRole('menuitem', { name: 'Close the project' }).click()
  await alone.getByRole('button', { name: 'Open', exact: true }).click()
  await alone.getByLabel('Choose a file').setInputFiles(path.join(examples, 'three-things.json'))
  await expect(alone.getByRole('main', { name: 'Picture' })).toBeVisible()
  await expect(instances(alone)).toHaveCount(3)
})

test('P1 a project is whole in its one file when all windows have left it for another one', async ({
  alone,
  served,
}) => {
  const heading = (page: Page) => page.getByRole('heading', { level: 1 })
  const name = (await heading(alone).textContent())!
  const folder = path.join(served.folder, 'Diorama')
  const parts = () => readdirSync(folder).filter((file) => file.startsWith(`${name}.diorama`))
  await drawBox(alone, [64, 64], [192, 192])
  await say(alone, 'a red ball')
  const second = await alone.context().newPage()
  await second.goto(alone.url())
  await expectPlace(second, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await alone.reload()
  await expectPlace(alone, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await alone.keyboard.press('Alt+n')
  await expect(heading(alone)).not.toHaveText(name)
  await drawBox(second, [256, 256], [384, 384])
  await say(second, 'a blue ball')
  await second.reload()
  await expectPlace(second, 'a blue ball', 'Box, left 256, top 256, 128 by 128')
  expect(parts()).toContain(`${name}.diorama-wal`)
  await second.keyboard.press('Alt+n')
  await expect(heading(second)).not.toHaveText(name)
  await expect.poll(parts).toEqual([`${name}.diorama`])
  await second.close()
})

test('P1 of projects that are opened in quick succession the last one stays', async ({ start }) => {
  await start.getByRole('button', { name: /^Beach house/ }).click({ noWaitAfter: true })
  await start.keyboard.press('Alt+n')
  await expect(start.getByRole('heading', { level: 1 })).toHaveText(/^Untitled/)
  await expect(rounds(start)).toHaveCount(0)
  // Whatever was still on its way has come by then.
  await drawBox(start, [64, 64], [192, 192])
  await say(start, 'a red ball')
  await expect(start.getByRole('heading', { level: 1 })).toHaveText(/^Untitled/)
  await expect(instances(start)).toHaveCount(1)
})

test('P2 a reload loses nothing, and undo goes on behind it', async ({ alone }) => {
  await openScene(alone, [box('a red ball', 64, 64), box('a blue house', 288, 64)])
  await click(alone, [128, 128])
  await alone.keyboard.press('Shift+ArrowDown')
  await alone.keyboard.press('Control+Shift+l')
  await alone.reload()
  await expectPlace(alone, 'a red ball', 'Box, left 64, top 72, 128 by 128')
  await expect(instances(alone).nth(0).getByRole('img', { name: 'Pinned' })).toBeVisible()
  await alone.keyboard.press('Control+z')
  await alone.keyboard.press('Control+z')
  await expectPlace(alone, 'a red ball', 'Box, left 64, top 64, 128 by 128')
})

test('P2 what was done in the very moment of a reload is there after it', async ({ alone }) => {
  await openScene(alone, [box('a red ball', 64, 64), box('a blue house', 288, 64)])
  await click(alone, [128, 128])
  const again = alone.waitForEvent('load')
  // A window that is busy until it goes can send nothing any more.
  await alone.evaluate((busyMs) => {
    const key = { key: 'ArrowDown', code: 'ArrowDown', shiftKey: true, bubbles: true }
    for (const type of ['keydown', 'keyup']) document.activeElement!.dispatchEvent(new KeyboardEvent(type, key))
    location.reload()
    const start = performance.now()
    while (performance.now() - start < busyMs);
  }, 1500)
  // The window that goes shows the same.
  await again
  await expectPlace(alone, 'a red ball', 'Box, left 64, top 72, 128 by 128')
  await expect(alone.getByText('Saved', { exact: true })).toBeVisible()
})

test('P2 what was done in the very moment in which a window is closed is there when the project is opened again', async ({
  alone,
}) => {
  await openScene(alone, [box('a red ball', 64, 64), box('a blue house', 288, 64)])
  await click(alone, [128, 128])
  const address = alone.url()
  await alone.evaluate((busyMs) => {
    const key = { key: 'ArrowDown', code: 'ArrowDown', shiftKey: true, bubbles: true }
    for (const type of ['keydown', 'keyup']) document.activeElement!.dispatchEvent(new KeyboardEvent(type, key))
    // Left for another page: the socket goes with this one.
    location.href = 'about:blank'
    const start = performance.now()
    while (performance.now() - start < busyMs);
  }, 1500)
  await alone.waitForURL('about:blank')
  await alone.close()
  const next = await alone.context().newPage()
  await next.goto(address)
  await expectPlace(next, 'a red ball', 'Box, left 64, top 72, 128 by 128')
  await expect(next.getByText('Saved', { exact: true })).toBeVisible()
  await next.close()
})

test('P2 a connection that was lost and is there again leaves the selection, the tool and what lies open', async ({
  alone,
}) => {
  const sockets: WebSocketRoute[] = []
  const asked: string[] = []
  await alone.routeWebSocket(/./, (socket) => {
    const studio = socket.connectToServer()
    socket.onMessage((message) => {
      asked.push(String(message))
      studio.send(message)
    })
    sockets.push(socket)
  })
  await alone.reload()
  await expect(alone.getByRole('main', { name: 'Picture' })).toBeVisible()
  await openScene(alone, [box('a red ball', 64, 64), box('a blue house', 288, 64)])
  await click(alone, [128, 128])
  await chooseTool(alone, 'Box')
  await expect(alone.getByText('Saved', { exact: true })).toBeVisible()
  const before = asked.length
  await sockets.at(-1)!.close()
  await expect.poll(() => asked.slice(before).some((message) => message.includes('"path":"project"'))).toBe(true)
  // Made behind what was read again, and on top of it; without a selection there is nothing to do.
  await alone.keyboard.press('Control+d')
  await expect(instances(alone)).toHaveCount(3)
  await expect(selected(alone)).toHaveText(/a red ball/)
  await expect(alone.getByText('Saved', { exact: true })).toBeVisible()
  await expect(alone.getByRole('toolbar', { name: 'Box options' })).toBeVisible()
})

test('P2 after a crash of the studio the project is open where it was, and it is said that nothing is lost', async ({
  page,
}) => {
  const first = await serveStudio()
  await page.goto(first.url)
  await page.getByRole('button', { name: 'New project' }).click()
  await openScene(page, [box('a red ball', 64, 64)])
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await first.stop('SIGKILL')
  const second = await serveStudio(first.folder)
  await page.goto(second.url)
  await expectPlace(page, 'a red ball', 'Box, left 64, top 64, 128 by 128')
  await expect(page.getByText('Diorama closed unexpectedly. Nothing is lost.').first()).toBeVisible()
  await command(page, 'Close the project')
  await expect(page.getByRole('heading', { name: 'Set the scene' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Recent' })).toBeVisible()
  await second.stop()
  rmSync(first.folder, { recursive: true, force: true })
})

test('C5 undo: ten steps come back after the studio was ended and started again', async ({ page }) => {
  const first = await serveStudio()
  await page.goto(first.url)
  await page.getByRole('button', { name: 'New project' }).click()
  await openScene(page, [box('a red ball', 64, 64)])
  await click(page, [128, 128])
  for (let step = 0; step < 9; step++) {
    await page.keyboard.press(step % 2 === 0 ? 'Shift+ArrowRight' : String(step))
  }
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await expectPlace(page, 'a red ball', 'Box, left 104, top 64, 128 by 128')
  await first.stop()
  await expect(page.getByRole('banner').getByText('Not connected')).toBeVisible()
  const second = await serveStudio(first.folder)
  await page.goto(second.url)
  await page.getByRole('region', { name: 'Recent' }).getByRole('button').first().click()
  await expectPlace(page, 'a red ball', 'Box, left 104, top 64, 128 by 128')
  for (let step = 0; step < 9; step++) await page.keyboard.press('Control+z')
  await expect(thing(page, 'a red ball')).toHaveAccessibleName(/left 64, top 64/)
  await page.keyboard.press('Control+z')
  await expect(instances(page)).toHaveCount(0)
  await expect(canvas(page)).toBeVisible()
  await second.stop()
  rmSync(first.folder, { recursive: true, force: true })
})

/** Accessibility: what axe finds on every screen, dialog and open menu, in both themes. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, test } from './studio.ts'
import {
  box,
  canvas,
  captionField,
  click,
  command,
  drawBox,
  drawWith,
  dropFile,
  example,
  generated,
  openScene,
  rounds,
  say,
  setSteps,
  wave,
} from './gestures.ts'

const things = [
  { ...box('a red ball', 64, 64), point: { x: 128, y: 128 } },
  box('a blue house', 288, 200),
  box('a velvet tree', 448, 320),
]

/** What bothers nobody much, but is still asked for: everything lies in a landmark. */
const alsoAsked = new Set(['region'])

interface Where {
  /** By default all. */
  readonly rules?: readonly string[]
  /** A selector; else the whole window. */
  readonly within?: string
}

async function findings(page: Page, where: Where = {}): Promise<string[]> {
  // Once a page: it is half a megabyte of script.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(async ({ rules, within }) => {
    const { axe: its } = window as unknown as { axe: typeof axe }
    const context = within === undefined ? document : { include: [within] }
    const found = await its.run(context, { resultTypes: ['violations'], ...(rules && { runOnly: [...rules] }) })
    return found.violations.map(({ id, impact, nodes }) => ({ id, impact, places: nodes.map(({ target }) => target) }))
  }, where)
  return violations
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || alsoAsked.has(id))
    .map(({ id, impact, places }) => `${id} (${impact}): ${places.map((target) => target.join(' ')).join(' | ')}`)
}

const pictures = path.resolve(import.meta.dirname, '../../examples/pictures.jpg')

const opened = '[role=dialog], [role=menu], [role=listbox]'

/**
 * Themes differ in their colours alone. What lies behind an open dialog was looked at when nothing was open, but for what
 * the dialog does to it.
 */
async function expectAccessible(page: Page, what: string): Promise<void> {
  const isOpen = (await page.locator(opened).filter({ visible: true }).count()) > 0
  const within = isOpen ? { within: opened } : {}
  const looks: readonly (readonly ['light' | 'dark', Where])[] = [
    ['light', { rules: ['color-contrast'], ...within }],
    ['dark', within],
    ...(isOpen ? [['dark', { rules: ['region', 'aria-hidden-focus'] }] as const] : []),
  ]
  for (const [colorScheme, where] of looks) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator(`[data-theme="${colorScheme}"]`)).toHaveCount(1)
    expect.soft(await findings(page, where), `${what}, ${colorScheme}`).toEqual([])
  }
}

interface State {
  readonly name: string
  come(page: Page): Promise<unknown>
  /** Escape, unless it is left another way. */
  leave?(page: Page): Promise<unknown>
}

async function expectEach(page: Page, states: readonly State[]): Promise<void> {
  for (const { name, come, leave } of states) {
    await test.step(name, async () => {
      await come(page)
      await expectAccessible(page, name)
      await (leave ? leave(page) : page.keyboard.press('Escape'))
      await expect(page.locator(opened).filter({ visible: true })).toHaveCount(0)
    })
  }
}

const dialog = (name: string, by: string = name): State => ({
  name,
  async come(page) {
    await command(page, by)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
  },
})

const menu = (name: string, button: string | RegExp): State => ({
  name,
  async come(page) {
    await page.getByRole('button', { name: button }).first().click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
})

/** What it opens decides what is looked at, so that is waited for. */
const opening = (name: string, open: (page: Page) => Promise<unknown>): State => ({
  name,
  async come(page) {
    await open(page)
    await expect(page.locator(opened).filter({ visible: true })).not.toHaveCount(0)
  },
})

const palette = opening('every command', (page) => page.keyboard.press('Control+k'))

async function openExample(page: Page): Promise<void> {
  await example(page, 'Beach house').click()
  await expect(rounds(page)).not.toHaveCount(0)
}

test('A1 axe: while the window starts, on the start screen and in what opens from there', async ({ start, served }) => {
  const states: readonly State[] = [
    { name: 'start', come: () => Promise.resolve() },
    // The other dialogs are the same over a picture.
    palette,
    {
      name: 'models',
      async come(page) {
        await command(page, 'Models and devices')
        await expect(page.getByRole('main', { name: 'Models and devices' })).toBeVisible()
      },
    },
  ]
  await expectEach(start, states)
  await start.routeWebSocket(/.*/, () => undefined)
  await start.goto(served.url)
  await expect(start.getByRole('main', { name: 'Starting' })).toBeVisible()
  await expectAccessible(start, 'starting')
})

test('A1 axe: an empty picture, every tool, drawing', async ({ studio }) => {
  await expectAccessible(studio, 'an empty project')
  for (const tool of ['Point', 'Scribble', 'Mask', 'Polygon', 'Lasso', 'Eraser', 'Zoom', 'Hand']) {
    await studio.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: tool, exact: true }).click()
    expect.soft(await findings(studio, { within: '[data-area=options]' }), `${tool} options`).toEqual([])
  }
  await drawBox(studio, [51, 51], [205, 205])
  await say(studio, 'a red velvet ball')
  await drawWith(studio, 'Scribble', wave(282, 307))
  await studio.keyboard.press('Escape')
  await expectAccessible(studio, 'a drawing without words')
})

test('A1 axe: dialogs over a picture with things', async ({ studio }) => {
  await openScene(studio, things)
  await click(studio, [128, 128])
  await expectEach(studio, [
    { name: 'a selection', come: () => Promise.resolve(), leave: () => Promise.resolve() },
    palette,
    dialog('Settings'),
    dialog('Keyboard shortcuts'),
    dialog('Size of the picture'),
    dialog('Save a copy'),
    dialog('Storage', 'Storage of this project'),
    dialog('About Diorama'),
    opening('open', (page) => page.keyboard.press('Alt+o')),
  ])
})

test('A1 axe: menus, fields that open, and messages', async ({ studio }) => {
  await openScene(studio, things)
  await click(studio, [128, 128])
  await expectEach(studio, [
    menu('Diorama menu', 'Diorama menu'),
    menu('ways to generate', 'Other ways to generate'),
    menu('zoom', /^Zoom, /),
    menu('more for the scene', 'More for the scene'),
    opening('seed', (page) => page.getByRole('button', { name: /^Seed / }).click()),
    opening('preset', (page) => page.getByRole('combobox', { name: 'Preset' }).click()),
    {
      name: 'captions that were used before',
      async come(page) {
        await captionField(page).fill('a ')
        await page.keyboard.press('ArrowDown')
        await expect(page.getByRole('listbox', { name: 'Used before' })).toBeVisible()
      },
    },
    opening('menu of an instance', (page) => click(page, [128, 128], { button: 'right' })),
    opening('menu of the picture', (page) => click(page, [500, 30], { button: 'right' })),
    {
      name: 'advanced settings',
      come: (page) => page.getByRole('button', { name: 'Advanced' }).click(),
      leave: (page) => page.getByRole('button', { name: 'Advanced' }).click(),
    },
    {
      name: 'find',
      come: (page) => page.keyboard.press('Control+f'),
    },
    {
      name: 'a message that is an error',
      async come(page) {
        await dropFile(page, 'notes.txt', 'Not a scene.')
        await expect(page.getByRole('alert')).toBeVisible()
      },
      leave: (page) => page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click(),
    },
    {
      name: 'a picture that waits for what it shall be',
      async come(page) {
        await dropFile(page, 'pictures.jpg', readFileSync(pictures))
        await expect(page.getByRole('group', { name: 'What pictures.jpg shall be' })).toBeVisible()
      },
    },
    {
      name: 'a notice',
      async come(page) {
        await command(page, 'Save a copy')
        await page.getByRole('textbox', { name: 'Name of the copy' }).press('Enter')
        // Under the pointer it stays.
        await page.locator('article').hover()
      },
      leave: (page) => page.getByRole('button', { name: 'Dismiss' }).click(),
    },
  ])
})

test('A1 axe: generating, a stopped run, rounds, comparing', async ({ studio }) => {
  await openScene(studio, things)
  await setSteps(studio, 4)
  await studio.keyboard.press('Control+Enter')
  await generated(studio, 1)
  await drawBox(studio, [300, 40], [400, 140])
  await say(studio, 'a yellow star')
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('Escape')
  await setSteps(studio, 500)
  await studio.keyboard.press('Control+Enter')
  await expect(studio.getByRole('progressbar', { name: 'Progress' })).toBeVisible()
  await expectAccessible(studio, 'generating')
  await studio.getByRole('button', { name: 'Cancel' }).click()
  await expect(studio.getByRole('button', { name: 'Discard' })).toBeVisible()
  await expectAccessible(studio, 'a stopped run')
  await studio.getByRole('button', { name: 'Discard' }).click()
  await setSteps(studio, 4)
  await studio.keyboard.press('Control+Enter')
  await generated(studio, 2)
  await expectEach(studio, [
    { name: 'rounds', come: () => Promise.resolve(), leave: () => Promise.resolve() },
    { name: 'looking at a round', come: () => rounds(studio).first().click() },
    opening('menu of a round', () => rounds(studio).last().click({ button: 'right' })),
    dialog('Name this round'),
    dialog('Note on this round'),
    dialog('Export', 'Export the picture'),
    {
      name: 'comparing',
      come: () => studio.keyboard.press('y'),
      leave: () => Promise.resolve(),
    },
    { name: 'comparing side by side', come: () => studio.keyboard.press('y'), leave: () => Promise.resolve() },
    { name: 'comparing in turn', come: () => studio.keyboard.press('y'), leave: () => Promise.resolve() },
    { name: 'comparing differences', come: () => studio.keyboard.press('y') },
  ])
})

test('A1 axe: models from within a project, the tour, a narrow window, a larger scale', async ({ start }) => {
  await openExample(start)
  await expectEach(start, [
    {
      name: 'models',
      come: (page) => page.keyboard.press('Control+Shift+m'),
    },
    {
      name: 'a card of the tour',
      async come(page) {
        await command(page, 'Take the tour')
        await expect(page.getByRole('complementary', { name: 'Tour' })).toBeVisible()
      },
    },
    {
      name: 'a narrow window with the drawer',
      async come(page) {
        await page.setViewportSize({ width: 1000, height: 700 })
        await page.getByRole('button', { name: 'Scene and instances' }).click()
        await expect(page.getByRole('complementary', { name: 'Scene and instances' })).toBeVisible()
      },
    },
    {
      name: 'a scale of 150 %',
      async come(page) {
        await page.setViewportSize({ width: 1440, height: 900 })
        await command(page, 'Settings')
        await page.getByRole('radio', { name: '150 %' }).click()
        await page.keyboard.press('Escape')
        await expect(canvas(page)).toBeVisible()
      },
      // It is a preference of the studio, which the next tests share.
      async leave(page) {
        await command(page, 'Settings')
        await page.getByRole('radio', { name: '100', exact: true }).click()
        await page.keyboard.press('Escape')
      },
    },
  ])
})

test('A1 a notice and an error are each spoken once', async ({ studio }) => {
  /** How many places that speak by themselves hold these words. */
  const speaking = (words: string): Promise<number> =>
    studio.evaluate((text) => {
      const all = document.querySelectorAll('[aria-live=polite], [aria-live=assertive], [role=alert], [role=status]')
      const silent = (element: Element): boolean => element.getAttribute('aria-live') === 'off'
      return [...all].filter((element) => !silent(element) && element.textContent.includes(text)).length
    }, words)
  await studio.evaluate(() => navigator.clipboard.writeText('no scene at all'))
  await canvas(studio).focus()
  await studio.keyboard.press('Control+v')
  await expect(studio.getByRole('status').filter({ hasText: 'Only copied things can be pasted here.' })).toBeVisible()
  expect(await speaking('Only copied things can be pasted here.')).toBe(1)
  await dropFile(studio, 'notes.txt', 'buy milk')
  await expect(studio.getByRole('alert')).toContainText('notes.txt')
  expect(await speaking('notes.txt')).toBe(1)
  await studio.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click()
})

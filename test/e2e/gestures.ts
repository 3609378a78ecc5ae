/** What a hand does in the window, and where to look for what came of it. Places are in scene pixels. */
import { expect, type FileChooser, type Locator, type Page } from '@playwright/test'

export type Place = readonly [x: number, y: number]

export function canvas(page: Page): Locator {
  return page.locator('[data-canvas]').first()
}

/** Rows of the list of instances, back to front. */
export function instances(page: Page): Locator {
  const cell = page.getByRole('gridcell')
  return page.getByRole('treegrid', { name: 'Instances' }).getByRole('row').filter({ has: cell })
}

export function selected(page: Page): Locator {
  return page.getByRole('treegrid', { name: 'Instances' }).getByRole('row', { selected: true })
}

/** An instance as the canvas has it for those who do not point. */
export function thing(page: Page, title: string): Locator {
  return canvas(page).getByRole('button', { name: `${title}.` })
}

/** @param where such as "Box, left 64, top 64, 128 by 128" */
export async function expectPlace(page: Page, title: string, where: string): Promise<void> {
  await expect(thing(page, title)).toHaveAccessibleName(new RegExp(`^${title}\\. ${where}\\. `))
}

/** On the start screen; its copies bear its name too. */
export function example(page: Page, name: string): Locator {
  return page.getByRole('region', { name: /^Examples/ }).getByRole('button', { name })
}

/** Rounds of the tree that have a picture. */
export function rounds(page: Page): Locator {
  return page.getByRole('tree', { name: 'Rounds' }).getByRole('treeitem', { name: /, round \d+/i })
}

export function captionField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Caption', exact: true })
}

export function strip(page: Page): Locator {
  return page.getByRole('status', { name: 'About this picture' })
}

/** Where the picture lies in the window now, in CSS pixels: the canvas keeps it as properties of its element. */
export async function pictureBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return canvas(page).evaluate((element) => {
    const place = element.getBoundingClientRect()
    const of = (name: string): number => Number.parseFloat(element.style.getPropertyValue(`--picture-${name}`))
    return { x: place.x + of('x'), y: place.y + of('y'), width: of('width'), height: of('height') }
  })
}

/** Once the picture moves no longer: while it does, its box is where it was before. */
export async function atRest(page: Page): Promise<void> {
  await canvas(page).evaluate(async (element) => {
    const frame = () => new Promise(requestAnimationFrame)
    const pictures = element.firstElementChild as HTMLElement
    // What a key has begun shows in the next frame.
    await frame()
    do await frame()
    while (pictures.style.transform !== '')
  })
}

/** Of places in the scene, in CSS pixels of the window. */
async function inWindow(page: Page, places: readonly Place[]): Promise<{ x: number; y: number }[]> {
  const picture = await pictureBox(page)
  const name = (await canvas(page).getAttribute('aria-label')) ?? ''
  const [, width] = /(\d+) by \d+ pixels$/.exec(name) ?? []
  const scale = picture.width / Number(width)
  return places.map(([x, y]) => ({ x: picture.x + x * scale, y: picture.y + y * scale }))
}

export async function at(page: Page, place: Place): Promise<{ x: number; y: number }> {
  return (await inWindow(page, [place]))[0]!
}

export interface Holding {
  /** Keys that are down from before the press until after the release. */
  readonly keys?: readonly string[]
  /** Keys that go down after the press. */
  readonly later?: readonly string[]
  readonly button?: 'left' | 'right' | 'middle'
}

/** Presses at the first place and moves through the others; `release` lets go. */
export async function press(page: Page, places: readonly Place[], { keys = [], later = [], button }: Holding = {}) {
  const [first, ...rest] = await inWindow(page, places)
  await page.mouse.move(first!.x, first!.y)
  for (const key of keys) await page.keyboard.down(key)
  await page.mouse.down({ button: button ?? 'left' })
  for (const key of later) await page.keyboard.down(key)
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 2 })
}

export async function release(page: Page, { keys = [], later = [], button }: Holding = {}): Promise<void> {
  await page.mouse.up({ button: button ?? 'left' })
  for (const key of [...keys, ...later]) await page.keyboard.up(key)
}

/** Presses at the first place, moves through the others and lets go at the last. */
export async function drag(page: Page, places: readonly Place[], holding: Holding = {}): Promise<void> {
  await press(page, places, holding)
  await release(page, holding)
}

export async function click(page: Page, place: Place, holding: Holding = {}): Promise<void> {
  await drag(page, [place], holding)
}

export async function doubleClick(page: Page, place: Place): Promise<void> {
  const { x, y } = await at(page, place)
  await page.mouse.dblclick(x, y)
}

export async function chooseTool(page: Page, name: string): Promise<void> {
  const button = page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true })
  await button.click()
  await expect(button).toHaveAttribute('aria-pressed', 'true')
}

export async function drawWith(page: Page, tool: string, places: readonly Place[], holding?: Holding): Promise<void> {
  await chooseTool(page, tool)
  await drag(page, places, holding)
}

export async function drawBox(page: Page, from: Place, to: Place): Promise<void> {
  await drawWith(page, 'Box', [from, to])
}

/** Writes what was just drawn and goes back to the canvas. */
export async function say(page: Page, caption: string): Promise<void> {
  await expect(captionField(page)).toBeFocused()
  await page.keyboard.insertText(caption)
  await page.keyboard.press('Enter')
  await expect(canvas(page)).toBeFocused()
}

/** A curved line whose left end is there. */
export function wave(x: number, y: number): Place[] {
  return Array.from({ length: 9 }, (_, i) => [x + 16 * i, y + 20 * Math.sin(i)] as const)
}

/** A number in the bar over the picture or in the panel at its side. */
export async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: label, exact: true })
  await field.fill(String(value))
  await field.press('Enter')
  await expect(field).toHaveValue(String(value))
}

/** What is done in quick succession is one step of undo. A busy machine is not quick, so the clock stands meanwhile. */
export async function inOneGo(page: Page, work: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const now = performance.now()
    performance.now = () => now
  })
  await work()
  await page.evaluate(() => void Reflect.deleteProperty(performance, 'now'))
}

/** A long run has many steps, a quick one few. */
export async function setSteps(page: Page, steps: number): Promise<void> {
  if (!(await page.getByRole('spinbutton', { name: 'Steps' }).isVisible())) {
    await page.getByRole('button', { name: 'Advanced' }).click()
  }
  await setNumber(page, 'Steps', steps)
}

export function generateButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Generate', exact: true })
}

/** Waits until the tree has so many rounds and nothing runs any more. */
export async function generated(page: Page, count: number): Promise<void> {
  await expect(rounds(page)).toHaveCount(count, { timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0, { timeout: 60_000 })
}

/** Finds a command by name and gives it. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Every command' }).fill(name)
  await page.getByRole('option', { name, exact: false }).first().click()
  await expect(page.getByRole('combobox', { name: 'Every command' })).toHaveCount(0)
}

/** The dialog for a file that the window opens when it is asked for one. */
export async function fileDialog(page: Page, ask: () => Promise<void>): Promise<FileChooser> {
  const opened = page.waitForEvent('filechooser')
  // Keys overtake what tells the browser to listen; an answer from the page does not.
  await page.evaluate(() => document.readyState)
  await ask()
  return opened
}

/** Drops a file on the window, as from a folder of the desktop. */
export async function dropFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const bytes = Buffer.from(content).toString('base64')
  const dataTransfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName))
      return transfer
    },
    [name, bytes] as const,
  )
  const target = page.getByRole('main')
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer })
}

export interface Thing {
  readonly caption: string
  readonly [format: string]: unknown
}

/** Opens a scene of 512 by 512 pixels by dropping it. */
export async function openScene(page: Page, things: readonly Thing[], caption = ''): Promise<void> {
  const scene = {
    format: 'diorama/scene',
    version: 1,
    caption,
    width: 512,
    height: 512,
    depth: 'listed',
    instances: things.map((each, i) => ({ id: `thing-${i}`, ...each })),
  }
  await dropFile(page, 'scene.json', JSON.stringify(scene))
  await expect(instances(page)).toHaveCount(things.length)
}

export function box(caption: string, x0: number, y0: number, width = 128, height = 128): Thing {
  return { caption, box: { x0, y0, x1: x0 + width, y1: y0 + height } }
}

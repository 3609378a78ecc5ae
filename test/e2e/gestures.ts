/** What a hand does in the window, and where to look for what came of it. Places are shares of the picture. */
import { expect, type Locator, type Page } from '@playwright/test'

export type Share = readonly [x: number, y: number]

export function canvas(page: Page): Locator {
  return page.locator('[data-canvas]').first()
}

/** Rows of the list of instances. */
export function instances(page: Page): Locator {
  return page.getByRole('treegrid', { name: 'Instances' }).getByRole('row')
}

/** Rounds of the tree that have a picture. */
export function rounds(page: Page): Locator {
  return page.getByRole('tree', { name: 'Rounds' }).getByRole('treeitem', { name: /, round \d+/i })
}

export function captionField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Caption', exact: true })
}

/** Where the picture lies in the window now, in CSS pixels: the canvas keeps it as properties of its element. */
export async function pictureBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return canvas(page).evaluate((element) => {
    const place = element.getBoundingClientRect()
    const of = (name: string): number => Number.parseFloat(element.style.getPropertyValue(`--picture-${name}`))
    return { x: place.x + of('x'), y: place.y + of('y'), width: of('width'), height: of('height') }
  })
}

export async function at(page: Page, [x, y]: Share): Promise<{ x: number; y: number }> {
  const box = await pictureBox(page)
  return { x: box.x + x * box.width, y: box.y + y * box.height }
}

/** Presses at the first place, moves through the others and lets go at the last. */
export async function drag(page: Page, places: readonly Share[]): Promise<void> {
  const [first, ...rest] = await Promise.all(places.map((place) => at(page, place)))
  await page.mouse.move(first!.x, first!.y)
  await page.mouse.down()
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 4 })
  await page.mouse.up()
}

export async function chooseTool(page: Page, name: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true }).click()
}

export async function drawWith(page: Page, tool: string, places: readonly Share[]): Promise<void> {
  await chooseTool(page, tool)
  await drag(page, places)
}

export async function drawBox(page: Page, from: Share, to: Share): Promise<void> {
  await drawWith(page, 'Box', [from, to])
}

export const strokes = {
  /** A curved line whose left end is there. */
  wave: (x: number, y: number): Share[] =>
    Array.from({ length: 9 }, (_, i) => [x + 0.03 * i, y + 0.04 * Math.sin(i)] as const),
}

/** Waits until the tree has so many rounds and nothing runs any more. */
export async function generated(page: Page, count: number): Promise<void> {
  await expect(rounds(page)).toHaveCount(count, { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0)
}

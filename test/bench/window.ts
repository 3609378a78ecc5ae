/**
 * Part f: the window in Chromium. Frames are counted against those of an empty canvas in the same run, because a machine
 * without a graphics card cannot say more.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { Draft } from '../../app/contract/document.ts'
import type { Instance } from '../../app/contract/scene.ts'
import { createProject, openProject } from '../../app/project/project.ts'
import type { NewRound } from '../../app/project/project.ts'
import { makeId } from '../../app/project/ids.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import { findChromium } from '../../scripts/chromium.ts'
import { bundleRows } from './bundle.ts'
import { load, spread } from './measures.ts'
import type { PartOptions, Row } from './row.ts'

const root = path.resolve(import.meta.dirname, '../..')
const side = 2048
const recommended = { steps: 10, sampler: 'unipc', guidance: 1.7, alpha: 1, mis: 0.36, merge: 'place' } as const

export async function window(options: PartOptions): Promise<Row[]> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('Part f needs a Chromium; run: npx playwright install chromium')
  const folder = mkdtempSync(path.join(options.folder, 'diorama-window-'))
  const browser = await chromium.launch({ executablePath })
  try {
    return [
      ...(await frames(browser, folder, options.rounds)),
      ...(await tree(browser, folder, options.rounds)),
      ...(await opening(browser, folder, options.rounds)),
      ...(await bundleRows()),
    ]
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each scene in turn, several times over, so that a slow moment of the machine meets all of them. */
async function frames(browser: Browser, folder: string, rounds: number): Promise<Row[]> {
  const empty = await projectFile(folder, 'empty', [], false)
  const full = await projectFile(folder, 'full', boxes(30), true)
  const many = await projectFile(folder, 'many', boxes(200), false)
  const shares: Record<'empty' | 'full', number[]> = { empty: [], full: [] }
  const strokes: Record<'first' | 'second', Stroke[]> = { first: [], second: [] }
  const listed: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [name, file] of [['empty', empty] as const, ['full', full] as const]) {
      shares[name].push(await inWindow(browser, folder, file, zoomFrames))
    }
    await inWindow(browser, folder, full, async (page) => {
      strokes.first.push(await stroke(page, 0.3))
      strokes.second.push(await stroke(page, 0.6))
    })
    listed.push(await inWindow(browser, folder, many, listFrames))
  }
  const [base, shown] = [spread(shares.empty).median, spread(shares.full).median]
  const note = `median of ${rounds}, ${frameCount} frames each`
  return [
    row('frames under 16.8 ms while zooming and panning, empty canvas', base, '%', note),
    row('the same with a 2048 x 2048 picture and 30 shapes', shown, '%', note, { atLeast: Math.floor(base - 5) }),
    ...strokeRows('a brush stroke of 500 points and what follows it', strokes.second, { atMost: 0 }),
    ...strokeRows('the first such stroke of a window that was just opened', strokes.first),
    row('frames under 16.8 ms while scrolling a list of 200 instances', spread(listed).median, '%', note),
  ]
}

function strokeRows(what: string, strokes: readonly Stroke[], target?: Row['target']): Row[] {
  const counted = strokes.reduce((sum, { long }) => sum + long, 0)
  const gaps = strokes.map(({ longest }) => longest)
  return [
    row(`long frames (over 50 ms) of ${what}`, counted, '', `sum of ${strokes.length}`, target),
    row('the longest time from frame to frame in it', spread(gaps).median, 'ms', `median of ${strokes.length}`),
  ]
}

/** A project of a hundred rounds with branches: how soon it is open, and how its tree scrolls. */
async function tree(browser: Browser, folder: string, rounds: number): Promise<Row[]> {
  const file = await treeFile(folder)
  const opened: number[] = []
  const scrolled: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    openProject(file, projectOptions).close()
    opened.push(performance.now() - started)
    scrolled.push(await inWindow(browser, folder, file, treeFrames))
  }
  const note = `median of ${rounds}`
  return [
    row('a project of 100 rounds is open after', spread(opened).median, 'ms', note, { atMost: 300 }),
    row('frames under 16.8 ms while scrolling its tree', spread(scrolled).median, '%', note),
  ]
}

/** From the request to the first paint, and until the start screen can be used. */
async function opening(browser: Browser, folder: string, rounds: number): Promise<Row[]> {
  const ready: number[] = []
  const painted: number[] = []
  const usable: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const served = await serve(folder)
    ready.push(performance.now() - started)
    const page = await browser.newPage()
    const asked = performance.now()
    await page.goto(served.url)
    await page.getByRole('button', { name: 'New project' }).waitFor()
    usable.push(performance.now() - asked)
    painted.push(await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0'))
    await page.close()
    await served.stop()
  }
  const note = `median of ${rounds}`
  return [
    row('diorama serve: ready after', spread(ready).median / 1000, 's', note, { atMost: 1.5 }),
    row('first paint', spread(painted).median, 'ms', `${note}, a browser that runs already`),
    row('start screen can be used after', spread(usable).median, 'ms', `${note}, a browser that runs already`),
  ]
}

function row(what: string, value: number, unit: string, note: string, target?: Row['target']): Row {
  return { part: 'f', what, value, unit, note, load: load(), ...(target && { target }) }
}

function boxes(count: number): Instance[] {
  const columns = Math.ceil(Math.sqrt(count))
  const cell = side / columns
  return Array.from({ length: count }, (_, i) => {
    const [x0, y0] = [(i % columns) * cell + 8, Math.floor(i / columns) * cell + 8]
    return { id: `i${i}`, caption: `a red ball ${i}`, box: { x0, y0, x1: x0 + cell - 16, y1: y0 + cell - 16 } }
  })
}

const projectOptions = { now: Date.now, newId: () => makeId(Date.now()), version: '0.0.0' }

async function projectFile(folder: string, name: string, instances: Instance[], withPicture: boolean): Promise<string> {
  const file = path.join(folder, `${name}.diorama`)
  const document = emptyDocument({ width: side, height: side, settings: newDraftSettings(recommended) })
  const draft: Draft = { ...document.draft, scene: { ...document.draft.scene, instances } }
  const project = createProject(file, { ...document, draft }, projectOptions)
  if (withPicture) project.addRound(roundOf(draft), await noise(), { setParent: true })
  project.close()
  return file
}

/** Every tenth round goes on from one five before, so that there are branches; each has a picture of its own. */
async function treeFile(folder: string): Promise<string> {
  const file = await projectFile(folder, 'tree', boxes(8), false)
  const project = openProject(file, projectOptions)
  const { draft } = project.document
  for (let i = 0; i < 100; i++) {
    const parent = project.rounds.at(i % 10 === 9 ? -6 : -1)?.id ?? null
    project.addRound(roundOf({ ...draft, parent }), await plain(i), { setParent: true })
  }
  project.close()
  return file
}

async function plain(i: number): Promise<Uint8Array> {
  const background = { r: (53 * i) % 256, g: (97 * i) % 256, b: (193 * i) % 256 }
  return sharp({ create: { width: 256, height: 256, channels: 3, background } })
    .png()
    .toBuffer()
}

function roundOf(draft: Draft): NewRound {
  return {
    kind: 'generated',
    job: 'job',
    variant: 0,
    draft,
    width: side,
    height: side,
    seed: 0,
    passes: 0,
    seconds: 0,
    model: { name: 'none', digest: createHash('sha256').digest('hex') },
    device: { device: 'cpu', reason: '' },
    warnings: [],
  }
}

/** A picture without an empty area. */
async function noise(): Promise<Uint8Array> {
  const small = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256))
  return sharp(small, { raw: { width: 64, height: 64, channels: 3 } })
    .resize(side, side)
    .png()
    .toBuffer()
}

interface Served {
  readonly url: string
  stop(): Promise<void>
}

async function serve(folder: string, project?: string): Promise<Served> {
  const names = ['DATA', 'CONFIG', 'CACHE', 'STATE']
  const xdg = Object.fromEntries(names.map((name) => [`XDG_${name}_HOME`, path.join(folder, name)]))
  const entry = path.join(root, 'app/hosts/cli/main.ts')
  const child = spawn(process.execPath, [entry, 'serve', '--json', ...(project ? ['--project', project] : [])], {
    env: { ...process.env, ...xdg, HOME: folder, npm_package_name: undefined },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url)),
  )
  return {
    url,
    async stop() {
      child.kill()
      await ended
    },
  }
}

async function inWindow<T>(
  browser: Browser,
  folder: string,
  project: string,
  measure: (page: Page) => Promise<T>,
): Promise<T> {
  const served = await serve(folder, project)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(served.url)
  await page.locator('[data-canvas]').first().waitFor()
  // Estimate, words and thumbnails come in the first moments.
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.waitForTimeout(1000)
  const value = await measure(page)
  await page.close()
  await served.stop()
  return value
}

const frameCount = 180

/** Frames in the page: `deed(i)` is done in each, and how long each took is told. As text, because it runs there. */
function inFrames(count: number, deed: string): string {
  return `(async () => {
    const deed = ${deed}
    const times = []
    let last = await new Promise(requestAnimationFrame)
    for (let i = 0; i < ${count}; i++) {
      deed(i)
      const now = await new Promise(requestAnimationFrame)
      times.push(now - last)
      last = now
    }
    return times
  })()`
}

const share = (times: readonly number[]): number => (100 * times.filter((time) => time <= 16.8).length) / times.length

/** Zooms in and out and pans in turn, as a hand at the wheel does. */
async function zoomFrames(page: Page): Promise<number> {
  const times = await page.evaluate<number[]>(
    inFrames(
      frameCount,
      `(i) => {
        const surface = document.querySelector('[data-canvas]')
        const { x, y, width, height } = surface.getBoundingClientRect()
        const zooms = i % 2 === 0
        surface.dispatchEvent(new WheelEvent('wheel', {
          bubbles: true, cancelable: true, clientX: x + width / 2, clientY: y + height / 2,
          ctrlKey: zooms, shiftKey: !zooms, deltaY: (Math.floor(i / 20) % 2 === 0 ? -1 : 1) * (zooms ? 12 : 24),
        }))
      }`,
    ),
  )
  return share(times)
}

interface Stroke {
  /** Frames that the browser itself calls long: over 50 ms from the first task to the drawing (Long Animation Frames API). */
  readonly long: number
  /** Milliseconds from one frame's callbacks to the next one's. */
  readonly longest: number
}

/** Five points a frame, as a pen gives them; then the frames in which the window shows the mask. @param top share of the height */
async function stroke(page: Page, top: number): Promise<Stroke> {
  await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Mask', exact: true }).click()
  await page.evaluate(`
    window.longFrames = 0
    window.longObserver = new PerformanceObserver((list) => (window.longFrames += list.getEntries().length))
    window.longObserver.observe({ type: 'long-animation-frame' })`)
  const times = await page.evaluate<number[]>(
    inFrames(
      111,
      `(i) => {
        const surface = document.querySelector('[data-canvas]')
        const { x, y, width, height } = surface.getBoundingClientRect()
        const at = (k) => ({
          bubbles: true, cancelable: true, pointerId: 1, pointerType: 'pen', isPrimary: true, button: 0, buttons: 1,
          pressure: 0.5, clientX: x + width * (0.3 + 0.0008 * k), clientY: y + height * (${top} + 0.1 * Math.sin(k / 20)),
        })
        const send = (type, k) => surface.dispatchEvent(new PointerEvent(type, at(k)))
        if (i === 0) send('pointerdown', 0)
        else if (i === 100) send('pointerup', 500)
        else if (i < 100) for (let k = 0; k < 5; k++) send('pointermove', 5 * i + k)
      }`,
    ),
  )
  const long = await page.evaluate<number>(
    'window.longFrames += window.longObserver.takeRecords().length, window.longObserver.disconnect(), window.longFrames',
  )
  return { long, longest: Math.max(...times) }
}

async function listFrames(page: Page): Promise<number> {
  const times = await page.evaluate<number[]>(
    inFrames(
      frameCount,
      `(i) => {
        const grid = document.querySelector('[role=treegrid]')
        const scroller = [grid, ...grid.querySelectorAll('*'), grid.parentElement].find((each) => each.scrollHeight > each.clientHeight + 40)
        scroller?.scrollBy(0, (Math.floor(i / 60) % 2 === 0 ? 1 : -1) * 40)
      }`,
    ),
  )
  return share(times)
}

async function treeFrames(page: Page): Promise<number> {
  const times = await page.evaluate<number[]>(
    inFrames(
      frameCount,
      `(i) => {
        const tree = document.querySelector('[role=tree]')
        tree.parentElement.scrollBy((Math.floor(i / 60) % 2 === 0 ? -1 : 1) * 40, 0)
      }`,
    ),
  )
  return share(times)
}

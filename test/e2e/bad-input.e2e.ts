/** What cannot be used: a sentence at the right place, nothing lost, and the window goes on working. */
import { copyFileSync, openSync, readFileSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { expect, serveStudio, test } from './studio.ts'
import {
  box,
  canvas,
  captionField,
  click,
  command,
  drawBox,
  dropFile,
  generateButton,
  generated,
  instances,
  openScene,
  rounds,
  say,
  selected,
  setSteps,
  strip,
} from './gestures.ts'
import type { Thing } from './gestures.ts'

const ball = box('a red ball', 64, 64)

/** The newest message with these words, which is then put away. */
async function expectTold(page: Page, words: RegExp): Promise<void> {
  const message = page.locator('article').filter({ hasText: words }).last()
  await expect(message).toBeVisible()
  expect(await message.innerText()).not.toMatch(/undefined|NaN|\[object|Error:|SQLITE|at .*\.ts/)
  await message.getByRole('button', { name: 'Dismiss' }).click()
  await expect(message).toHaveCount(0)
}

/** Draws, says and takes back: what was there before is there still. */
async function expectWorks(page: Page, count: number): Promise<void> {
  await expect(instances(page)).toHaveCount(count)
  await drawBox(page, [300, 300], [400, 400])
  await say(page, 'a green tree')
  await page.keyboard.press('Escape')
  await expect(instances(page)).toHaveCount(count + 1)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(instances(page)).toHaveCount(count)
}

function scene(instancesOfIt: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): string {
  const things = instancesOfIt.map((each, i) => ({ id: `thing-${i}`, ...(each as Thing) }))
  const whole = { caption: '', width: 512, height: 512, depth: 'listed', instances: things }
  return JSON.stringify({ format: 'diorama/scene', version: 1, ...whole, ...more })
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A grey picture. @param rows that are really there */
function png(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const pixels = deflateSync(Buffer.alloc((width + 1) * rows, 0))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

/** Saves a copy. @returns where it lies */
async function copyTo(page: Page, name: string): Promise<string> {
  await command(page, 'Save a copy')
  await page.getByRole('textbox', { name: 'Name of the copy' }).fill(name)
  await page.keyboard.press('Enter')
  const notice = page.locator('article').filter({ hasText: 'Copy saved' })
  const words = await notice.innerText()
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  return /Copy saved: (.*\.diorama)/.exec(words)![1]!
}

const dropped: readonly (readonly [what: string, file: string, content: string | Buffer, told: RegExp])[] = [
  ['a text file', 'notes.txt', 'Buy apples.', /notes\.txt/],
  ['a drawing of lines', 'logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', /logo\.svg/],
  ['an empty file', 'nothing.png', '', /nothing\.png/],
  ['a picture that is none', 'photo.png', 'Not a picture at all.', /photo\.png/],
  ['a picture that breaks off', 'half.png', png(64, 64).subarray(0, 60), /half\.png/],
  ['a picture that says it is huge', 'scan.png', png(41_000, 29_000, 1), /scan\.png.*41,000 by 29,000/s],
  ['a picture of 20,000 pixels', 'banner.png', png(20_000, 10), /banner\.png.*20,000 by 10/s],
  ['a scene that is no JSON', 'scene.json', '{"format": "diorama/scene", ', /scene\.json/],
  ['a scene of other things', 'scene.json', '{"colours": ["red"], "format": 7}', /scene\.json/],
  ['a scene with nonsense', 'scene.json', scene([{ caption: 7, box: 'left' }]), /scene\.json/],
  ['a scene of a later version', 'scene.json', scene([], { version: 99 }), /version/],
  ['a scene without a size', 'scene.json', scene([], { width: 0 }), /width/],
  ['a project that is none', 'sea.diorama', 'This is no database.', /sea\.diorama/],
]

test('M1 files that cannot be used are refused by name, and nothing is lost', async ({ studio }) => {
  await openScene(studio, [ball])
  for (const [what, file, content, told] of dropped) {
    await test.step(what, async () => {
      await dropFile(studio, file, content)
      await expectTold(studio, told)
      await expect(instances(studio)).toHaveCount(1)
    })
  }
  await expectWorks(studio, 1)
})

test('C1 an empty scene opens, says what is missing, and can be drawn in', async ({ studio }) => {
  await openScene(studio, [])
  // There was no thing before either: that it was opened is a step to undo.
  await expect(studio.getByRole('button', { name: 'Undo' })).not.toHaveAttribute('aria-disabled', 'true')
  await expect(generateButton(studio)).toHaveAttribute('aria-disabled', 'true')
  await expect(studio.getByText('Draw or describe something first')).toBeVisible()
  await studio.keyboard.press('Control+Enter')
  await expect(studio.getByRole('progressbar', { name: 'Progress' })).toHaveCount(0)
  await expectWorks(studio, 0)
})

test('C1 31 instances: said before the run, and the picture is drawn of those that the model takes', async ({
  studio,
}) => {
  const many = Array.from({ length: 31 }, (_, i) => box('a red ball', (i % 6) * 80, Math.floor(i / 6) * 80, 72, 72))
  await openScene(studio, many)
  await expect(strip(studio)).toContainText(/31 instances; this model sees (the first )?8/)
  await setSteps(studio, 2)
  await studio.keyboard.press('Control+Enter')
  await generated(studio, 1)
  await expectWorks(studio, 31)
})

test('C1 a place outside the picture: warned at the thing, and it still can be moved back', async ({ studio }) => {
  await openScene(studio, [box('a red ball', 600, 600), box('a blue house', 448, 64)])
  await expect(instances(studio).nth(0)).toContainText('Check')
  await instances(studio).nth(0).click()
  await expect(strip(studio)).toContainText('outside the picture')
  const x = studio.getByRole('spinbutton', { name: 'X' })
  for (const nonsense of ['abc', '', '1e99', '-1e99', '--5', 'NaN', 'Infinity']) {
    await x.fill(nonsense)
    await x.press('Enter')
    await expect(x).toHaveValue(/^-?\d+(\.\d+)?$/)
  }
  await x.fill('200')
  await x.press('Enter')
  await expect(x).toHaveValue('200')
  await expect(studio.locator('article')).toHaveCount(0)
  await expectWorks(studio, 2)
})

test('C3 a caption of 400 tokens: counted, warned, kept whole, and drawn', async ({ studio }) => {
  await openScene(studio, [ball])
  await click(studio, [128, 128])
  const long = Array.from({ length: 400 }, () => 'ball').join(' ')
  await captionField(studio).fill(long)
  await studio.keyboard.press('Enter')
  await expect(strip(studio)).toContainText(/400 tokens; the model reads the first \d+/)
  await expect(captionField(studio)).toHaveValue(long)
  await expect(selected(studio)).toContainText('Check')
  await setSteps(studio, 2)
  await studio.keyboard.press('Control+Enter')
  await generated(studio, 1)
  await expect(captionField(studio)).toHaveValue(long)
})

test('C1 pasted text that is no copy of things is refused in words', async ({ studio }) => {
  await openScene(studio, [ball])
  for (const text of ['lorem ipsum', '{"instances": 5}', '[]', 'null', '']) {
    await studio.evaluate((words) => navigator.clipboard.writeText(words), text)
    await canvas(studio).focus()
    await studio.keyboard.press('Control+v')
    await expectTold(studio, /copied|paste|things/i)
  }
  await expectWorks(studio, 1)
})

test('P4 project files: a newer one, a damaged one, one that is not there, and a place that cannot be written to', async ({
  alone: studio,
  served,
}) => {
  await openScene(studio, [ball])
  const saved = await copyTo(studio, 'Sea')
  const beside = (name: string): string => path.join(served.folder, name)

  const newer = beside('newer.diorama')
  copyFileSync(saved, newer)
  const database = new Database(newer)
  database.exec('ALTER TABLE round ADD COLUMN more TEXT')
  database.pragma('user_version = 99')
  database.close()
  const damaged = beside('damaged.diorama')
  copyFileSync(saved, damaged)
  const wrong = new Database(damaged)
  wrong.exec('UPDATE document SET step = 77')
  wrong.close()
  const lost = beside('lost.diorama')
  copyFileSync(saved, lost)
  const bytes = readFileSync(lost).length
  const file = openSync(lost, 'r+')
  for (let at = 4096; at + 512 < bytes; at += 4096) writeSync(file, Buffer.alloc(512, 0xa5), 0, 512, at)
  closeSync(file)
  writeFileSync(beside('folder'), 'A file where a folder should be.')

  for (const [what, where, told] of [
    ['newer', newer, /newer/],
    ['damaged', damaged, /"damaged\.diorama" is damaged\..*Repair into a new file.*Look only/s],
    // There is nothing to repair it from, so that is not offered.
    ['lost', lost, /nothing in it can be read\.(?!.*(Repair|Look))/s],
    ['not there', beside('gone.diorama'), /gone\.diorama/],
    ['in a file', path.join(beside('folder'), 'sea.diorama'), /sea\.diorama/],
    ['a folder', served.folder, new RegExp(`"${path.basename(served.folder)}" is not a Diorama project`)],
    ['nonsense', 'not a path', /"not a path" is not there any more, or it may not be read\./],
  ] as const) {
    await test.step(what, async () => {
      await studio.keyboard.press('Alt+o')
      await studio.getByRole('textbox', { name: /path of a project/ }).fill(where)
      await studio.keyboard.press('Enter')
      await expectTold(studio, told)
    })
  }
  for (const [name, kept] of [
    ['a/b', 'a b'],
    ['..', 'Untitled \\d+'],
    ['.', 'Untitled \\d+'],
    ['con', 'con picture'],
    ['x'.repeat(120), 'x'.repeat(120)],
    ['<>:"|?*', 'Untitled \\d+'],
  ] as const) {
    await test.step(`a copy named ${name.slice(0, 12)}`, async () => {
      await command(studio, 'Save a copy')
      await studio.getByRole('textbox', { name: 'Name of the copy' }).fill(name)
      await studio.keyboard.press('Enter')
      await expectTold(studio, new RegExp(`Copy saved: .*/Diorama/${kept}\\.diorama`))
    })
  }
  await expectWorks(studio, 1)
  await studio.keyboard.press('Alt+o')
  await studio.getByRole('textbox', { name: /path of a project/ }).fill(damaged)
  await studio.keyboard.press('Enter')
  await studio.getByRole('alert').getByRole('button', { name: 'Look only' }).click()
  await expect(strip(studio)).toContainText('"damaged.diorama" was opened to look only.')
  await expect(instances(studio)).toHaveCount(1)
  await studio.getByRole('button', { name: 'Save a copy' }).click()
  await expect(studio.getByRole('textbox', { name: 'Folder on this computer' })).toHaveValue(beside('Diorama'))
})

test('P4 a project that is open elsewhere is offered as a copy and to look only', async ({
  alone,
  served,
  browser,
}) => {
  await openScene(alone, [ball])
  const name = (await alone.getByRole('heading', { level: 1 }).innerText()).trim()
  const file = path.join(served.folder, 'Diorama', `${name}.diorama`)
  const other = await serveStudio()
  const page = await browser.newPage()
  await page.goto(other.url)
  await expect(page.getByRole('heading', { name: 'Set the scene' })).toBeVisible()
  const openAgain = async (): Promise<void> => {
    await page.keyboard.press('Alt+o')
    await page.getByRole('textbox', { name: /path of a project/ }).fill(file)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText('is open in another window')
  }
  await openAgain()
  await page.getByRole('button', { name: 'Open a copy' }).click()
  await expectWorks(page, 1)
  await openAgain()
  await page.getByRole('button', { name: 'Look only' }).click()
  await expect(page.getByRole('banner')).toContainText('Look only')
  await expect(instances(page)).toHaveCount(1)
  await page.close()
  await other.stop()
  rmSync(other.folder, { recursive: true, force: true })
})

test('P4 a project of a newer Diorama that can be read is open to look only, and says so', async ({
  alone: studio,
  served,
}) => {
  await openScene(studio, [ball])
  const file = path.join(served.folder, 'newer.diorama')
  copyFileSync(await copyTo(studio, 'Harbour'), file)
  const database = new Database(file)
  database.pragma('user_version = 99')
  database.close()
  await studio.keyboard.press('Alt+o')
  await studio.getByRole('textbox', { name: /path of a project/ }).fill(file)
  await studio.keyboard.press('Enter')
  await expect(strip(studio)).toContainText(/newer\.diorama" was made with .*, so it is open to look only\./)
  await expect(studio.getByRole('banner')).toContainText('Look only')
  await expect(instances(studio)).toHaveCount(1)
  await expect(generateButton(studio)).toHaveAttribute('aria-disabled', 'true')
})

async function deleteRound(page: Page): Promise<void> {
  await rounds(page).first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
}

test('P4 a project that is open to look only: whatever would change it says why, and changes nothing', async ({
  page,
  served,
}) => {
  const file = path.join(served.folder, 'fair.diorama')
  copyFileSync(path.resolve(import.meta.dirname, '../../examples/meadow-fair.diorama'), file)
  const database = new Database(file)
  database.pragma('user_version = 99')
  database.close()
  await page.goto(served.url)
  await page.keyboard.press('Alt+o')
  await page.getByRole('textbox', { name: /path of a project/ }).fill(file)
  await page.keyboard.press('Enter')
  await expect(rounds(page)).toHaveCount(4)
  await rounds(page).first().click()
  await expect(strip(page)).toContainText('This is ')
  // The list follows the strip: the draft has four.
  await expect(instances(page)).toHaveCount(2)
  const words = await strip(page).innerText()
  for (const [what, deed] of [
    ['star', () => page.keyboard.press('Shift+S')],
    ['go on', () => rounds(page).first().dblclick()],
    ['delete', () => deleteRound(page)],
    ['dropped scene', () => dropFile(page, 'scene.json', scene([ball]))],
    ['dropped picture', () => dropFile(page, 'grey.png', png(64, 64))],
  ] as const) {
    await test.step(what, async () => {
      await deed()
      await expectTold(page, /open to look only/)
      await expect(strip(page)).toHaveText(words, { useInnerText: true })
      await expect(rounds(page)).toHaveCount(4)
    })
  }
  await expect(instances(page)).toHaveCount(2)
})

test('I3 a scene that is dropped on a round that is looked at is what is shown then', async ({ start: page }) => {
  await dropFile(
    page,
    'Fair.diorama',
    readFileSync(path.resolve(import.meta.dirname, '../../examples/meadow-fair.diorama')),
  )
  await rounds(page).first().click()
  await expect(strip(page)).toContainText('This is ')
  await dropFile(page, 'scene.json', scene([ball]))
  await expect(instances(page)).toHaveCount(1)
  await expect(strip(page)).not.toContainText('This is ')
})

/** The system's own: nobody makes a file there, root neither, who may write to any folder that is only marked as read only. */
const systemFolders: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: '/System', win32: 'C:\\Windows' }

test('P4 a folder that is read only: said, and the draft is safe', async ({ alone: studio }) => {
  await openScene(studio, [ball])
  await command(studio, 'Save a copy')
  await studio.getByRole('textbox', { name: 'Name of the copy' }).fill('Lake')
  await studio.getByRole('textbox', { name: 'Folder on this computer' }).fill(systemFolders[process.platform] ?? '/sys')
  await studio.keyboard.press('Enter')
  await expectTold(studio, /written/)
  await expectWorks(studio, 1)
})

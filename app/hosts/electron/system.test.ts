/** The system around the window: its menu, its dialogs, its colours, and what is told outside the window. */
import { beforeEach, expect, it, vi } from 'vitest'
import type { Job } from '../../contract/jobs.ts'
import { memoryStudio } from '../../links/studio.helper.ts'
import * as standIn from './electron.helper.ts'

vi.doMock('electron', () => standIn)
const { choosePlace } = await import('./dialogs.ts')
const { setMenu } = await import('./menu.ts')
const { tellOutside } = await import('./notices.ts')
const { themed } = await import('./theme.ts')
const { BrowserWindow, world, log } = standIn

beforeEach(() => {
  log.splice(0)
  Object.assign(world, { windows: [], notices: [], isFocused: true, isDark: false })
})

it('A3 menu: macOS has its bar, with the edits of text but not the undo that the page hears itself', () => {
  setMenu('darwin')
  const menu = world.menu as { role: string; submenu?: { role: string }[] }[]
  expect(menu.map(({ role }) => role)).toEqual(['appMenu', 'editMenu', 'windowMenu'])
  expect(menu[1]!.submenu!.map(({ role }) => role)).toEqual(['cut', 'copy', 'paste', 'selectAll'])
})

it.for(['linux', 'win32'] as const)(
  'A3 menu: on %s the page has the menu, and no key opens the developer tools',
  (system) => {
    setMenu(system)
    expect(world.menu).toBeNull()
  },
)

it('P1 dialog: a copy is saved as a project, over the window that asks', async () => {
  const window = new BrowserWindow({ name: 'studio' })
  world.chosen = { canceled: false, filePath: '/copies/b.diorama' }
  expect(await choosePlace({ suggested: '/projects/a copy.diorama', kind: 'diorama' })).toBe('/copies/b.diorama')
  const options = { defaultPath: '/projects/a copy.diorama', filters: [{ extensions: ['diorama'] }] }
  expect(log[0]).toMatchObject(['showSaveDialog', window, options])
})

it.for([
  ['jpeg', 'jpg'],
  ['json', 'json'],
] as const)('X1 dialog: an export as %s is saved with its own ending', async ([kind, extension]) => {
  world.chosen = { canceled: false, filePath: `/exports/a.${extension}` }
  expect(await choosePlace({ suggested: '/projects/a', kind })).toBe(`/exports/a.${extension}`)
  expect(log[0]).toMatchObject(['showSaveDialog', { filters: [{ extensions: [extension] }] }])
})

it('P1 dialog: whoever thinks better of it chooses nothing', async () => {
  world.chosen = { canceled: true, filePath: '' }
  expect(await choosePlace({ suggested: '/a', kind: 'png' })).toBeNull()
})

it('A2 theme: the system draws its parts as the artist likes them, from the start and after a change', async () => {
  const studio = await themed(memoryStudio().studio)
  expect(standIn.nativeTheme.themeSource).toBe('system')
  await studio.setPreferences({ theme: 'light' })
  expect(standIn.nativeTheme.themeSource).toBe('light')
})

const job = (change: Partial<Job>): Job => ({
  id: 'j1',
  project: 'p1',
  state: 'running',
  parent: null,
  draftParent: null,
  seed: 1,
  variants: 1,
  queuedAt: 0,
  startedAt: 0,
  passes: 20,
  rounds: [],
  ...change,
})
const progress = (done: number) => ({ phase: 'denoise' as const, done, total: 20 })

/** What the jobs leave behind: the bar after each, and the notices. */
async function tell(jobs: readonly Job[], atMs: number) {
  const window = new BrowserWindow({ name: 'studio' })
  const memory = memoryStudio()
  const stop = new AbortController()
  const over = tellOutside(memory.studio, () => atMs, stop.signal)
  const bars: (number | undefined)[] = []
  for (const one of jobs) {
    await expect.poll(() => memory.listeners()).toBe(1)
    memory.emit({ type: 'job', job: one })
    await new Promise((resolve) => setImmediate(resolve))
    bars.push(window.progress)
  }
  stop.abort()
  await over
  return { bars, notices: world.notices.map(({ options }) => options.body), window }
}

it('G2 progress: the bar follows the run and goes with it, whatever waits behind', async () => {
  const { bars } = await tell(
    [
      job({}),
      job({ progress: progress(5) }),
      job({ id: 'j2', state: 'waiting' }),
      job({ progress: progress(20) }),
      job({ id: 'j2', state: 'stopped' }),
      job({ state: 'done', progress: progress(20) }),
    ],
    1000,
  )
  expect(bars).toEqual([-1, 0.25, 0.25, 1, 1, -1])
})

it.for([
  ['a long run that nobody watches', 30_000, false, 'done', ['The picture is done.']],
  ['a long run that failed', 30_000, false, 'failed', ['Drawing stopped.']],
  ['a long run that was stopped by hand', 30_000, false, 'stopped', []],
  ['a short run', 10_000, false, 'done', []],
  ['a long run in the window in front', 30_000, true, 'done', []],
] as const)('G2 notice: of %s', async ([, atMs, isFocused, state, expected]) => {
  world.isFocused = isFocused
  const { notices, window } = await tell([job({}), job({ state })], atMs)
  expect(notices).toEqual(expected)
  world.notices[0]?.emit('click')
  expect(window.done).toEqual(expected.map(() => 'focus'))
})

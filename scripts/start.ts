/**
 * `npm start`: builds what is out of date and opens the studio, on the desktop where Electron can be had, and otherwise in
 * the browser. `-- --browser` chooses the browser, `-- --no-open` only prints the address; all else is handed on.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { buildState, desktopBuild, windowBuild, type Build } from '../app/hosts/server/window-build.ts'

const root = path.resolve(import.meta.dirname, '..')
const electron = path.join(root, 'node_modules/electron')
const own = new Set(['--browser', '--no-open'])
const given = process.argv.slice(2)
const handedOn = given.filter((argument) => !own.has(argument))
/** An address is wished for, in one way or the other; the desktop window has none. */
const wantsBrowser = given.some((argument) => own.has(argument) || /^--(port|json)\b/.test(argument))

/** Ends sooner than this with a failure: Electron could not open its window, as without the system's libraries. */
const startMs = 5000

let isStopped = false

process.exitCode = await main()

async function main(): Promise<number> {
  build('the window', windowBuild, [])
  if (!wantsBrowser) {
    const ended = await desktop()
    if (typeof ended === 'number') return ended
    console.error(`${ended} Opening the studio in the browser.`)
  }
  return browser()
}

/** @returns the exit code, or one sentence that says why there is no desktop window */
async function desktop(): Promise<number | string> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'There is no display for a desktop window.'
  }
  if (!hasElectron()) return 'The desktop window needs Electron, which could not be fetched.'
  build('the desktop window', desktopBuild, ['--config', 'vite.host.config.ts'])
  const started = performance.now()
  const code = await run([path.join(electron, 'cli.js'), root, ...handedOn])
  const hasFailed = code !== 0 && !isStopped && performance.now() - started < startMs
  return hasFailed ? `Electron could not open a window (it ended with code ${code}).` : code
}

/** Electron fetches its program when it is asked to; without a network that fails at once. */
function hasElectron(): boolean {
  const install = path.join(electron, 'install.js')
  if (!existsSync(install)) return false
  if (!existsSync(path.join(electron, 'path.txt'))) console.error('Fetching Electron for the desktop window, once…')
  return spawnSync(process.execPath, [install], { cwd: root, stdio: 'ignore' }).status === 0
}

function browser(): Promise<number> {
  const open = given.includes('--no-open') ? [] : ['--open']
  return run([path.join(root, 'app/hosts/cli/main.ts'), 'serve', ...open, ...handedOn])
}

function build(what: string, wanted: Build, options: readonly string[]): void {
  if (buildState(root, wanted) === 'ready') return
  console.error(`Building ${what}…`)
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...options], {
    cwd: root,
    // What npm start answers on stdout is the studio's.
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs a script to its end; Ctrl-C and a plain kill reach it, and it tidies up. */
function run(script: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...script], {
    cwd: root,
    stdio: 'inherit',
  })
  process.on('SIGINT', () => {
    isStopped = true
  })
  process.on('SIGTERM', () => {
    isStopped = true
    child.kill('SIGTERM')
  })
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

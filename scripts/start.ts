/** `npm start`: until there is a window, the first example scene is drawn, and it is said where the picture is. */
import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const commandLine = path.join(root, 'app/hosts/cli/main.ts')
const scene = path.join(root, 'examples/three-things.json')

console.log('Diorama has no window yet; drawing the first example, examples/three-things.json, with the starter model…')
const render = spawn(process.execPath, [commandLine, 'render', scene, ...process.argv.slice(2)], { stdio: 'inherit' })
process.on('SIGINT', () => {}) // the command line hears it too, and tidies up
render.on('exit', (code) => {
  if (code === 0) console.log('More: npm run -s diorama -- --help')
  process.exitCode = code ?? 1
})

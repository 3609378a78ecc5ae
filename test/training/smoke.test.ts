/** The training's own page, followed to the letter: its smoke run, and what comes out of it drawn with. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { diorama, root, temporaryFolder } from '../cli/cli.helper.ts'

const training = path.join(root, 'native-models/training')
const pythons = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].filter((name) => name !== undefined)
const python = pythons.find((name) => spawnSync(name, ['-c', 'import torch, numpy, PIL']).status === 0)
const title = python
  ? 'M1 training: the smoke run of its page makes a model that the program draws with'
  : `M1 training: the smoke run was NOT made: none of ${pythons.join(', ')} has torch, numpy and Pillow (see native-models/training/README.md)`
/** As the page exports them: the world that is drawn quickest, and processes of one thread, as more wait for each other. */
const env = { ...process.env, WORLD: 'first', OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }

/** The commands under a heading of the page, one a line. */
function commandsUnder(heading: string): string[] {
  const page = readFileSync(path.join(training, 'README.md'), 'utf8')
  const [section = ''] = page.split(`## ${heading}\n`)[1]?.split('\n## ') ?? []
  return section.split('\n').flatMap((line) => (line.startsWith('    python3 ') ? [line.trim()] : []))
}

it.runIf(python)(title, { timeout: 400_000 }, async () => {
  const folder = temporaryFolder()
  const commands = commandsUnder('A smoke run of a minute')
  expect(commands).toHaveLength(6)
  for (const command of commands) {
    const args = command.replaceAll('/tmp/smoke', folder).split(/\s+/).slice(1)
    await promisify(execFile)(python!, ['-W', 'ignore', ...args], { cwd: training, env })
  }
  const scene = path.join(root, 'examples/three-things.json')
  const model = path.join(folder, 'model.safetensors')
  const run = ['render', scene, '--model', model, '--out', folder, '--steps', '2', '--json']
  const { code, stdout, stderr } = await diorama(run)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ width: 128, height: 128, passes: expect.any(Number) })
})

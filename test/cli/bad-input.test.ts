/** Bad input ends with one sentence on stderr, nothing on stdout, exit code 1, and never a stack trace. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { diorama, root, temporaryFolder } from './cli.helper.ts'

const folder = temporaryFolder()
const example = path.join(root, 'examples/three-things.json')
const scene = { format: 'diorama/scene', version: 1, caption: 'a cat', width: 64, height: 64, instances: [] }

writeFileSync(path.join(folder, 'broken.json'), '{"caption": ')
writeFileSync(path.join(folder, 'other.json'), '{"name": "diorama"}')
writeFileSync(path.join(folder, 'one-problem.json'), JSON.stringify({ ...scene, width: -1 }))
writeFileSync(path.join(folder, 'problems.json'), JSON.stringify({ ...scene, width: -1, caption: 7 }))
writeFileSync(path.join(folder, 'newer.json'), JSON.stringify({ ...scene, version: 99 }))
writeFileSync(path.join(folder, 'text.pth'), 'not a checkpoint')
writeFileSync(path.join(folder, 'cut.safetensors'), Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22]))
writeFileSync(path.join(folder, 'file'), '')
mkdirSync(path.join(folder, 'empty'))

test('A4 a scene file that begins with a byte order mark, as Windows programs write it, is read', async () => {
  const marked = path.join(folder, 'marked.json')
  writeFileSync(marked, `\ufeff${JSON.stringify(scene)}`)
  const ended = await diorama(['rounds', marked, '--project', 'marked', '--model', 'gone.pth'], { cwd: folder })
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: There is no file "gone.pth" .*\.\n$/) })
})

test.each([
  ['no scene', ['render'], /^error: missing required argument 'scene.json'/],
  ['an unknown option', ['render', example, '--colour', 'red'], /^error: unknown option '--colour'/],
  [
    'a missing scene file',
    ['render', 'nowhere.json'],
    /^error: There is no file "nowhere.json" \(looked for .*\)\.\n$/,
  ],
  ['a folder as scene', ['render', 'empty'], /^error: "empty" is a folder; give a file\.\n$/],
  ['broken JSON', ['render', 'broken.json'], /^error: "broken.json" cannot be drawn\. The scene is not JSON: .*\.\n$/],
  [
    'JSON that is no scene',
    ['render', 'other.json'],
    /^error: "other.json" cannot be drawn\. This is not a scene: .*\.\n$/,
  ],
  [
    'a scene with one problem',
    ['render', 'one-problem.json'],
    /^error: "one-problem.json" cannot be drawn\. width must be at least 1\.\n$/,
  ],
  ['a scene from a newer program', ['render', 'newer.json'], /^error: "newer.json" .* version 99, .*\.\n$/],
  [
    'a sampler that is unknown',
    ['render', example, '--sampler', 'euler'],
    /^error: .*'euler' is invalid\. Allowed choices are plms, ddim, dpmpp2m, unipc\.\n$/,
  ],
  [
    'a device that is unknown',
    ['render', example, '--device', 'tpu'],
    /^error: .*'tpu' is invalid\. Allowed choices are auto, cpu, .*\.\n$/,
  ],
  [
    'no steps',
    ['render', example, '--steps', '0'],
    /^error: .*'0' is invalid\. Give a whole number from 1 to 1000\.\n$/,
  ],
  ['a missing checkpoint', ['render', example, '--model', 'gone.pth'], /^error: There is no file "gone.pth" .*\.\n$/],
  [
    'a file for --out',
    ['render', example, '--out', 'file'],
    /^error: The folder .*file cannot be made \(EEXIST\); .*\.\n$/,
  ],
  ['text as a checkpoint', ['render', example, '--model', 'text.pth'], /^error: "text.pth": it is neither .*\.\n$/],
  ['half a checkpoint', ['inspect', 'cut.safetensors'], /^error: "cut.safetensors": .*\.\n$/],
  ['a missing folder', ['engine-check', 'nowhere'], /^error: There is no folder "nowhere" \(looked for .*\)\.\n$/],
  ['a folder without cases', ['engine-check', 'empty'], /^error: .*cases\.json.*\.\n$/],
  [
    'an unknown format',
    ['eval', 'starter', '--formats', 'box,circle'],
    /^error: .*Give one of box, point, scribble, mask, all, mixed\.\n$/,
  ],
])('A4 %s is said in one sentence', async (_, args, sentence) => {
  const { code, stdout, stderr } = await diorama(args, { cwd: folder })
  expect(stderr).toMatch(sentence)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})

test('A4 every problem of a scene is listed', async () => {
  const { code, stderr } = await diorama(['render', 'problems.json'], { cwd: folder })
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^error: "problems.json" cannot be drawn\. It has 2 problems:\n {2}caption must be text\.\n {2}width must be at least 1\.\n$/,
  )
})

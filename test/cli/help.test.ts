/** What the command line says about itself. */
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { diorama } from './cli.helper.ts'

const renderOptions = [
  'model',
  'device',
  'seed',
  'steps',
  'sampler',
  'mis',
  'merge',
  'rule',
  'alpha',
  'guidance',
  'size',
  'variants',
  'out',
  'json',
]

test.each([
  { command: 'render', options: renderOptions },
  { command: 'export', options: ['as', 'round', 'all', 'size', 'quality', 'no', 'out', 'json'] },
  { command: 'devices', options: ['json'] },
  { command: 'inspect', options: ['json'] },
  { command: 'engine-check', options: ['device', 'json'] },
  {
    command: 'eval',
    options: [
      'set',
      'layouts',
      'table',
      'formats',
      'mis',
      'merge',
      'steps',
      'sampler',
      'guidance',
      'device',
      'pictures',
      'json',
    ],
  },
])('A4 $command --help names every option', async ({ command, options }) => {
  const { code, stdout, stderr } = await diorama([command, '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const named = [...stdout.matchAll(/^ {2}--([a-z]+)/gm)].map((match) => match[1])
  expect(named).toEqual(options)
})

test('A4 without a command it lists the commands and fails', async () => {
  const { code, stderr } = await diorama([])
  expect(code).toBe(1)
  for (const command of ['render', 'export', 'devices', 'inspect', 'engine-check', 'eval'])
    expect(stderr).toContain(`  ${command} `)
})

test('A4 --version is that of the package', async () => {
  expect(await diorama(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' })
})

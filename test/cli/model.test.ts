/** The commands that look at models and devices. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { tinyFolder } from '../golden.ts'
import { diorama, temporaryFolder } from './cli.helper.ts'

const folder = temporaryFolder()

test('M2 inspect --json describes a file of the published layout, also where it says too little to be run', async () => {
  const { code, stdout, stderr } = await diorama(['inspect', path.join(tinyFolder, 'checkpoint.pth'), '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const info = JSON.parse(stdout)
  expect(info).toMatchObject({ format: 'pth', usesEma: false, ignored: ['opt', 'scheduler', 'iters'] })
  expect(info.groups).toContainEqual({
    name: 'model',
    tensors: 1080,
    parameters: 2_508_829,
    bytes: 10_035_316,
    types: ['float32'],
  })
})

test('M1 inspect starter says what the starter model is, for people', async () => {
  const { code, stdout } = await diorama(['inspect', 'starter'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^file .*starter\.safetensors \(safetensors, /)
  expect(stdout).toMatch(/^grounding +up to \d+ instances$/m)
  expect(stdout).toMatch(/^pictures +128 x 128, /m)
})

test('M3 devices --json reports on every device of the table', async () => {
  const { code, stdout } = await diorama(['devices', '--json'])
  expect(code).toBe(0)
  const { devices } = JSON.parse(stdout)
  expect(devices.map(({ device }: { device: string }) => device)).toEqual(['cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
  expect(devices[0]).toMatchObject({ available: true })
})

/** The folder of recorded answers with a changed list of cases. */
function withCases(name: string, change: (cases: readonly Case[]) => readonly Case[]): string {
  const target = path.join(folder, name)
  cpSync(tinyFolder, target, { recursive: true })
  const golden = JSON.parse(readFileSync(path.join(tinyFolder, 'cases.json'), 'utf8'))
  writeFileSync(path.join(target, 'cases.json'), JSON.stringify({ ...golden, cases: change(golden.cases) }))
  return target
}

interface Case {
  readonly id: string
  readonly kind: string
}

const isQuick = ({ kind }: Case): boolean => ['randn', 'fourier', 'downsample'].includes(kind)

describe('M2 engine-check', () => {
  test('M2 --json has the relative error of every expected output, and the worst', async () => {
    const { code, stdout, stderr } = await diorama([
      'engine-check',
      withCases('quick', (cases) => cases.filter(isQuick)),
      '--json',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { tensors, worst } = JSON.parse(stdout)
    expect(tensors.length).toBeGreaterThan(3)
    for (const tensor of tensors) expect(tensor.relativeError).toBeLessThan(3e-5)
    expect(worst.relativeError).toBe(Math.max(...tensors.map((each: { relativeError: number }) => each.relativeError)))
  })

  test('M2 prints the worst last', async () => {
    const { stdout } = await diorama(['engine-check', path.join(folder, 'quick')])
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^worst: \S+ +\S+ +\d\.\d\de-\d+$/)
  })

  test('M2 an expected output that cannot be made is an error, not silence', async () => {
    const unknown = withCases('unknown', (cases) => [
      ...cases.filter(isQuick),
      { ...cases[0]!, id: 'later_1', kind: 'later' },
    ])
    const { code, stdout, stderr } = await diorama(['engine-check', unknown, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).failures).toMatchObject([{ case: 'later_1' }])
    expect(stderr).toMatch(/^error: 1 of the expected outputs could not be made:\n {2}later_1 /)
  })
})

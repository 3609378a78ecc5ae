/** Which devices are found, and which one is chosen. */
import { expect, it } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { chooseDevice, probeDevices, supplyOf, type DeviceReport } from './devices.ts'
import { probe } from './probe.ts'
import { deviceNames } from './session.ts'
import { float32, relativeError } from './tensor.ts'

const passed = (device: DeviceReport['device'], milliseconds: number): DeviceReport => ({
  device,
  available: true,
  reason: 'The self-test ran.',
  selfTest: { relativeError: 1e-5, milliseconds },
})
const failed = (device: DeviceReport['device']): DeviceReport => ({
  device,
  available: false,
  reason: 'No adapter was found.',
})

function square() {
  const graph = new Graph()
  const x = graph.input('x', [1, 4])
  graph.output('y', graph.mul(x, x))
  return { graph: graph.bytes(), feeds: { x: float32(Float32Array.of(1, 2, 3, 4), [1, 4]) } }
}

it('M3 devices: every device of the table gets a report, with the reason where it cannot be used', async () => {
  const reports = await probeDevices(square())
  expect(reports.map(({ device }) => device)).toEqual(deviceNames)
  for (const { available, reason, selfTest } of reports) {
    expect(reason).toMatch(/^[A-Z].*\.$/)
    expect(reason).not.toContain('onnxruntime_src')
    if (available) expect(selfTest!.relativeError).toBeLessThanOrEqual(1e-3)
  }
  expect(reports[0]).toMatchObject({ device: 'cpu', available: true, selfTest: { relativeError: 0 } })
})

it('M3 devices: a device that this platform does not ship is not tried, and the report says so', async () => {
  const missing = deviceNames.find((name) => !supplyOf(name))!
  const reports = await probeDevices(square(), { devices: [missing] })
  expect(reports.map(({ device }) => device)).toEqual(['cpu', missing])
  expect(reports[1]!.reason).toContain('comes without')
})

it('M3 devices: Windows has WebGPU and DirectML but no CUDA, Linux can add CUDA, an Intel Mac has nothing', () => {
  expect(deviceNames.map((name) => supplyOf(name, 'win32 x64'))).toEqual([
    'shipped',
    'shipped',
    undefined,
    'shipped',
    undefined,
  ])
  expect(deviceNames.map((name) => supplyOf(name, 'linux x64'))).toEqual([
    'shipped',
    'shipped',
    'added',
    undefined,
    undefined,
  ])
  expect(deviceNames.some((name) => supplyOf(name, 'darwin x64'))).toBe(false)
})

it('M3 devices: a graph that the device cannot open is reported in a sentence', async () => {
  const result = await probe('cpu', { graph: Uint8Array.of(7), feeds: {} }, 20_000)
  expect(result).toMatchObject({ failure: expect.stringContaining('cannot be opened on cpu') })
})

it('M3 devices: a probe that hangs is ended and reported', async () => {
  const result = await probe('cpu', square(), 1)
  expect(result).toEqual({ failure: 'No answer within 0.001 seconds.' })
})

it('M3 devices: the best device that passed is chosen, otherwise the CPU', () => {
  expect(chooseDevice([passed('cpu', 10), passed('webgpu', 8), passed('cuda', 9)], 'auto').device).toBe('cuda')
  expect(chooseDevice([passed('cpu', 10), passed('webgpu', 8), failed('cuda')], 'auto').device).toBe('webgpu')
  expect(chooseDevice([passed('cpu', 10), failed('webgpu')], 'auto').device).toBe('cpu')
})

it('M3 devices: a driver that computes in software is not chosen, but can be asked for', () => {
  const reports = [passed('cpu', 10), passed('webgpu', 4000)]
  expect(chooseDevice(reports, 'auto')).toEqual({
    device: 'cpu',
    reason: 'WebGPU works here, but far slower than the CPU.',
  })
  expect(chooseDevice(reports, 'webgpu').device).toBe('webgpu')
})

it('M3 devices: what was asked for and cannot be used falls back, with the reason', () => {
  const choice = chooseDevice([passed('cpu', 10), failed('webgpu')], 'webgpu')
  expect(choice).toEqual({ device: 'cpu', reason: 'WebGPU cannot be used, so the CPU is: No adapter was found.' })
})

it('M3 devices: the relative error is that of the norms, and wrong numbers make it NaN', () => {
  const b = float32(Float32Array.of(3, 4), [2])
  expect(relativeError([float32(Float32Array.of(3, 4.5), [2])], [b])).toBeCloseTo(0.1, 6)
  expect(relativeError([float32(Float32Array.of(3, NaN), [2])], [b])).toBeNaN()
  expect(relativeError([], [b])).toBeNaN()
})

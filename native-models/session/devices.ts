/**
 * Which devices can run a graph here: what the runtime's package ships for this platform, then a self-test of each.
 *
 * A provider is tried in a process of its own, because a driver can abort it. It counts only if it computes every node of
 * the self-test's graph itself and agrees with the CPU.
 */
import { deviceNames, type DeviceName } from './session.ts'
import { probe, type RunElsewhere } from './probe.ts'
import type { Probe } from './run-probe.ts'
import { relativeError, type Tensor } from './tensor.ts'

/** A graph that any device should manage, and what to feed it. */
export interface SelfTest {
  readonly graph: Uint8Array
  readonly feeds: Readonly<Record<string, Tensor>>
}

export interface DeviceReport {
  readonly device: DeviceName
  readonly available: boolean
  /** One sentence: how the self-test went, or why there was none. */
  readonly reason: string
  /** ‖device − CPU‖ / ‖CPU‖ of the worst output, and the time of a second run; absent if it did not run. */
  readonly selfTest?: { readonly relativeError: number; readonly milliseconds: number } | undefined
  /** Set where the device is right only without its fused attention. */
  readonly attention?: 'plain' | undefined
}

export interface DeviceChoice {
  readonly device: DeviceName
  readonly reason: string
  readonly attention?: 'plain' | undefined
}

/**
 * Largest relative error of a device that may be used. float32 on a right kernel is off by 1e-6, a fused attention that was
 * wrong in every head by 6e-3 on this graph, and by a seventh in a whole UNet.
 */
export const selfTestTolerance = 1e-3

/**
 * A GPU takes some milliseconds for the self-test, as the CPU does; a driver that computes in software takes hundreds of
 * times the CPU's. Such a device may be asked for, but is not chosen. Under `quickMs` nothing is told apart: there a GPU
 * waits for its queue and not for its arithmetic.
 */
const slowestForAutomatic = 10
const quickMs = 50

/** `added`: the libraries are not in the package, but are used if they lie beside it. */
type Supply = 'shipped' | 'added'

const suppliedBy: Readonly<Record<string, Partial<Record<DeviceName, Supply>>>> = {
  'linux x64': { cpu: 'shipped', webgpu: 'shipped', cuda: 'added' },
  'linux arm64': { cpu: 'shipped' },
  'darwin arm64': { cpu: 'shipped', webgpu: 'shipped', coreml: 'shipped' },
  'win32 x64': { cpu: 'shipped', webgpu: 'shipped', dml: 'shipped' },
  'win32 arm64': { cpu: 'shipped', webgpu: 'shipped', dml: 'shipped' },
}

/** Best first. WebGPU stands before DirectML and CoreML because it has a kernel for every operator that is used. */
const preference: readonly DeviceName[] = ['cuda', 'webgpu', 'dml', 'coreml', 'cpu']

const titles: Record<DeviceName, string> = {
  cpu: 'the CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'CoreML',
}

export interface ProbeOptions {
  /** Which to try; by default all. The CPU is always tried, because the others are compared with it. */
  readonly devices?: readonly DeviceName[]
  readonly timeoutMs?: number
  /** Runs a test in a process of its own; by default one that this process starts. */
  readonly runElsewhere?: RunElsewhere
}

/** A report for each device of the table, in its order. Takes about half a second a device that is shipped. */
export async function probeDevices(selfTest: SelfTest, options: ProbeOptions = {}): Promise<DeviceReport[]> {
  const { devices = deviceNames, timeoutMs = 60_000, runElsewhere = probe } = options
  const expected = await runElsewhere('cpu', selfTest, timeoutMs)
  const found: DeviceReport[] = []
  for (const device of deviceNames.filter((name) => name === 'cpu' || devices.includes(name))) {
    const supply = supplyOf(device)
    if (!supply) found.push(unavailable(device, `The runtime for ${platform()} comes without ${titles[device]}.`))
    else if (device === 'cpu') found.push(judged(device, supply, expected, expected))
    else found.push(judged(device, supply, await runElsewhere(device, selfTest, timeoutMs), expected))
  }
  return found
}

/** How the runtime's package supplies a device on a platform, or undefined if it does not. */
export function supplyOf(device: DeviceName, on = platform()): Supply | undefined {
  return suppliedBy[on]?.[device]
}

/** The device to use: the one that was asked for if it is available, otherwise the best one, and why, in a sentence. */
export function chooseDevice(reports: readonly DeviceReport[], wanted: DeviceName | 'auto'): DeviceChoice {
  const best = automatic(reports)
  if (wanted === 'auto') return best
  const asked = reports.find((report) => report.device === wanted)
  if (asked?.available) return { device: wanted, reason: `${capital(titles[wanted])} was asked for.`, ...formOf(asked) }
  const why = asked?.reason ?? `It was not tested.`
  return {
    ...best,
    reason: `${capital(titles[wanted])} cannot be used, so ${titles[best.device]} is: ${why}`,
  }
}

function automatic(reports: readonly DeviceReport[]): DeviceChoice {
  const cpuMs = reports.find(({ device }) => device === 'cpu')?.selfTest?.milliseconds ?? Infinity
  const limitMs = Math.max(quickMs, slowestForAutomatic * cpuMs)
  const isQuick = ({ selfTest }: DeviceReport): boolean => (selfTest?.milliseconds ?? Infinity) <= limitMs
  const device =
    preference.find((name) => reports.some((at) => at.device === name && at.available && isQuick(at))) ?? 'cpu'
  if (device !== 'cpu') {
    const report = reports.find((at) => at.device === device)!
    return { device, reason: `${capital(titles[device])} passed its self-test.`, ...formOf(report) }
  }
  const slow = reports.find((at) => at.available && !isQuick(at))
  const reason = slow
    ? `${capital(titles[slow.device])} works here, but far slower than the CPU.`
    : 'No other device passed its self-test.'
  return { device, reason }
}

function formOf({ attention }: DeviceReport): Pick<DeviceChoice, 'attention'> {
  return attention ? { attention } : {}
}

function judged(device: DeviceName, supply: Supply, found: Probe, expected: Probe): DeviceReport {
  if ('failure' in found) {
    const missing = supply === 'added' ? `; its libraries are not part of the runtime's package` : ''
    return unavailable(device, `${capital(titles[device])} did not run the self-test${missing}: ${found.failure}`)
  }
  if ('failure' in expected) return unavailable(device, `There is nothing to compare with: ${expected.failure}`)
  // NaN if any of them is.
  const error = Math.max(
    ...Object.entries(expected.outputs).map(([name, value]) => errorOf(found.outputs[name], value)),
  )
  const milliseconds = found.milliseconds
  // Written so that NaN fails.
  const available = error <= selfTestTolerance
  const compared = device === 'cpu' ? '' : `, ${error.toExponential(1)} from the CPU`
  const limit = available ? '' : `, of ${selfTestTolerance} allowed`
  const reason = `The self-test ran in ${milliseconds.toFixed(0)} ms${compared}${limit}.`
  return { device, available, reason, selfTest: { relativeError: error, milliseconds } }
}

function errorOf(found: Tensor | undefined, expected: Tensor): number {
  return relativeError(found ? [found] : [], [expected])
}

function unavailable(device: DeviceName, reason: string): DeviceReport {
  return { device, available: false, reason }
}

function platform(): string {
  return `${process.platform} ${process.arch}`
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1)
}

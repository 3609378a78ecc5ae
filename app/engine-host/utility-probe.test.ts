/**
 * Self-tests of devices under Electron, whose engine may start no process: with the program's fuses a fork would be a
 * second whole program. Plain processes stand in for utility processes.
 */
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { selfTest } from '../../native-models/self-test.ts'
import { EngineHost } from './engine-host.ts'
import { isGone, tinyEngine } from './tiny.helper.ts'
import { seen, standInFork } from './utility.helper.ts'
import { utilityProbe } from './utility-probe.ts'
import { utilityEngine } from './utility.ts'

const entry = path.join(import.meta.dirname, '..', 'engine', 'probe-process.ts')
const request = { device: 'cpu' as const, ...selfTest('fused') }
const never = new AbortController().signal

const hosts: EngineHost[] = []
beforeEach(() => Object.assign(seen, { pids: [], options: [] }))
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close()
})

it('M3 utility probe: an engine in a utility process has its devices tested by the host, one process each', async () => {
  const host = new EngineHost(utilityEngine(standInFork, tinyEngine), { probe: utilityProbe(standInFork, entry) })
  hosts.push(host)
  const reports = await host.devices()
  expect(reports[0]).toMatchObject({ device: 'cpu', available: true, selfTest: { relativeError: 0 } })
  const [engine, ...tests] = seen.options.map(({ serviceName }) => serviceName)
  expect(engine).toBe('Diorama engine')
  expect(tests.length).toBeGreaterThanOrEqual(1)
  expect(new Set(tests)).toEqual(new Set(['Diorama device test']))
  for (const pid of seen.pids.slice(1)) expect(await isGone(pid)).toBe(true)
})

it('M3 utility probe: a host that runs no tests says so, and the engine lives on', async () => {
  const host = new EngineHost(utilityEngine(standInFork, tinyEngine))
  hosts.push(host)
  const [cpu] = await host.devices()
  expect(cpu).toMatchObject({ available: false, reason: expect.stringContaining('This host runs no self-tests.') })
  expect(seen.pids).toHaveLength(1)
})

it('M3 utility probe: a graph that cannot be opened is a failure in a sentence', async () => {
  const found = await utilityProbe(standInFork, entry)({ ...request, graph: Uint8Array.of(7) }, 20_000, never)
  expect(found).toMatchObject({ failure: expect.stringContaining('cannot be opened on cpu') })
})

it('M3 utility probe: one that hangs is ended after its time', async () => {
  expect(await utilityProbe(standInFork, entry)(request, 1, never)).toEqual({
    failure: 'No answer within 0.001 seconds.',
  })
  await expect.poll(() => seen.pids).toHaveLength(1)
  expect(await isGone(seen.pids[0]!)).toBe(true)
})

it('M3 utility probe: one that aborts leaves how it ended', async () => {
  const found = await utilityProbe(standInFork, path.join(import.meta.dirname, 'not-there.ts'))(request, 20_000, never)
  expect(found).toMatchObject({
    failure: expect.stringMatching(/^The process ended \(exit code 1\)\. .*not-there\.ts/),
  })
})

it('G2 utility probe: when the engine that asked for it is cancelled, its process ends too', async () => {
  const host = new EngineHost(utilityEngine(standInFork, tinyEngine), { probe: utilityProbe(standInFork, entry) })
  hosts.push(host)
  const cancel = new AbortController()
  const call = host.call('devices', {}, { signal: cancel.signal })
  await expect.poll(() => seen.pids.length).toBeGreaterThanOrEqual(2)
  cancel.abort()
  await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  expect(await isGone(seen.pids[1]!)).toBe(true)
})

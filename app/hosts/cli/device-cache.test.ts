import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type { DeviceReport } from '../../contract/engine.ts'
import { deviceCache } from './device-cache.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'diorama-cache-'))
afterAll(() => rmSync(folder, { recursive: true }))

const reports: DeviceReport[] = [{ device: 'cpu', available: true, reason: 'It is always there.' }]

it('M3 the devices are known to the next command, for a week', () => {
  const cache = deviceCache(path.join(folder, 'new'))
  expect(cache.read()).toBeUndefined()
  cache.write(reports, 1000)
  expect(cache.read(2000)).toEqual(reports)
  expect(cache.read(1000 + 8 * 24 * 3600 * 1000)).toBeUndefined()
})

it('M3 other drivers make them unknown again', () => {
  const cache = deviceCache(folder)
  cache.write(reports)
  vi.stubEnv('VK_DRIVER_FILES', '/some/other/driver.json')
  expect(cache.read()).toBeUndefined()
  vi.unstubAllEnvs()
  expect(cache.read()).toEqual(reports)
})

it('S2 a damaged cache is as good as none, and a folder that cannot be made is no error', () => {
  const cache = deviceCache(folder)
  writeFileSync(path.join(folder, 'devices.json'), '{"key":')
  expect(cache.read()).toBeUndefined()
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  expect(() => deviceCache(path.join(file, 'under')).write(reports)).not.toThrow()
})

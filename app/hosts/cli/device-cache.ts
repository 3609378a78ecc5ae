/**
 * What the last test of the devices found, kept between commands: a test takes seconds, a picture of the starter model
 * hardly longer. Forgotten after a week, and when the runtime, the system or its drivers' settings are others.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import envPaths from 'env-paths'
import { z } from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import { deviceReportSchema, type DeviceReport } from '../../contract/engine.ts'

const weekMs = 7 * 24 * 3600 * 1000
const driverVariables = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES']

const entrySchema = z.object({ key: z.string(), testedMs: z.number(), reports: z.array(deviceReportSchema) })

/** @param folder of the user's caches, for tests */
export function deviceCache(folder = envPaths('diorama', { suffix: '' }).cache) {
  const file = path.join(folder, 'devices.json')
  return {
    /** @returns undefined if there is nothing that still holds */
    read(nowMs = Date.now()): DeviceReport[] | undefined {
      try {
        const { key, testedMs, reports } = entrySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
        return key === surroundings() && Math.abs(nowMs - testedMs) < weekMs ? reports : undefined
      } catch {
        // none yet, or none that can be read: the devices are tested again
        return undefined
      }
    },
    write(reports: readonly DeviceReport[], nowMs = Date.now()): void {
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(file, JSON.stringify({ key: surroundings(), testedMs: nowMs, reports }))
      } catch {
        // without a cache the next command tests again
      }
    },
  }
}

function surroundings(): string {
  const runtime = packageJson.dependencies['onnxruntime-node']
  const drivers = driverVariables.map((name) => process.env[name] ?? '')
  return [runtime, process.platform, process.arch, os.release(), ...drivers].join('|')
}

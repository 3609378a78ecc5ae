/** A real engine over the tiny checkpoint of the golden data, and the smallest run that goes through every network. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clipTokenizerJson } from '../../native-models/clip/clip-vocabulary.ts'
import { runSchema, type Run, type Settings } from '../contract/run.ts'
import type { EngineProcess, Spawn } from './engine-process.ts'
import { forkEngine } from './fork.ts'

export const tinyCheckpoint = path.join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'tiny', 'checkpoint.pth')
export const tinyEngine = path.join(import.meta.dirname, '..', 'engine', 'tiny-engine.helper.ts')

/** Four passes on the smallest picture that the model has, 64 x 64. */
export function tinyRun(settings: Partial<Settings> = {}, file = tinyCheckpoint): Run {
  const box = { x0: 8, y0: 8, x1: 40, y1: 56 }
  return runSchema.parse({
    format: 'diorama/run',
    version: 1,
    scene: {
      format: 'diorama/scene',
      version: 1,
      caption: 'a ball on a table',
      width: 64,
      height: 64,
      instances: [{ id: 'ball', caption: 'a red ball', box }],
    },
    settings: { steps: 2, sampler: 'ddim', mis: 0, size: { width: 64, height: 64 }, ...settings },
    model: { path: file, device: 'cpu', threads: 1 },
  })
}

/**
 * A copy of the tiny checkpoint with a tokenizer.json beside it that spells every word in letters: it opens in half the time,
 * because CLIP's merges are not read.
 */
export async function spellingModel(): Promise<{ readonly file: string; remove(): void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-tiny-'))
  const file = path.join(folder, 'checkpoint.pth')
  copyFileSync(tinyCheckpoint, file)
  const json = (await clipTokenizerJson()) as { readonly model: object }
  writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify({ ...json, model: { ...json.model, merges: [] } }))
  return { file, remove: () => rmSync(folder, { recursive: true }) }
}

export interface Watched {
  readonly spawn: Spawn
  /** Every process that was started, the latest last. */
  readonly processes: EngineProcess[]
}

/** Keeps hold of the processes, so that a test can do to them what may befall them. */
export function watched(spawn: Spawn = forkEngine(tinyEngine)): Watched {
  const processes: EngineProcess[] = []
  return {
    processes,
    spawn() {
      const started = spawn()
      processes.push(started)
      return started
    },
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** @returns whether the process is gone within `timeoutMs` */
export async function isGone(pid: number, timeoutMs = 10_000): Promise<boolean> {
  for (const end = performance.now() + timeoutMs; performance.now() < end; await sleep(10))
    if (!isAlive(pid)) return true
  return false
}

/**
 * Opening a checkpoint of the published size without having one: a sparse .pth with the published number of tensors and
 * parameters, averages and optimizer states included, 13 GB long and some MB on disk (ext4, APFS, xfs; NTFS writes it out).
 *
 * Keys are stand-ins and each group's parameters are spread evenly over its tensors: opening reads neither weights nor
 * names' meaning. Measured in a process of its own, because peak memory is known only for a whole process.
 */

import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openCheckpointSync } from '../../native-models/checkpoint/checkpoint.ts'
import { member, pickle, tensor, zipPieces } from '../../native-models/checkpoint/torch-writer.helper.ts'
import type { Member, Python } from '../../native-models/checkpoint/torch-writer.helper.ts'

/** Tensors and parameters of each group, as published; the optimizer holds two numbers a trained parameter. */
const GROUPS = {
  model: { tensors: 1199, parameters: 1_228_333_437 },
  text_encoder: { tensors: 196, parameters: 123_060_480 },
  autoencoder: { tensors: 248, parameters: 83_653_863 },
  opt: { tensors: 2 * 513, parameters: 2 * 368_812_437 },
  diffusion: { tensors: 12, parameters: 12_000 },
  ema: { tensors: 1199, parameters: 1_228_333_437 },
} as const

const FLOAT_BYTES = 4

export interface SparseCheckpoint {
  readonly path: string
  readonly sizeBytes: number
  /** Tensors of all groups. */
  readonly tensors: number
}

/** Writes `published-size.pth` into `folder`. The caller deletes it. */
export function makeSparseCheckpoint(folder: string): SparseCheckpoint {
  const storages: Member[] = []
  const groups = Object.keys(GROUPS).map((name) => [name, group(name as keyof typeof GROUPS, storages)] as const)
  const { pieces, size } = zipPieces([member('archive/data.pkl', pickle({ dict: groups })), ...storages])

  const path = join(folder, 'published-size.pth')
  const fd = openSync(path, 'w')
  try {
    ftruncateSync(fd, size)
    for (const { at, bytes } of pieces) writeSync(fd, bytes, 0, bytes.length, at)
  } finally {
    closeSync(fd)
  }
  return { path, sizeBytes: size, tensors: storages.length }
}

/** A state dict, whose storages are added to `storages`. */
function group(name: keyof typeof GROUPS, storages: Member[]): Python {
  const { tensors, parameters } = GROUPS[name]
  const each = Math.floor(parameters / tensors)
  const entries = Array.from({ length: tensors }, (_, i): [Python, Python] => {
    const count = i === 0 ? parameters - each * (tensors - 1) : each
    const storage = String(storages.length)
    storages.push({ name: `archive/data/${storage}`, size: count * FLOAT_BYTES })
    const view = { storage, type: 'FloatStorage', count, shape: [count], strides: [1] }
    return [`input_blocks.${i}.0.in_layers.weight`, tensor(view)]
  })
  return { orderedDict: entries }
}

export interface Opening {
  readonly seconds: number
  /** How much the process grew at most while opening. */
  readonly peakGrowthBytes: number
  readonly tensors: number
}

/** Opens the file in a fresh process. */
export function measureOpening(path: string): Opening {
  return JSON.parse(execFileSync(process.execPath, [import.meta.filename, path], { encoding: 'utf8' })) as Opening
}

function openHere(path: string): Opening {
  const before = process.memoryUsage.rss()
  const begun = performance.now()
  const { tensors } = openCheckpointSync(path)
  const seconds = (performance.now() - begun) / 1000
  const peak = process.resourceUsage().maxRSS * 1024
  return { seconds, peakGrowthBytes: Math.max(0, peak - before), tensors: tensors.size }
}

const [, script, path] = process.argv
if (script === import.meta.filename && path !== undefined) process.stdout.write(JSON.stringify(openHere(path)))

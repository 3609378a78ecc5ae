/**
 * A checkpoint of the published layout with random numbers, for measuring: speed and memory do not depend on what the
 * numbers are, as long as they are ordinary ones.
 */
import { closeSync, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs'
import path from 'node:path'
import { TorchGenerator } from '../../native-models/sampler/randn.ts'
import { publishedAutoencoder, publishedTextEncoder, type Layout } from '../published-layout.ts'
import { publishedModel } from './published-model.ts'

const floatBytes = 4
export const modelFileName = 'random-model.safetensors'
/** Numbers made; they are repeated. A prime, so that no two tensors begin alike. */
const distinct = 999_983
/** As small as those of trained linear layers. */
const scale = 0.03

/** One sentence if there is too little room for the file in `folder`. */
export function missingRoom(folder: string): string | undefined {
  const { bavail, bsize } = statfsSync(folder)
  const [free, needed] = [bavail * bsize, modelBytes() + 2 ** 30]
  if (free >= needed) return undefined
  return `${folder} has ${gigabytes(free)} free, but a published-size model takes ${gigabytes(needed)}; name another place with --folder.`
}

/**
 * Writes the model into `folder`, under `modelFileName`: the group `model` random, text encoder and autoencoder as holes (zeros)
 * where the file system has them. The caller deletes it.
 */
export function writeRandomModel(folder: string): void {
  const { header, bytes } = safetensorsHeader([
    ...grouped('model', publishedModel()),
    ...grouped('text_encoder', publishedTextEncoder()),
    ...grouped('autoencoder', publishedAutoencoder()),
  ])
  const file = path.join(folder, modelFileName)
  const fd = openSync(file, 'w')
  try {
    writeSync(fd, header)
    fillRandom(fd, header.length, modelBytes())
    ftruncateSync(fd, header.length + bytes)
  } finally {
    closeSync(fd)
  }
}

/** Bytes of the group `model`. */
export function modelBytes(): number {
  return [...publishedModel().values()].reduce((total, shape) => total + byteLength(shape), 0)
}

function grouped(group: string, layout: Layout): [string, readonly number[]][] {
  return [...layout].map(([key, shape]) => [`${group}.${key}`, shape])
}

function safetensorsHeader(tensors: readonly (readonly [string, readonly number[]])[]): {
  header: Buffer
  bytes: number
} {
  let bytes = 0
  const entries = tensors.map(([key, shape]) => {
    const begin = bytes
    bytes += byteLength(shape)
    return [key, { dtype: 'F32', shape, data_offsets: [begin, bytes] }]
  })
  const json = JSON.stringify(Object.fromEntries(entries))
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(text.length))
  return { header: Buffer.concat([size, text]), bytes }
}

function fillRandom(fd: number, start: number, length: number): void {
  const block = Buffer.from(new TorchGenerator(0).randn(distinct).map((value) => value * scale).buffer)
  for (let at = 0; at < length; at += block.length)
    writeSync(fd, block, 0, Math.min(block.length, length - at), start + at)
}

function byteLength(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, floatBytes)
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

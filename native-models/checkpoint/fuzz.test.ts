/**
 * Seeded damage to valid files: whatever comes of it, the answer is tensors that lie inside the file, or a
 * CheckpointError; soon, and without asking for more bytes than there are.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readContents } from './checkpoint.ts'
import type { Contents } from './contents.ts'
import { CheckpointError } from './error.ts'
import { readTensorFrom } from './read.ts'
import { archive, asDict, dense, floats, memorySource, smallCheckpoint, smallSafetensors } from './samples.helper.ts'
import type { CountingSource } from './samples.helper.ts'
import { BYTES_PER_ELEMENT } from './tensor.ts'
import { zipMembers } from './zip.ts'

/** mulberry32: small, seeded, good enough to choose where to hit. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

type Random = (below: number) => number
/** Changes the file in place, or returns another one. */
type Damage = (file: Buffer, random: Random) => Buffer

const flipBits: Damage = (file, random) => {
  for (let i = random(4); i >= 0; i--) file[random(file.length)]! ^= 1 << random(8)
  return file
}

const setBytes: Damage = (file, random) => {
  for (let i = random(3); i >= 0; i--) file[random(file.length)] = [0, 1, 0x7f, 0x80, 0xff, random(256)][random(6)]!
  return file
}

const cutShort: Damage = (file, random) => file.subarray(0, random(file.length))

/** Takes out, doubles or moves a stretch. */
const splice: Damage = (file, random) => {
  const [from, to, at] = [random(file.length), random(file.length), random(file.length)].sort((a, b) => a - b)
  const [a, b, c, d] = [file.subarray(0, from), file.subarray(from, to), file.subarray(to, at), file.subarray(at)]
  return Buffer.concat(
    [
      [a, c, d],
      [a, b, b, c, d],
      [a, c, b, d],
    ][random(3)]!,
  )
}

function interesting(file: Buffer, random: Random): number {
  return [0, 1, 46, file.length, file.length - 1, 0x7fffffff, 0xffffffff, 0xffff, random(file.length)][random(9)]!
}

const SIGNATURES = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07']

/** Puts a number that means something into a field of one of the zip's records. */
const zipField: Damage = (file, random) => {
  const record = file.indexOf(SIGNATURES[random(5)]!, random(file.length), 'latin1')
  const at = record + 4 + random(60)
  if (record < 0 || at + 8 > file.length) return setBytes(file, random)
  const value = interesting(file, random)
  if (random(3) === 0) file.writeUInt16LE(value & 0xffff, at)
  else if (random(2) === 0) file.writeUInt32LE(value, at)
  else file.writeBigUInt64LE(BigInt(value) << BigInt(random(2) * 21), at)
  return file
}

const OPCODES = Buffer.from('}])(suaet\x85\x86\x87qrhjXJKMG\x8aN\x88\x89cR\x81bQ.i0120:;\x93\x94\x95', 'latin1')

/** Exchanges opcodes and their numbers, inside the pickle only. */
const pickleOpcode: Damage = (file, random) => {
  const begin = file.indexOf('\x80\x02}', 0, 'latin1')
  const length = file.indexOf('PK\x03\x04', begin, 'latin1') - begin
  if (begin < 0 || length <= 2) return setBytes(file, random)
  for (let i = random(3); i >= 0; i--) {
    const at = begin + 2 + random(length - 2)
    if (random(3) > 0) file[at] = OPCODES[random(OPCODES.length)]!
    else if (at + 4 <= file.length) file.writeUInt32LE(interesting(file, random), at)
  }
  return file
}

const JSON_PARTS = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-1',
  '1e99',
  '9007199254740993',
  'null',
  '"x":',
  '[[[[',
  '\\u0000',
]

/** Exchanges a stretch of the header for a part of JSON, and keeps the header's length right, so that it is looked at. */
const jsonPart: Damage = (file, random) => {
  if (file.length < 8) return setBytes(file, random)
  const length = Math.min(Number(file.readBigUInt64LE(0)), file.length - 8)
  const at = 8 + random(length)
  const part = Buffer.from(random(4) === 0 ? String(interesting(file, random)) : JSON_PARTS[random(JSON_PARTS.length)]!)
  const removed = Math.min(random(4), 8 + length - at)
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(length - removed + part.length))
  return Buffer.concat([head, file.subarray(8, at), part, file.subarray(at + removed)])
}

function checkInside({ tensors }: Contents, source: CountingSource): void {
  for (const tensor of tensors.values()) {
    const { offset, shape, dtype, byteLength, isDense } = tensor
    const denseLength = shape.reduce((product, size) => product * size, BYTES_PER_ELEMENT[dtype])
    const isInside = offset >= 0 && byteLength === denseLength && (!isDense || offset + byteLength <= source.size)
    if (!isInside) throw new Error(`${tensor.key} lies outside`)
    readTensorFrom(source, tensor)
  }
}

/** @returns whether it still opened */
function survives(bytes: Buffer): boolean {
  const source = memorySource(bytes)
  const begun = performance.now()
  let contents: Contents | undefined
  try {
    contents = readContents(source)
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error
  }
  // Tail, directory, member headers and pickle are each read once, and none is larger than the file.
  if (source.largest > bytes.length || source.total > 4 * bytes.length + 200) throw new Error(`read ${source.total}`)
  if (contents !== undefined) checkInside(contents, source)
  if (performance.now() - begun > 5_000) throw new Error('it took too long')
  return contents !== undefined
}

/** Damages a copy of `file` `rounds` times and counts how often it still opened. */
function fuzz(file: Buffer, damages: readonly Damage[], rounds: number, seed: number): number {
  let opened = 0
  for (let round = 0; round < rounds; round++) {
    const random = randomOf(seed * 1_000_003 + round)
    let damaged: Buffer = Buffer.from(file)
    for (let i = random(3); i >= 0; i--) damaged = damages[random(damages.length)]!(damaged, random)
    try {
      if (survives(damaged)) opened++
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round}`, { cause: error })
    }
  }
  return opened
}

const general = [flipBits, setBytes, cutShort, splice]
const zip = [flipBits, setBytes, zipField, pickleOpcode, zipField, pickleOpcode, cutShort, splice]

const views = archive(
  asDict({
    transposed: { ...dense('0', 4, 5), shape: [5, 4], strides: [1, 5], type: 'HalfStorage' },
    expanded: { ...dense('1', 1), shape: [9], strides: [0], type: 'LongStorage' },
  }),
  { 0: Buffer.alloc(40, 7), 1: Buffer.alloc(8, 1) },
)

test.each<[string, Buffer, readonly Damage[], number]>([
  ['a torch archive', smallCheckpoint(), zip, 8_000],
  ['a torch archive with zip64 records', smallCheckpoint(true), zip, 6_000],
  ['views and shared storages', views, zip, 4_000],
  ['one tensor', archive(asDict({ x: dense('0', 2) }), { 0: floats(1, 2) }), zip, 4_000],
  ['safetensors', smallSafetensors(), [jsonPart, jsonPart, ...general], 6_000],
])('S2 fuzz: %s, damaged, opens rightly or is refused', (_, file, damages, rounds) => {
  expect(survives(file)).toBe(true)
  const opened = fuzz(file, damages, rounds, 1)
  // Damage to weights goes unseen, damage to structure does not: a fuzzer that only sees one of them tests little.
  expect(opened).toBeGreaterThan(rounds / 100)
  expect(opened).toBeLessThan(rounds * 0.9)
})

test('S2 fuzz: the pickle and the directory of the miniature checkpoint', () => {
  const path = join(import.meta.dirname, '../../test/fixtures/tiny/checkpoint.pth')
  const file = readFileSync(path)
  const pickleEnd = 280_000
  const directory = Math.max(...[...zipMembers(memorySource(file)).values()].map((m) => m.locate() + m.size))
  for (let round = 0; round < 100; round++) {
    const random = randomOf(round)
    // Damaged in place and mended again: copying 19 MB each time would be most of the work.
    const [begin, end] = round % 2 === 0 ? [0, pickleEnd] : [directory, file.length]
    const part = file.subarray(begin, end)
    const before = Buffer.from(part)
    const damage = [flipBits, setBytes, zipField][random(3)]!
    damage(part, random)
    openOnly(file, round)
    before.copy(part)
  }
  expect(openOnly(file, -1)?.tensors.size).toBe(1313)
})

function openOnly(file: Buffer, round: number): Contents | undefined {
  const source = memorySource(file)
  try {
    return readContents(source)
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw new Error(`round ${round}`, { cause: error })
    return undefined
  } finally {
    expect(source.total).toBeLessThan(1_000_000)
  }
}

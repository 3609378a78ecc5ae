/**
 * Writes what torch.save writes, for tests and benchmarks only: the pickle, and the archive with its padding.
 *
 * An archive comes as pieces at offsets, so that one with gigabytes of weights can be written as a sparse file.
 */

import { crc32 } from 'node:zlib'

/** Python values. Anything that has no counterpart in JSON is an object with one key that says what it is. */
export type Python =
  | null
  | boolean
  | number
  | string
  | readonly Python[]
  | { readonly tuple: readonly Python[] }
  | { readonly dict: readonly (readonly [Python, Python])[] }
  | { readonly orderedDict: readonly (readonly [Python, Python])[] }
  | { readonly global: string }
  | { readonly call: string; readonly args: readonly Python[] }
  | { readonly node: string; readonly state: Python }
  | { readonly persistent: Python }
  /** Opcodes as they are: for pickles that no pickler writes. */
  | { readonly opcodes: Uint8Array }

export interface TensorView {
  readonly storage: string
  /** As in `torch FloatStorage`. */
  readonly type: string
  /** Elements of the whole storage. */
  readonly count: number
  readonly offset?: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
}

export function tensor({ storage, type, count, offset = 0, shape, strides }: TensorView): Python {
  const persistent = { tuple: ['storage', { global: `torch ${type}` }, storage, 'cuda:0', count] }
  const hooks = { call: 'collections OrderedDict', args: [] }
  return {
    call: 'torch._utils _rebuild_tensor_v2',
    args: [{ persistent }, offset, { tuple: shape }, { tuple: strides }, false, hooks],
  }
}

/** Protocol 2, with texts and globals kept in the memo as Python's pickler does. */
export function pickle(value: Python): Buffer {
  const memo = new Map<string, number>()
  return Buffer.concat([bytes(0x80, 2), ...pieces(value, memo), bytes(0x2e)])
}

const bytes = (...values: number[]): Buffer => Buffer.from(values)

const uint32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)

function pieces(value: Python, memo: Map<string, number>): Buffer[] {
  const all = (values: readonly Python[]): Buffer[] => values.flatMap((item) => pieces(item, memo))
  if (value === null) return [bytes(0x4e)]
  if (typeof value === 'boolean') return [bytes(value ? 0x88 : 0x89)]
  if (typeof value === 'number') return [numberPiece(value)]
  if (typeof value === 'string') return remembered(`text ${value}`, memo, () => textPiece(value))
  if (isList(value)) return [bytes(0x5d, 0x28), ...all(value), bytes(0x65)]
  if ('tuple' in value) return [bytes(0x28), ...all(value.tuple), bytes(0x74)]
  if ('dict' in value) return [bytes(0x7d, 0x28), ...all(value.dict.flat() as Python[]), bytes(0x75)]
  if ('orderedDict' in value) {
    const empty = all([{ call: 'collections OrderedDict', args: [] }])
    return [...empty, bytes(0x28), ...all(value.orderedDict.flat() as Python[]), bytes(0x75)]
  }
  if ('global' in value) return remembered(`global ${value.global}`, memo, () => globalPiece(value.global))
  if ('call' in value) return [...all([{ global: value.call }, { tuple: value.args }]), bytes(0x52)]
  if ('node' in value) return [...all([{ global: value.node }]), bytes(0x29, 0x81), ...all([value.state]), bytes(0x62)]
  if ('persistent' in value) return [...all([value.persistent]), bytes(0x51)]
  return [Buffer.from(value.opcodes)]
}

const isList = (value: Python): value is readonly Python[] => Array.isArray(value)

function remembered(key: string, memo: Map<string, number>, write: () => Buffer): Buffer[] {
  const slot = memo.get(key)
  if (slot !== undefined) return [bytes(0x6a), uint32(slot)]
  memo.set(key, memo.size)
  return [write(), bytes(0x72), uint32(memo.size - 1)]
}

function textPiece(text: string): Buffer {
  const utf8 = Buffer.from(text)
  return Buffer.concat([bytes(0x58), uint32(utf8.length), utf8])
}

const globalPiece = (name: string): Buffer => Buffer.from(`c${name.replace(' ', '\n')}\n`)

function numberPiece(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0 && value < 256) return bytes(0x4b, value)
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
    return Buffer.concat([bytes(0x4a), Buffer.from(Int32Array.of(value).buffer)])
  }
  if (Number.isInteger(value)) {
    const long = Buffer.alloc(8)
    long.set([0x8a, 6])
    long.writeIntLE(value, 2, 6)
    return long
  }
  const float = Buffer.alloc(9, 0x47)
  float.writeDoubleBE(value, 1)
  return float
}

export interface Member {
  readonly name: string
  readonly size: number
  /** Left out: the bytes stay a hole. */
  readonly bytes?: Buffer
  /** 0, as torch writes it, unless a test wants to be refused. */
  readonly method?: number
}

export interface Piece {
  readonly at: number
  readonly bytes: Buffer
}

export const member = (name: string, content: Buffer): Member => ({ name, size: content.length, bytes: content })

/** Stored members, their data on multiples of 64; zip64 records where a number needs them, or throughout. */
export function zipPieces(members: readonly Member[], zip64 = false): { pieces: Piece[]; size: number } {
  const out: Piece[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of members) {
    const header = localHeader(entry, at, zip64)
    directory.push(directoryEntry(entry, at, zip64))
    out.push({ at, bytes: header })
    if (entry.bytes) out.push({ at: at + header.length, bytes: entry.bytes })
    at += header.length + entry.size
  }
  const entries = Buffer.concat(directory)
  const tail = Buffer.concat([entries, endRecords(members.length, entries.length, at, zip64)])
  out.push({ at, bytes: tail })
  return { pieces: out, size: at + tail.length }
}

/** Pieces as one buffer; for archives without holes. */
export function assemble({ pieces: parts, size }: { pieces: readonly Piece[]; size: number }): Buffer {
  const whole = Buffer.alloc(size)
  for (const part of parts) part.bytes.copy(whole, part.at)
  return whole
}

const NEEDS_ZIP64 = 0xffffffff

const isLarge = (value: number, zip64: boolean): boolean => zip64 || value >= NEEDS_ZIP64

function zip64Extra(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0)
  const data = Buffer.from(BigUint64Array.from(values, BigInt).buffer)
  return Buffer.concat([Buffer.from(Uint16Array.of(1, data.length).buffer), data])
}

function localHeader({ name, size, bytes: content, method = 0 }: Member, at: number, zip64: boolean): Buffer {
  const extra = zip64Extra(isLarge(size, zip64) ? [size, size] : [])
  const head = Buffer.alloc(30)
  head.write('PK\x03\x04', 'latin1')
  head.writeUInt16LE(0x0800, 6)
  head.writeUInt16LE(method, 8)
  head.writeUInt32LE(crc32(content ?? ''), 14)
  head.writeUInt32LE(isLarge(size, zip64) ? NEEDS_ZIP64 : size, 18)
  head.writeUInt32LE(isLarge(size, zip64) ? NEEDS_ZIP64 : size, 22)
  head.writeUInt16LE(Buffer.byteLength(name), 26)
  // torch pads with a field of its own, "FB".
  const unpadded = at + 30 + Buffer.byteLength(name) + extra.length + 4
  const padding = Buffer.alloc(4 + ((64 - (unpadded % 64)) % 64), 'Z')
  padding.write('FB', 'latin1')
  padding.writeUInt16LE(padding.length - 4, 2)
  head.writeUInt16LE(extra.length + padding.length, 28)
  return Buffer.concat([head, Buffer.from(name), extra, padding])
}

function directoryEntry({ name, size, bytes: content, method = 0 }: Member, at: number, zip64: boolean): Buffer {
  const large = [...(isLarge(size, zip64) ? [size, size] : []), ...(isLarge(at, zip64) ? [at] : [])]
  const extra = zip64Extra(large)
  const entry = Buffer.alloc(46)
  entry.write('PK\x01\x02', 'latin1')
  entry.writeUInt16LE(0x0800, 8)
  entry.writeUInt16LE(method, 10)
  entry.writeUInt32LE(crc32(content ?? ''), 16)
  entry.writeUInt32LE(isLarge(size, zip64) ? NEEDS_ZIP64 : size, 20)
  entry.writeUInt32LE(isLarge(size, zip64) ? NEEDS_ZIP64 : size, 24)
  entry.writeUInt16LE(Buffer.byteLength(name), 28)
  entry.writeUInt16LE(extra.length, 30)
  entry.writeUInt32LE(isLarge(at, zip64) ? NEEDS_ZIP64 : at, 42)
  return Buffer.concat([entry, Buffer.from(name), extra])
}

function endRecords(count: number, size: number, at: number, zip64: boolean): Buffer {
  const isZip64 = isLarge(at, zip64)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(isZip64 ? 0xffff : count, 8)
  end.writeUInt16LE(isZip64 ? 0xffff : count, 10)
  end.writeUInt32LE(isZip64 ? NEEDS_ZIP64 : size, 12)
  end.writeUInt32LE(isZip64 ? NEEDS_ZIP64 : at, 16)
  if (!isZip64) return end

  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 'latin1')
  record.writeBigUInt64LE(44n, 4)
  for (const [field, value] of [
    [24, count],
    [32, count],
    [40, size],
    [48, at],
  ] as const) {
    record.writeBigUInt64LE(BigInt(value), field)
  }
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 'latin1')
  locator.writeBigUInt64LE(BigInt(at + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator, end])
}

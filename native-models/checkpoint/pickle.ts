/**
 * The part of Python's pickle (protocol 2) that a torch checkpoint is written in, as data.
 *
 * This is not a pickle machine: an opcode that is not in OPCODES, and a global that is not in CONSTRUCTORS, STORAGES or
 * INERT, ends the reading. Nothing is ever called, so a hostile file can only build lists and dicts, and of those only
 * as many as the limits allow. Formats: CPython Lib/pickletools.py, torch/serialization.py, omegaconf's __getstate__.
 */

import { isUtf8 } from 'node:buffer'
import { invalid, quoted, unsupported } from './error.ts'
import type { DType } from './tensor.ts'

export type Scalar = null | boolean | number | string
export type Value = Scalar | List | Tuple | Dict | Global | Instance | Storage | PickledTensor
export interface List {
  readonly kind: 'list'
  readonly items: Value[]
}
export interface Tuple {
  readonly kind: 'tuple'
  readonly items: readonly Value[]
}
export interface Dict {
  readonly kind: 'dict'
  readonly entries: Map<Scalar, Value>
}
/** A class that is named as a value, as in a configuration's `key_type`. */
export interface Global {
  readonly kind: 'global'
  readonly name: string
}
/** An omegaconf node: its class is only a name, its state is data. */
export interface Instance {
  readonly kind: 'instance'
  readonly name: string
  state: Dict | undefined
}
export interface Storage {
  readonly kind: 'storage'
  readonly key: string
  readonly dtype: DType
  /** Elements. */
  readonly count: number
}
/** A view into a storage; offset and strides count elements and are not checked yet. */
export interface PickledTensor {
  readonly kind: 'tensor'
  readonly storage: Storage
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly dtype: DType
}

/** The published checkpoint with averages and optimizer states has about 150,000 opcodes and 25,000 containers. */
const MOST_OPCODES = 2_000_000
const MOST_CONTAINERS = 250_000

const STORAGES: ReadonlyMap<string, DType> = new Map([
  ['torch FloatStorage', 'float32'],
  ['torch HalfStorage', 'float16'],
  ['torch BFloat16Storage', 'bfloat16'],
  ['torch DoubleStorage', 'float64'],
  ['torch LongStorage', 'int64'],
  ['torch IntStorage', 'int32'],
  ['torch ShortStorage', 'int16'],
  ['torch CharStorage', 'int8'],
  ['torch ByteStorage', 'uint8'],
  ['torch BoolStorage', 'bool'],
])

type Constructor = (machine: Machine, args: readonly Value[]) => Value

/** Globals that take part in REDUCE. */
const CONSTRUCTORS: ReadonlyMap<string, Constructor> = new Map<string, Constructor>([
  ['torch._utils _rebuild_tensor_v2', (_machine, args) => rebuildTensor(args)],
  ['collections OrderedDict', (machine, args) => emptyDict(machine, args, 0)],
  ['collections defaultdict', (machine, args) => emptyDict(machine, args, 1)],
])

/** Classes of configuration nodes: NEWOBJ without arguments, then BUILD with a dict. */
const NODES: ReadonlySet<string> = new Set([
  'omegaconf.dictconfig DictConfig',
  'omegaconf.listconfig ListConfig',
  'omegaconf.nodes AnyNode',
  'omegaconf.base ContainerMetadata',
  'omegaconf.base Metadata',
])

/** Types that configurations mention. */
const INERT: ReadonlySet<string> = new Set(['__builtin__ dict', '__builtin__ list', '__builtin__ long', 'typing Any'])

/** @throws CheckpointError for anything but one complete pickle of the known kind */
export function unpickle(bytes: Buffer): Value {
  const machine = new Machine(bytes)
  if (machine.byte() !== 0x80 || machine.byte() !== 2) throw unsupported('its pickle is not of protocol 2.')
  for (let count = 0; count < MOST_OPCODES; count++) {
    const opcode = machine.byte()
    if (opcode === STOP) return machine.result()
    const step = OPCODES[opcode]
    if (step === undefined) {
      throw unsupported(
        `its pickle has the opcode 0x${opcode.toString(16)}, which no checkpoint needs; it was not run.`,
      )
    }
    step(machine)
  }
  throw unsupported(`its pickle has more than ${MOST_OPCODES} opcodes.`)
}

class Machine {
  readonly memo = new Map<number, Value>()
  private readonly bytes: Buffer
  private readonly stack: Value[] = []
  private readonly marks: number[] = []
  private at = 0
  private containers = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** Moves over `length` bytes and says where they begin. */
  skip(length: number): number {
    if (length > this.bytes.length - this.at) throw invalid('its pickle ends too early.')
    this.at += length
    return this.at - length
  }

  byte(): number {
    return this.bytes[this.skip(1)]!
  }

  uint16(): number {
    return this.bytes.readUInt16LE(this.skip(2))
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.skip(4))
  }

  int32(): number {
    return this.bytes.readInt32LE(this.skip(4))
  }

  float64(): number {
    return this.bytes.readDoubleBE(this.skip(8))
  }

  text(length: number): string {
    const from = this.skip(length)
    const bytes = this.bytes.subarray(from, this.at)
    if (!isUtf8(bytes)) throw invalid('its pickle has a text that is not UTF-8.')
    return bytes.toString('utf8')
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at)
    if (end < 0 || end - this.at > 200) throw invalid('its pickle has a name without an end.')
    const line = this.text(end - this.at)
    this.skip(1)
    return line
  }

  /** A little-endian two's complement number of 0 to 6 bytes: counts of anything real. */
  long(): number {
    const length = this.byte()
    if (length > 6) throw unsupported(`its pickle has a whole number of ${length} bytes.`)
    const from = this.skip(length)
    return length === 0 ? 0 : this.bytes.readIntLE(from, length)
  }

  push(value: Value): void {
    this.stack.push(value)
  }

  pop(): Value {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw invalid('its pickle takes a value that is not there.')
    return this.stack.pop()!
  }

  top(): Value {
    const value = this.pop()
    this.push(value)
    return value
  }

  mark(): void {
    this.marks.push(this.stack.length)
  }

  popToMark(): Value[] {
    const mark = this.marks.pop()
    if (mark === undefined) throw invalid('its pickle ends a group that was not begun.')
    return this.stack.splice(mark)
  }

  popMany(count: number): Value[] {
    const values = Array.from({ length: count }, () => this.pop())
    return values.reverse()
  }

  remember(slot: number): void {
    this.memo.set(slot, this.top())
  }

  recall(slot: number): void {
    const value = this.memo.get(slot)
    if (value === undefined) throw invalid('its pickle recalls a value that was not kept.')
    this.push(value)
  }

  /** Counts what costs memory beyond the file's own bytes. */
  made<T extends Value>(container: T): T {
    if (++this.containers > MOST_CONTAINERS) throw unsupported(`its pickle makes more than ${MOST_CONTAINERS} objects.`)
    return container
  }

  result(): Value {
    const value = this.pop()
    if (this.stack.length > 0 || this.marks.length > 0 || this.at !== this.bytes.length) {
      throw invalid('its pickle goes on after its end.')
    }
    return value
  }
}

const STOP = 0x2e

const OPCODES: Readonly<Record<number, (m: Machine) => void>> = {
  0x7d: /* EMPTY_DICT  */ (m) => m.push(m.made({ kind: 'dict', entries: new Map() })),
  0x5d: /* EMPTY_LIST  */ (m) => m.push(m.made({ kind: 'list', items: [] })),
  0x29: /* EMPTY_TUPLE */ (m) => m.push(m.made({ kind: 'tuple', items: [] })),
  0x28: /* MARK        */ (m) => m.mark(),
  0x73: /* SETITEM     */ (m) => setItems(m, m.popMany(2)),
  0x75: /* SETITEMS    */ (m) => setItems(m, m.popToMark()),
  0x61: /* APPEND      */ (m) => append(m, [m.pop()]),
  0x65: /* APPENDS     */ (m) => append(m, m.popToMark()),
  0x74: /* TUPLE       */ (m) => m.push(m.made({ kind: 'tuple', items: m.popToMark() })),
  0x85: /* TUPLE1      */ (m) => m.push(m.made({ kind: 'tuple', items: m.popMany(1) })),
  0x86: /* TUPLE2      */ (m) => m.push(m.made({ kind: 'tuple', items: m.popMany(2) })),
  0x87: /* TUPLE3      */ (m) => m.push(m.made({ kind: 'tuple', items: m.popMany(3) })),
  0x71: /* BINPUT      */ (m) => m.remember(m.byte()),
  0x72: /* LONG_BINPUT */ (m) => m.remember(m.uint32()),
  0x68: /* BINGET      */ (m) => m.recall(m.byte()),
  0x6a: /* LONG_BINGET */ (m) => m.recall(m.uint32()),
  0x58: /* BINUNICODE  */ (m) => m.push(m.text(m.uint32())),
  0x4a: /* BININT      */ (m) => m.push(m.int32()),
  0x4b: /* BININT1     */ (m) => m.push(m.byte()),
  0x4d: /* BININT2     */ (m) => m.push(m.uint16()),
  0x47: /* BINFLOAT    */ (m) => m.push(m.float64()),
  0x8a: /* LONG1       */ (m) => m.push(m.long()),
  0x4e: /* NONE        */ (m) => m.push(null),
  0x88: /* NEWTRUE     */ (m) => m.push(true),
  0x89: /* NEWFALSE    */ (m) => m.push(false),
  0x63: /* GLOBAL      */ (m) => m.push(m.made(knownGlobal(`${m.line()} ${m.line()}`))),
  0x52: /* REDUCE      */ reduce,
  0x81: /* NEWOBJ      */ newObject,
  0x62: /* BUILD       */ build,
  0x51: /* BINPERSID   */ (m) => m.push(m.made(storageOf(m.pop()))),
}

function knownGlobal(name: string): Global {
  if (STORAGES.has(name) || CONSTRUCTORS.has(name) || NODES.has(name) || INERT.has(name))
    return { kind: 'global', name }
  throw unsupported(`it holds the Python object ${quoted(name)}, which no checkpoint needs; it was not run.`)
}

function setItems(m: Machine, pairs: readonly Value[]): void {
  const target = m.top()
  if (!isKind(target, 'dict') || pairs.length % 2 !== 0) throw invalid('its pickle fills something that is no dict.')
  for (let i = 0; i < pairs.length; i += 2) {
    const key = pairs[i]!
    if (!isScalar(key)) throw unsupported('its pickle has a dict whose key is neither text nor number.')
    if (target.entries.has(key)) throw invalid(`it has the key ${quoted(String(key))} twice.`)
    target.entries.set(key, pairs[i + 1]!)
  }
}

function append(m: Machine, values: readonly Value[]): void {
  const target = m.top()
  if (!isKind(target, 'list')) throw invalid('its pickle appends to something that is no list.')
  for (const value of values) target.items.push(value)
}

function reduce(m: Machine): void {
  const args = m.pop()
  const callee = m.pop()
  const construct = isKind(callee, 'global') ? CONSTRUCTORS.get(callee.name) : undefined
  if (construct === undefined || !isKind(args, 'tuple')) throw unsupported('its pickle calls what is not to be called.')
  m.push(m.made(construct(m, args.items)))
}

function newObject(m: Machine): void {
  const args = m.pop()
  const type = m.pop()
  if (!isKind(type, 'global') || !NODES.has(type.name) || !isKind(args, 'tuple') || args.items.length > 0) {
    throw unsupported('its pickle makes an object that no checkpoint needs.')
  }
  m.push(m.made({ kind: 'instance', name: type.name, state: undefined }))
}

/** State dicts carry `{_metadata: ...}` as an attribute, which says nothing that the tensors do not. */
function build(m: Machine): void {
  const state = m.pop()
  const target = m.top()
  if (!isKind(state, 'dict')) throw unsupported('its pickle gives an object a state that is no dict.')
  if (isKind(target, 'instance') && target.state === undefined) target.state = state
  else if (!isKind(target, 'dict')) throw unsupported('its pickle gives a state to something that has none.')
}

/** ('storage', class, key, location, elements). The location is where the tensor was when saved: of no concern here. */
function storageOf(id: Value): Storage {
  const [tag, type, key, , count] = isKind(id, 'tuple') && id.items.length === 5 ? id.items : []
  const dtype = isKind(type, 'global') ? STORAGES.get(type.name) : undefined
  if (tag !== 'storage' || dtype === undefined || typeof key !== 'string' || !isCount(count)) {
    throw invalid('its pickle refers to data that is no tensor storage.')
  }
  return { kind: 'storage', key, dtype, count }
}

/** (storage, offset, shape, strides, requires_grad, hooks[, metadata]); the rest concerns training. */
function rebuildTensor(args: readonly Value[]): PickledTensor {
  const [storage, offset, shape, strides] = args
  const isTensor = isKind(storage, 'storage') && isCount(offset) && isCountTuple(shape) && isCountTuple(strides)
  if (!isTensor || args.length < 6 || args.length > 7) throw invalid('its pickle has a tensor with impossible sizes.')
  return { kind: 'tensor', storage, offset, shape: shape.items, strides: strides.items, dtype: storage.dtype }
}

function emptyDict(m: Machine, args: readonly Value[], mostArgs: number): Dict {
  const isEmpty = args.length <= mostArgs && args.every((arg) => isKind(arg, 'global'))
  if (!isEmpty) throw unsupported('its pickle makes a dict in a way that no checkpoint needs.')
  return m.made({ kind: 'dict', entries: new Map() })
}

export function isKind<K extends Exclude<Value, Scalar>['kind']>(
  value: Value | undefined,
  kind: K,
): value is Extract<Value, { kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}

const isScalar = (value: Value): value is Scalar => typeof value !== 'object' || value === null

const isCount = (value: Value | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function isCountTuple(value: Value | undefined): value is Tuple & { readonly items: readonly number[] } {
  return isKind(value, 'tuple') && value.items.every(isCount)
}

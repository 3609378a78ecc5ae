/**
 * A torch archive (.pth, .pt, .ckpt): the pickle says which tensors there are, the archive where their bytes lie.
 *
 * Container (torch/serialization.py, PyTorchFileWriter): `<prefix>/data.pkl`, `<prefix>/data/<key>` with raw
 * little-endian storages, `<prefix>/byteorder` in newer files.
 */

import { plainConfig } from './config.ts'
import { invalid, quoted, unsupported } from './error.ts'
import { arrange, GROUPS } from './layout.ts'
import { isKind, unpickle } from './pickle.ts'
import type { Dict, PickledTensor, Storage } from './pickle.ts'
import type { ByteSource } from './source.ts'
import { BYTES_PER_ELEMENT, checkKey, elementCount, elementSpan, isContiguous } from './tensor.ts'
import type { Contents } from './contents.ts'
import type { StoredTensor } from './tensor.ts'
import { zipMembers } from './zip.ts'
import type { ZipMember } from './zip.ts'

/** The published file's pickle has about half a million bytes. */
const LARGEST_PICKLE = 16 * 2 ** 20

/** @throws CheckpointError */
export function readTorch(source: ByteSource): Contents {
  const archive = openArchive(source)
  const top = unpickle(source.read(archive.pickle.locate(), archive.pickle.size))
  if (!isKind(top, 'dict')) throw invalid('it does not hold a dict of tensors.')

  const { stored, others } = collectTensors(top)
  const arranged = arrange(stored)
  const storageOffset = storageLocator(archive)
  const tensors = new Map<string, StoredTensor>()
  for (const [key, tensor] of arranged.tensors) tensors.set(key, place(source, key, tensor, storageOffset))
  return {
    kind: 'pth',
    tensors,
    usesEma: arranged.usesEma,
    ignored: [...arranged.ignored, ...others],
    config: plainConfig(top.entries.get('config_dict')),
    metadata: {},
  }
}

interface Archive {
  readonly members: ReadonlyMap<string, ZipMember>
  readonly prefix: string
  readonly pickle: ZipMember
}

function openArchive(source: ByteSource): Archive {
  const members = zipMembers(source)
  const pickles = [...members.values()].filter(({ name }) => /^([^/]+\/)?data\.pkl$/.test(name))
  const pickle = pickles[0]
  if (pickle === undefined || pickles.length > 1) throw invalid(`it has ${pickles.length} pickles, not one.`)
  if (pickle.size > LARGEST_PICKLE) throw unsupported(`its pickle has ${pickle.size} bytes.`)

  const prefix = pickle.name.slice(0, -'data.pkl'.length)
  const order = members.get(`${prefix}byteorder`)
  if (order !== undefined && !isLittle(source, order))
    throw unsupported('its numbers are stored most significant first.')
  return { members, prefix, pickle }
}

function isLittle(source: ByteSource, order: ZipMember): boolean {
  return order.size === 'little'.length && source.read(order.locate(), order.size).toString('latin1') === 'little'
}

/** Tensors under the names of the file, `group.key` where they stand in a group; and what else the file has. */
function collectTensors(top: Dict): { stored: Map<string, PickledTensor>; others: string[] } {
  const stored = new Map<string, PickledTensor>()
  const others: string[] = []
  const add = (key: string, tensor: PickledTensor): void => {
    checkKey(key)
    if (stored.has(key)) throw invalid(`it has the tensor ${quoted(key)} twice.`)
    stored.set(key, tensor)
  }
  for (const [rawName, value] of top.entries) {
    const name = String(rawName)
    if (isKind(value, 'tensor')) add(name, value)
    else if (isKind(value, 'dict') && isGroupName(name)) {
      for (const [key, tensor] of groupTensors(name, value)) add(name === 'state_dict' ? key : `${name}.${key}`, tensor)
    } else if (name !== 'config_dict') others.push(name)
  }
  if (stored.size === 0) throw invalid('it holds no tensors under a name known here.')
  return { stored, others }
}

const isGroupName = (name: string): boolean => name === 'state_dict' || (GROUPS as readonly string[]).includes(name)

function* groupTensors(group: string, dict: Dict): Generator<[string, PickledTensor]> {
  for (const [key, value] of dict.entries) {
    if (typeof key !== 'string' || !isKind(value, 'tensor')) {
      throw invalid(`${quoted(String(key))} in its group ${quoted(group)} is not a tensor.`)
    }
    yield [key, value]
  }
}

/** Finds a storage's first byte; many tensors may share one storage, so each is looked up once. */
function storageLocator({ members, prefix }: Archive): (storage: Storage) => number {
  const found = new Map<string, number>()
  return ({ key, dtype, count }) => {
    const member = members.get(`${prefix}data/${key}`)
    const size = count * BYTES_PER_ELEMENT[dtype]
    if (member === undefined) throw invalid(`the data of its storage ${quoted(key)} is missing.`)
    if (member.size !== size) {
      throw invalid(`its storage ${quoted(key)} has ${member.size} bytes, but ${count} ${dtype} take ${size}.`)
    }
    const offset = found.get(key) ?? member.locate()
    found.set(key, offset)
    return offset
  }
}

function place(
  source: ByteSource,
  key: string,
  { storage, offset, shape, strides, dtype }: PickledTensor,
  storageOffset: (storage: Storage) => number,
): StoredTensor {
  const bytes = BYTES_PER_ELEMENT[dtype]
  const byteLength = elementCount(key, shape) * bytes
  const span = elementSpan(key, shape, strides)
  if (span > storage.count - offset) throw invalid(`${quoted(key)} reaches out of its storage.`)
  // An expanded tensor (stride 0) may be larger than its storage; reading it must still not take more than the file.
  if (byteLength > source.size) throw unsupported(`${quoted(key)} is larger than the whole file.`)
  const isDense = isContiguous(shape, strides)
  return { key, dtype, shape, strides, offset: storageOffset(storage) + offset * bytes, byteLength, isDense }
}

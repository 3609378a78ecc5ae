/** Torch archives: views, types, and every way that comes to mind in which pickle and archive can lie. */

import { describe, expect, test } from 'vitest'
import { readContents } from './checkpoint.ts'
import { CheckpointError } from './error.ts'
import { readTensorFrom } from './read.ts'
import { archive, archiveMembers, asDict, dense, floats, memorySource, smallCheckpoint } from './samples.helper.ts'
import { assemble, member, pickle, tensor, zipPieces } from './torch-writer.helper.ts'
import type { Member, Python, TensorView } from './torch-writer.helper.ts'

const open = (bytes: Buffer) => readContents(memorySource(bytes))
const openMembers = (...members: Member[]) => open(assemble(zipPieces(members)))
const openPickle = (top: Python | Buffer) => {
  const pickled = Buffer.isBuffer(top) ? top : pickle(top)
  return openMembers(...archiveMembers(pickled, { 0: floats(0, 1, 2, 3, 4, 5) }))
}
const openView = (view: Partial<TensorView>) => openPickle(asDict({ x: { ...dense('0', 2, 3), ...view } }))

/** The error's sentence; anything else that is thrown, or nothing, fails the test. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof CheckpointError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

const opcodes = (...values: number[]): Python => ({ opcodes: Uint8Array.from(values) })

/** A list in a list in a list. */
const nest = (levels: number): Python => ({
  opcodes: Buffer.concat([Buffer.alloc(levels, 0x5d), Buffer.alloc(levels - 1, 0x61)]),
})

describe('views', () => {
  const source = memorySource(
    archive(
      asDict({
        whole: dense('0', 2, 3),
        transposed: { ...dense('0', 2, 3), shape: [3, 2], strides: [1, 3] },
        row: { ...dense('0', 2, 3), offset: 3, shape: [3], strides: [1] },
        column: { ...dense('0', 2, 3), offset: 1, shape: [2, 1], strides: [3, 99] },
        expanded: { ...dense('0', 2, 3), offset: 5, shape: [4], strides: [0] },
        scalar: { ...dense('0', 2, 3), offset: 4, shape: [], strides: [] },
        empty: { ...dense('0', 2, 3), offset: 6, shape: [0, 7], strides: [7, 1] },
      }),
      { 0: floats(0, 1, 2, 3, 4, 5) },
    ),
  )
  const { tensors } = readContents(source)
  const values = (key: string) => [...readTensorFrom(source, tensors.get(key)!)]

  test('M2 strides and offsets are honoured, and tied weights share their bytes', () => {
    expect(values('whole')).toEqual([0, 1, 2, 3, 4, 5])
    expect(values('transposed')).toEqual([0, 3, 1, 4, 2, 5])
    expect(values('row')).toEqual([3, 4, 5])
    expect(values('column')).toEqual([1, 4])
    expect(values('expanded')).toEqual([5, 5, 5, 5])
    expect(values('scalar')).toEqual([4])
    expect(values('empty')).toEqual([])
    expect(tensors.get('row')!.offset).toBe(tensors.get('whole')!.offset + 12)
  })

  test('M2 only what lies in C order without gaps may be mapped', () => {
    const mapped = [...tensors.values()].filter(({ isDense }) => isDense).map(({ key }) => key)
    expect(mapped).toEqual(['whole', 'row', 'scalar', 'empty'])
  })
})

test.each([
  ['DoubleStorage', Float64Array.of(1.5, -2), [1.5, -2]],
  ['HalfStorage', Uint16Array.of(0x3555, 0xfc00), [0.333251953125, -Infinity]],
  ['BFloat16Storage', Uint16Array.of(0x3fc0, 0xc000), [1.5, -2]],
  ['LongStorage', BigInt64Array.of(2n ** 62n, -1n), [2n ** 62n, -1n]],
  ['IntStorage', Int32Array.of(7, -7), [7, -7]],
  ['ShortStorage', Int16Array.of(300, -300), [300, -300]],
  ['CharStorage', Int8Array.of(100, -100), [100, -100]],
  ['ByteStorage', Uint8Array.of(255, 0), [255, 0]],
  ['BoolStorage', Uint8Array.of(1, 0), [1, 0]],
])('M2 %s is read', (type, stored, expected) => {
  const source = memorySource(archive(asDict({ x: { ...dense('0', 2), type } }), { 0: Buffer.from(stored.buffer) }))
  expect([...readTensorFrom(source, readContents(source).tensors.get('x')!)]).toEqual(expected)
})

test('M2 every float16 is widened to the number that it stands for', () => {
  // All finite ones, counted up: neighbours of equal exponent are equally far apart, and 1 is where it belongs.
  const bits = Uint16Array.from({ length: 0x7c00 }, (_, i) => i)
  const source = memorySource(
    archive(asDict({ x: { ...dense('0', 0x7c00), type: 'HalfStorage' } }), { 0: Buffer.from(bits.buffer) }),
  )
  const values = readTensorFrom(source, readContents(source).tensors.get('x')!) as Float32Array
  expect([values[0], values[1], values[0x400], values[0x3c00], values[0x7bff]]).toEqual([
    0,
    2 ** -24,
    2 ** -14,
    1,
    65504,
  ])
  for (let i = 1; i < values.length; i++) {
    const step = 2 ** (Math.max(i - 1, 0x400) >> 10) * 2 ** -25
    if (values[i]! - values[i - 1]! !== step) throw new Error(`float16 ${i} is ${values[i]}`)
  }
})

test('M2 a Stable Diffusion checkpoint under state_dict opens under our names', () => {
  const state = asDict({ 'model.diffusion_model.out.2.bias': dense('0', 6), alphas_cumprod: dense('0', 6) })
  const contents = openPickle({
    dict: [
      ['epoch', 3],
      ['state_dict', state],
    ],
  })
  expect([...contents.tensors.keys()]).toEqual(['model.out.2.bias', 'diffusion.alphas_cumprod'])
  expect(contents.ignored).toEqual(['epoch'])
})

describe('S2 hostile tensors', () => {
  test.each<[string, Partial<TensorView>, string]>([
    ['offset past the end', { offset: 1 }, 'reaches out of its storage'],
    ['strides past the end', { strides: [4, 1] }, 'reaches out of its storage'],
    ['negative stride', { strides: [-3, 1] }, 'impossible sizes'],
    ['negative offset', { offset: -1 }, 'impossible sizes'],
    ['negative size', { shape: [-2, 3] }, 'impossible sizes'],
    ['fractional size', { shape: [1.5, 3] }, 'impossible sizes'],
    ['overflowing shape', { shape: [2 ** 40, 2 ** 40], strides: [0, 0] }, 'impossible shape'],
    ['overflowing strides', { shape: [2 ** 20, 2], strides: [2 ** 45, 1] }, 'reach too far'],
    ['a shape far larger than the file by stride 0', { shape: [2 ** 40], strides: [0] }, 'larger than the whole file'],
    ['strides of another length', { strides: [1] }, '2 dimensions, but 1 strides'],
    ['seventeen dimensions', { shape: Array(17).fill(1), strides: Array(17).fill(1) }, '17 dimensions'],
    ['a storage larger than its data', { count: 7 }, 'has 24 bytes, but 7 float32 take 28'],
    ['an overflowing storage', { count: 2 ** 46 }, 'has 24 bytes'],
    ['a storage that is missing', { storage: '1' }, 'missing'],
    ['a storage named as a path', { storage: '../../etc/passwd' }, 'missing'],
    ['an unknown storage class', { type: 'QUInt8Storage' }, 'Python object "torch QUInt8Storage"'],
  ])('%s', (_, view, sentence) => {
    expect(refusal(() => openView(view))).toContain(sentence)
  })
})

describe('S2 hostile pickles', () => {
  test.each<[string, Python]>([
    ['os.system', { call: 'posix system', args: ['echo owned'] }],
    ['eval', { call: '__builtin__ eval', args: ['1'] }],
    ['a class of this table called', { call: '__builtin__ dict', args: [] }],
    ['getattr by name', { call: 'torch._utils __getattribute__', args: [] }],
    ['any torch function', { call: 'torch load', args: ['x'] }],
    ['an unknown object with state', { node: 'subprocess Popen', state: { dict: [] } }],
    ['a dict made of arguments', { call: 'collections OrderedDict', args: [[['a', 1]]] }],
    ['a call of a number', opcodes(0x4b, 1, 0x29, 0x52)],
    ['a storage class called', { call: 'torch FloatStorage', args: [] }],
  ])('%s is refused', (_, value) => {
    expect(refusal(() => openPickle({ dict: [['model', value]] }))).toMatch(/pickle|Python object/)
  })

  test('nothing is executed and no module is loaded by a reference to one', () => {
    expect(refusal(() => openPickle({ dict: [['x', { global: 'child_process exec' }]] }))).toBe(
      'it holds the Python object "child_process exec", which no checkpoint needs; it was not run.',
    )
  })

  test('every opcode outside the table is refused', () => {
    const known = '}])(sua et\x85\x86\x87qrhjXJKMG\x8aN\x88\x89cR\x81bQ.'.replace(' ', '')
    for (let opcode = 0; opcode < 256; opcode++) {
      if (known.includes(String.fromCharCode(opcode))) continue
      expect(refusal(() => openPickle(Buffer.from([0x80, 2, opcode, 0x2e])))).toContain(`0x${opcode.toString(16)}`)
    }
  })

  test.each<[string, Buffer | Python, RegExp]>([
    ['no pickle at all', Buffer.alloc(0), /ends too early/],
    ['another protocol', Buffer.from([0x80, 4, 0x7d, 0x2e]), /protocol 2/],
    ['an end in the middle', Buffer.from([0x80, 2, 0x7d]), /ends too early/],
    ['something after the end', Buffer.from([0x80, 2, 0x7d, 0x2e, 0x2e]), /goes on after its end/],
    ['two results', Buffer.from([0x80, 2, 0x7d, 0x7d, 0x2e]), /goes on after its end/],
    ['a pop from nothing', Buffer.from([0x80, 2, 0x85, 0x2e]), /not there/],
    ['a pop through a mark', Buffer.from([0x80, 2, 0x4e, 0x28, 0x85, 0x2e]), /not there/],
    ['a mark that is not there', Buffer.from([0x80, 2, 0x74, 0x2e]), /not begun/],
    ['a memo slot that is empty', Buffer.from([0x80, 2, 0x68, 9, 0x2e]), /not kept/],
    ['a text of 4 GB', Buffer.from([0x80, 2, 0x58, 255, 255, 255, 255, 0x2e]), /ends too early/],
    ['a text that is not UTF-8', Buffer.from([0x80, 2, 0x58, 1, 0, 0, 0, 0xff, 0x2e]), /UTF-8/],
    ['a number of 200 bytes', Buffer.from([0x80, 2, 0x8a, 200, 0x2e]), /200 bytes/],
    ['a name without an end', Buffer.concat([Buffer.from([0x80, 2, 0x63]), Buffer.alloc(500, 'a')]), /without an end/],
    ['an odd number of items', opcodes(0x7d, 0x28, 0x4e, 0x75), /no dict/],
    ['a dict in a dict as key', opcodes(0x7d, 0x7d, 0x4e, 0x73), /neither text nor number/],
    ['an append to a dict', opcodes(0x7d, 0x4e, 0x61), /no list/],
    ['a state for a list', opcodes(0x5d, 0x7d, 0x62), /has none/],
    ['a persistent id that is a number', opcodes(0x4b, 1, 0x51), /no tensor storage/],
    ['a list instead of a dict', [1, 2], /not hold a dict/],
    ['no tensors', { dict: [['iters', 1]] }, /no tensors/],
    [
      'a key twice',
      {
        dict: [
          ['a', 1],
          ['a', 2],
        ],
      },
      /"a" twice/,
    ],
    ['a weight that is a number', { dict: [['model', { dict: [['a', 1]] }]] }, /not a tensor/],
  ])('%s', (_, top, sentence) => {
    expect(refusal(() => openPickle(top))).toMatch(sentence)
  })

  test.each(['', 'a\0b', 'line\nbreak', 'x'.repeat(501)])('a tensor named %j is refused', (key) => {
    expect(refusal(() => openPickle(asDict({ [key]: dense('0', 6) })))).toMatch(/tensor named/)
  })

  test('a group that meets another by its dots is refused', () => {
    const x = tensor(dense('0', 6))
    expect(
      refusal(() =>
        openPickle({
          dict: [
            ['model.a', x],
            ['model', { dict: [['a', x]] }],
          ],
        }),
      ),
    ).toMatch(/twice/)
  })

  test('half a million lists, nested or not, end at a limit', () => {
    expect(refusal(() => openPickle({ dict: [['opt', nest(500_000)]] }))).toMatch(/more than 250000 objects/)
    expect(refusal(() => openPickle({ opcodes: Buffer.alloc(300_000, 0x7d) }))).toMatch(/more than 250000 objects/)
  })

  test('two million opcodes that keep nothing end at a limit', () => {
    const puts = Buffer.alloc(2 * 2_000_000, Buffer.from([0x71, 1]))
    const pickled = Buffer.concat([Buffer.from([0x80, 2, 0x4e]), puts, Buffer.from([0x2e])])
    expect(refusal(() => openPickle(pickled))).toMatch(/more than 2000000 opcodes/)
  })

  test('deep nesting below the limit is read without recursion', () => {
    const contents = openPickle({
      dict: [
        ['opt', nest(100_000)],
        ['x', tensor(dense('0', 6))],
      ],
    })
    expect([...contents.tensors.keys()]).toEqual(['x'])
  })

  test.each<[string, Python]>([
    ['contains itself', opcodes(0x5d, 0x71, 1, 0x68, 1, 0x61)],
    // Each pair holds the one before it twice: two to the thirtieth values when written out.
    ['doubles at each level', opcodes(0x5d, ...Array.from({ length: 30 }, () => [0x71, 1, 0x68, 1, 0x86]).flat())],
  ])('a configuration that %s is refused in time', (_, config) => {
    const top: Python = {
      dict: [
        ['x', tensor(dense('0', 6))],
        ['config_dict', config],
      ],
    }
    expect(refusal(() => openPickle(top))).toMatch(/larger than any configuration/)
  })

  test('a key like __proto__ is only a key', () => {
    const contents = openPickle({
      dict: [
        ['x', tensor(dense('0', 6))],
        ['config_dict', { dict: [['__proto__', { dict: [['owned', true]] }]] }],
      ],
    })
    expect(Object.keys(contents.config as object)).toEqual(['__proto__'])
    expect(({} as { owned?: boolean }).owned).toBeUndefined()
  })
})

describe('S2 hostile archives', () => {
  const good = archiveMembers(pickle(asDict({ x: dense('0', 6) })), { 0: floats(0, 1, 2, 3, 4, 5) })

  test('cut short anywhere, it is refused', () => {
    const bytes = smallCheckpoint()
    for (let size = 0; size < bytes.length; size += 7) refusal(() => open(bytes.subarray(0, size)))
  })

  test.each<[string, Member[], RegExp]>([
    ['a compressed member', [...good, { ...member('archive/data/9', Buffer.alloc(8)), method: 8 }], /compressed/],
    ['a member twice', [...good, member('archive/data/0', floats(9, 9, 9, 9, 9, 9))], /twice/],
    ['a path upwards', [...good, member('../../evil', Buffer.alloc(1))], /damaged/],
    ['a path from the root', [...good, member('/etc/passwd', Buffer.alloc(1))], /damaged/],
    ['a path of Windows', [...good, member('C:\\evil', Buffer.alloc(1))], /damaged/],
    ['a NUL in a name', [...good, member('archive/a\0b', Buffer.alloc(1))], /named/],
    ['two pickles', [...good, member('other/data.pkl', Buffer.alloc(1))], /2 pickles/],
    ['no pickle', good.slice(1), /0 pickles/],
    ['big-endian numbers', [...good, member('archive/byteorder', Buffer.from('big'))], /most significant first/],
  ])('%s', (_, members, sentence) => {
    expect(refusal(() => openMembers(...members))).toMatch(sentence)
  })

  test('little-endian numbers that say so are read', () => {
    expect(openMembers(...good, member('archive/byteorder', Buffer.from('little'))).tensors.size).toBe(1)
  })

  const edited = (edit: (bytes: Buffer, entry: (index: number) => number, end: number) => void): Buffer => {
    const bytes = assemble(zipPieces(good))
    const entry = (index: number): number => {
      let at = -1
      for (let i = 0; i <= index; i++) at = bytes.indexOf('PK\x01\x02', at + 1, 'latin1')
      return at
    }
    edit(bytes, entry, bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1'))
    return bytes
  }

  test.each<[string, Parameters<typeof edited>[0]]>([
    ['two members over the same bytes', (b, entry) => b.writeUInt32LE(b.readUInt32LE(entry(0) + 42), entry(1) + 42)],
    ['a member inside another', (b, entry) => b.writeUInt32LE(b.readUInt32LE(entry(0) + 42) + 8, entry(1) + 42)],
    [
      'a member that reaches into the directory',
      (b, entry) => (b.writeUInt32LE(5000, entry(2) + 20), b.writeUInt32LE(5000, entry(2) + 24)),
    ],
    [
      'a local header that shifts the data into the next member',
      (b, entry) => b.writeUInt16LE(200, b.readUInt32LE(entry(1) + 42) + 28),
    ],
    [
      'a local header that is none',
      (b, entry) => b.fill(0, b.readUInt32LE(entry(1) + 42), b.readUInt32LE(entry(1) + 42) + 4),
    ],
    ['more entries than there are', (b, _, end) => b.writeUInt16LE(60_000, end + 10)],
    ['a directory beyond the end', (b, _, end) => b.writeUInt32LE(0xfffffff0, end + 16)],
    ['an encrypted member', (b, entry) => b.writeUInt16LE(0x0801, entry(1) + 8)],
    ['sizes that differ', (b, entry) => b.writeUInt32LE(3, entry(1) + 20)],
  ])('%s', (_, edit) => {
    expect(open(edited(() => {})).tensors.size).toBe(1)
    refusal(() => open(edited(edit)))
  })

  test('a zip64 count of 2^60 entries is refused at once', () => {
    const bytes = assemble(zipPieces(good, true))
    bytes.writeBigUInt64LE(2n ** 60n, bytes.lastIndexOf('PK\x06\x06', undefined, 'latin1') + 32)
    expect(refusal(() => open(bytes))).toMatch(/members/)
  })

  test('the old form of torch is named as such', () => {
    expect(refusal(() => open(Buffer.from([0x80, 2, 0x8a, 10, 0, 0, 0, 0, 0, 0, 0])))).toMatch(/before 1\.6/)
  })
})

/** Sessions on the CPU: weights in place, feeds checked, memory given back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Graph } from '../graph/graph.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { float32, int64, type Tensor } from './tensor.ts'

const cpu: SessionOptions = { device: 'cpu', threads: 1 }
let folder: string

beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-session-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** y = x · weightᵀ, the weight a diagonal of 0, 1, 2 ... that lies at an odd offset of a file. */
function diagonal(size: number, location = 'weights.bin'): Uint8Array {
  const graph = new Graph()
  const data = { location, offset: 101, byteLength: size * size * 4 }
  const weight = graph.initializer({ name: 'weight', type: 'float32', shape: [size, size], data })
  graph.output('y', graph.gemm(graph.input('x', ['B', size]), weight))
  return graph.bytes()
}

function writeDiagonal(size: number): void {
  const file = Buffer.alloc(101 + size * size * 4)
  for (let i = 0; i < size; i++) file.writeFloatLE(i, 101 + (i * size + i) * 4)
  writeFileSync(path.join(folder, 'weights.bin'), file)
}

function sum(): Promise<Session> {
  const graph = new Graph()
  graph.output('sum', graph.add(graph.input('a', ['B', 2]), graph.input('b', ['B', 2])))
  return openSession(graph.bytes(), cpu)
}

/** Memory of this process that no file backs. */
const ownKiB = (): number => Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])

const pair = (rows: number): Tensor => float32(new Float32Array(rows * 2).fill(1), [rows, 2])

it('M2 session: weights are used where they lie in their file, at any offset', async () => {
  writeDiagonal(5)
  const session = await openSession(diagonal(5), { ...cpu, folder })
  const { y } = await session.run({ x: float32(new Float32Array(10).fill(1), [2, 5]) })
  expect(y).toEqual(float32(Float32Array.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4), [2, 5]))
  await session.release()
})

it.runIf(process.platform === 'linux')(
  'M4 session: 64 MiB of mapped weights cost less than 8 MiB of own memory',
  async () => {
    writeDiagonal(4096)
    const graph = diagonal(4096)
    const input = { x: float32(new Float32Array(4096).fill(1), [1, 4096]) }
    const before = ownKiB()
    const session = await openSession(graph, { ...cpu, folder })
    const { y } = await session.run(input)
    expect(ownKiB() - before).toBeLessThan(8 * 1024)
    expect(y?.data[4095]).toBe(4095)
    await session.release()
  },
)

it('M2 session: a missing weights file is refused by name when the graph is opened', async () => {
  const opened = openSession(diagonal(5, 'gone.bin'), { ...cpu, folder })
  await expect(opened).rejects.toMatchObject({ code: 'notOpened', message: expect.stringContaining('gone.bin') })
})

it('M2 session: bytes that are no graph are refused', async () => {
  await expect(openSession(Uint8Array.of(1, 2, 3), cpu)).rejects.toMatchObject({ code: 'notOpened' })
})

it('M3 session: a device whose libraries are missing is refused, not silently replaced', async () => {
  const missing = process.platform === 'darwin' ? 'dml' : 'coreml'
  await expect(openSession(diagonal(5), { device: missing })).rejects.toMatchObject({ code: 'notOpened' })
})

const badFeeds: Record<string, [feeds: Record<string, Tensor>, message: string]> = {
  'a missing one': [{ a: pair(1) }, 'The input b (float32 [B, 2]) was not fed.'],
  'an unknown one': [{ a: pair(1), b: pair(1), c: pair(1) }, '"c" is not an input of the graph, which takes a, b.'],
  'a wrong type': [{ a: pair(1), b: int64([1, 2], [1, 2]) }, 'The input b (float32 [B, 2]) was fed as int64.'],
  'a wrong rank': [{ a: pair(1), b: float32(new Float32Array(2), [2]) }, 'b (float32 [B, 2]) was fed with shape [2].'],
  'a wrong size': [{ a: pair(1), b: float32(new Float32Array(3), [1, 3]) }, 'was fed with shape [1, 3].'],
  'too few values': [
    { a: pair(1), b: float32(new Float32Array(1), [1, 2]) },
    'b was fed with 1 values for shape [1, 2].',
  ],
  'sizes that disagree': [{ a: pair(1), b: pair(2) }, 'The size B is 1 in a and 2 in b; it must be one size.'],
}

it.for(Object.entries(badFeeds))('M2 session: feeds are checked before the run: %s', async ([, [feeds, message]]) => {
  const session = await sum()
  await expect(session.run(feeds)).rejects.toMatchObject({
    code: 'wrongFeed',
    message: expect.stringContaining(message),
  })
  const right = await session.run({ a: pair(3), b: pair(3) })
  expect(right['sum']?.shape).toEqual([3, 2])
  await session.release()
})

it('G3 session: a released session says so, and may be released twice', async () => {
  const session = await sum()
  await session.release()
  await session.release()
  await expect(session.run({ a: pair(1), b: pair(1) })).rejects.toMatchObject({ code: 'released' })
})

it('M4 session: a profile names every node that ran', async () => {
  writeDiagonal(5)
  const session = await openSession(diagonal(5), { ...cpu, folder, profile: path.join(folder, 'profile') })
  await session.run({ x: float32(new Float32Array(5), [1, 5]) })
  await session.release()
  const written = readdirSync(folder).find((name) => name.startsWith('profile'))
  expect(readFileSync(path.join(folder, written!), 'utf8')).toContain('"op_name" : "Gemm"')
})

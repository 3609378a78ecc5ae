/** The engine's own entry in a process as Electron makes them, its messages cloned as they are there. */
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { tinyEngine, tinyRun } from '../engine-host/tiny.helper.ts'
import { eventSchema, protocolVersion, type EngineEvent, type Request } from '../contract/engine.ts'
import { runResultSchema } from '../contract/result.ts'

const entry = path.join(import.meta.dirname, '..', 'engine-host', 'utility-entry.helper.ts')
const workers: Worker[] = []
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.terminate()
})

function startEngine(module = tinyEngine) {
  const worker = new Worker(entry, { workerData: module })
  workers.push(worker)
  const port: Pick<Worker, 'postMessage'> = worker
  const heard: unknown[] = []
  const until = (isIt: (event: EngineEvent) => boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker.once('error', reject)
      worker.on('message', (message) => void (isIt(eventSchema.parse(message)) && resolve(message)))
    })
  worker.on('message', (message) => heard.push(message))
  return { worker, heard, until, say: (request: Request) => port.postMessage(request) }
}

it('G3 engine: over a parent port it greets, draws with progress and previews, and ends when it is told to', async () => {
  const { worker, heard, until, say } = startEngine()
  const isOver = until(({ type }) => type === 'result' || type === 'error')
  // sent before the engine listens
  say({ type: 'hello', protocol: protocolVersion })
  say({ type: 'call', id: 4, name: 'generate', input: { run: tinyRun(), isRecorded: false }, previews: true })
  const { output } = (await isOver) as { output: unknown }
  expect(heard[0]).toEqual({ type: 'ready', protocol: protocolVersion })
  const types = new Set(heard.map((event) => (event as EngineEvent).type))
  expect([...types].sort()).toEqual(['preview', 'progress', 'ready', 'result'])
  const { pictures } = runResultSchema.parse(output)
  expect(pictures[0]!.rgb).toHaveLength(64 * 64 * 3)
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  say({ type: 'shutdown' })
  expect(await ended).toBe(0)
})

it('G3 engine: what it sends owns its buffer, so that no more than it is cloned', async () => {
  const { heard, until, say } = startEngine()
  const isOver = until(({ type }) => type === 'result' || type === 'error')
  say({ type: 'hello', protocol: protocolVersion })
  const run = tinyRun({ mis: 0.5 })
  say({ type: 'call', id: 0, name: 'generate', input: { run, isRecorded: true }, previews: true })
  const { pictures } = runResultSchema.parse(((await isOver) as { output: unknown }).output)
  const previews = heard.flatMap((message) => {
    const event = eventSchema.parse(message)
    return event.type === 'preview' ? [event.preview.rgb] : []
  })
  expect(previews.length).toBeGreaterThan(0)
  const { rgb, latents_Chw, record } = pictures[0]!
  const latents = [...record!.trajectory, ...record!.tracks].map(({ x_Chw }) => x_Chw)
  expect(latents).toHaveLength(3)
  for (const array of [rgb, latents_Chw, ...latents, ...previews]) {
    expect(array.buffer).toBeInstanceOf(ArrayBuffer)
    expect(array.buffer.byteLength).toBe(array.byteLength)
  }
})

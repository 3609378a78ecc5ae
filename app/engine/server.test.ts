/** The engine's message loop over a port in memory. */
import { expect, it, vi } from 'vitest'
import { protocolVersion, type EngineEvent } from '../contract/engine.ts'
import { EngineError } from '../contract/errors.ts'
import { explain } from './explain.ts'
import { serve, type Handlers, type Service } from './server.ts'

const unused = async (): Promise<never> => {
  throw new Error('not asked for')
}
const noHandlers: Handlers = {
  load: unused,
  unload: unused,
  generate: unused,
  encode: unused,
  plan: unused,
  devices: unused,
  inspect: unused,
  words: unused,
  measure: unused,
  check: unused,
  evaluate: unused,
  recognise: unused,
}

/** A served engine: `say` sends it a message, `heard` is what it answered. */
function engine(handlers: Partial<Handlers> = {}, service: Partial<Service> = {}) {
  const heard: EngineEvent[] = []
  const exit = vi.fn()
  let say: (message: unknown) => void = () => {}
  let close: () => void = () => {}
  const port = {
    send: (event: EngineEvent) => void heard.push(event),
    onMessage: (listener: (message: unknown) => void) => void (say = listener),
    onClose: (listener: () => void) => void (close = listener),
  }
  const whole = {
    handlers: { ...noHandlers, ...handlers },
    explain,
    knowDevices: () => {},
    probed: () => {},
    ...service,
  }
  serve(port, whole, exit)
  return { say: (message: unknown) => say(message), close: () => close(), heard, exit }
}

it('G3 engine: greets a host that speaks its protocol, and takes over what is known of the devices', () => {
  const knowDevices = vi.fn()
  const { say, heard } = engine({}, { knowDevices })
  const devices = [{ device: 'cpu', available: true, reason: 'The self-test ran in 3 ms.' }]
  say({ type: 'hello', protocol: protocolVersion, devices })
  expect(heard).toEqual([{ type: 'ready', protocol: protocolVersion }])
  expect(knowDevices).toHaveBeenCalledWith(devices)
})

it('M3 engine: the answer to a self-test is heard while a call waits for it', async () => {
  const probe = { failure: 'No adapter was found.' }
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const handlers = {
    devices: async () => ({
      reports: [{ device: 'cpu' as const, available: true, reason: JSON.stringify(await promise) }],
    }),
  }
  const { say, heard } = engine(handlers, { probed: (id, found) => resolve({ id, found }) })
  say({ type: 'call', id: 0, name: 'devices', input: {} })
  say({ type: 'probed', id: 7, probe })
  await expect.poll(() => heard).toHaveLength(1)
  expect(heard[0]).toMatchObject({
    type: 'result',
    output: { reports: [{ reason: JSON.stringify({ id: 7, found: probe }) }] },
  })
})

it('G3 engine: refuses a host of another version', () => {
  const { say, heard } = engine()
  say({ type: 'hello', protocol: protocolVersion + 1 })
  expect(heard).toMatchObject([{ type: 'error', id: null, code: 'badMessage' }])
})

const nonsense = [
  undefined,
  null,
  7,
  'generate',
  {},
  { type: 'call', id: -1, name: 'load' },
  { type: 'call', id: 0, name: 'format' },
]

it.for(nonsense)('G3 engine: answers the message %j with an error and lives on', async (message) => {
  const { say, heard, exit } = engine({ unload: async () => ({}) })
  say(message)
  say({ type: 'call', id: 3, name: 'unload', input: {} })
  await expect.poll(() => heard).toHaveLength(2)
  expect(heard).toMatchObject([
    { type: 'error', id: null, code: 'badMessage' },
    { type: 'result', id: 3 },
  ])
  expect(exit).not.toHaveBeenCalled()
})

it('G3 engine: a call with wrong input is answered with what is wrong in it', async () => {
  const { say, heard } = engine()
  say({ type: 'call', id: 1, name: 'load', input: { path: 'a.pth', device: 'abacus' } })
  await expect.poll(() => heard).toHaveLength(1)
  expect(heard[0]).toMatchObject({ type: 'error', id: 1, code: 'badRun', message: expect.stringContaining('device') })
})

it('G3 engine: calls run one after the other, in order, and a failed one does not stop the next', async () => {
  const log: string[] = []
  const { say, heard } = engine({
    async inspect({ path }) {
      log.push(`begin ${path}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      log.push(`end ${path}`)
      throw new EngineError('modelNotUsable', `${path} is empty.`)
    },
  })
  say({ type: 'call', id: 1, name: 'inspect', input: { path: 'a' } })
  say({ type: 'call', id: 2, name: 'inspect', input: { path: 'b' } })
  await expect.poll(() => heard).toHaveLength(2)
  expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b'])
  expect(heard).toEqual([
    { type: 'error', id: 1, code: 'modelNotUsable', message: 'a is empty.' },
    { type: 'error', id: 2, code: 'modelNotUsable', message: 'b is empty.' },
  ])
})

it('C4 engine: how captions are read is answered while another call runs', async () => {
  const { promise, resolve } = Promise.withResolvers<object>()
  const { say, heard } = engine({
    async unload() {
      await promise
      return {}
    },
    words: async ({ captions }) => ({ limit: 77, captions: captions.map(() => ({ tokens: 3, unknown: [] })) }),
  })
  say({ type: 'call', id: 1, name: 'unload', input: {} })
  say({ type: 'call', id: 2, name: 'words', input: { model: { path: 'a' }, captions: ['cat'] } })
  await expect.poll(() => heard).toHaveLength(1)
  expect(heard[0]).toMatchObject({ type: 'result', id: 2 })
  resolve({})
  await expect.poll(() => heard).toHaveLength(2)
})

it('G3 engine: progress comes under the id of its call', async () => {
  const progress = { phase: 'check' as const, done: 1, total: 2 }
  const { say, heard } = engine({
    async unload(_, events) {
      events.progress(progress)
      return {}
    },
  })
  say({ type: 'call', id: 9, name: 'unload', input: {} })
  await expect.poll(() => heard).toHaveLength(2)
  expect(heard[0]).toEqual({ type: 'progress', id: 9, progress })
})

it('G3 engine: ends when it is told to, and when its host is gone', () => {
  const { say, close, exit } = engine()
  say({ type: 'shutdown' })
  expect(exit).toHaveBeenCalledTimes(1)
  close()
  expect(exit).toHaveBeenCalledTimes(2)
})

it('G2 engine: what a call is to show can be changed while it runs, and nothing of a call that is over', async () => {
  const asked = Promise.withResolvers<void>()
  const { say, heard } = engine({
    async unload(_, { shown, preview }) {
      await asked.promise
      for (const track of shown()) preview!({ width: 1, height: 1, rgb: new Uint8Array(3) }, track)
      return {}
    },
  })
  say({ type: 'call', id: 5, name: 'unload', input: {}, previews: true })
  say({ type: 'show', id: 4, tracks: ['ball'] })
  say({ type: 'show', id: 5, tracks: ['ball'] })
  say({ type: 'show', id: 5, tracks: ['house', null] })
  asked.resolve()
  await expect.poll(() => heard).toHaveLength(3)
  expect(heard).toMatchObject([
    { type: 'preview', id: 5, track: 'house' },
    { type: 'preview', id: 5, track: null },
    { type: 'result', id: 5 },
  ])
  say({ type: 'show', id: 5, tracks: ['ball'] })
  say({ type: 'call', id: 5, name: 'unload', input: {}, previews: true })
  await expect.poll(() => heard).toHaveLength(4)
  expect(heard[3]).toMatchObject({ type: 'result', id: 5 })
})

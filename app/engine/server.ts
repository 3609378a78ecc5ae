/**
 * The engine's message loop: one call at a time, each answered by exactly one result or error. Calls that open no network
 * (`callsBeside`) do not wait: between two passes there is a moment for them.
 */
import {
  calls,
  isBeside,
  protocolVersion,
  requestSchema,
  type CallInput,
  type CallName,
  type CallOutput,
  type DeviceReport,
  type Probe,
  type Request,
} from '../contract/engine.ts'
import { EngineError, type EngineErrorCode } from '../contract/errors.ts'
import type { Preview, RunProgress, TrackName } from '../contract/result.ts'
import type { Port } from './port.ts'

/** What a call can tell while it runs. */
export interface CallEvents {
  progress(progress: RunProgress): void
  /** Absent if nobody looks at previews. */
  readonly preview?: (preview: Preview, track?: TrackName) => void
  /** Tracks whose own previews are wanted now. */
  readonly shown: () => readonly TrackName[]
}

export type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>, events: CallEvents) => Promise<CallOutput<Name>>
}

export interface Service {
  readonly handlers: Handlers
  /** Any error as one that may cross to the host. */
  explain(error: unknown): EngineError
  /** What an earlier engine found out about the devices. */
  knowDevices(reports: readonly DeviceReport[]): void
  /** What came of a self-test that the host was asked to run. */
  probed(id: number, probe: Probe): void
}

type Call = Extract<Request, { type: 'call' }>

export function serve(port: Omit<Port, 'mayFork'>, service: Service, exit: () => void): void {
  let last: Promise<void> = Promise.resolve()
  const shown = new Map<number, readonly TrackName[]>()
  const take = async (call: Call): Promise<void> => {
    await answer(port, service, call, () => shown.get(call.id) ?? [])
    shown.delete(call.id)
  }
  const show = ({ id, tracks }: Extract<Request, { type: 'show' }>): void => {
    // a call that is over shows nothing
    if (shown.has(id)) shown.set(id, tracks)
  }
  port.onClose(exit)
  port.onMessage((message) => {
    const request = requestSchema.safeParse(message)
    if (!request.success)
      return port.send(failure(null, 'badMessage', 'The engine was sent a message that it does not know.'))
    if (request.data.type === 'shutdown') return exit()
    if (request.data.type === 'hello') return greet(port, service, request.data)
    if (request.data.type === 'probed') return service.probed(request.data.id, request.data.probe)
    if (request.data.type === 'show') return show(request.data)
    const call = request.data
    shown.set(call.id, [])
    if (isBeside(call.name)) return void take(call)
    last = last.then(() => take(call))
  })
}

function greet(port: Pick<Port, 'send'>, service: Service, hello: Extract<Request, { type: 'hello' }>): void {
  if (hello.protocol !== protocolVersion) return port.send(failure(null, 'badMessage'))
  if (hello.devices) service.knowDevices(hello.devices)
  port.send({ type: 'ready', protocol: protocolVersion })
}

/** Never rejects: a failure is an answer. */
async function answer(
  port: Pick<Port, 'send'>,
  service: Service,
  call: Call,
  shown: CallEvents['shown'],
): Promise<void> {
  const { id, name, previews } = call
  try {
    const input = calls[name].input.safeParse(call.input)
    if (!input.success) throw badInput(input.error.issues)
    const handler = service.handlers[name] as (input: unknown, events: CallEvents) => Promise<unknown>
    const output = await handler(input.data, {
      progress: (progress) => port.send({ type: 'progress', id, progress }),
      shown,
      ...(previews && { preview: (preview, track) => port.send({ type: 'preview', id, preview, track }) }),
    })
    port.send({ type: 'result', id, output })
  } catch (error) {
    const { code, message } = service.explain(error)
    port.send(failure(id, code, message))
  }
}

function badInput([issue]: readonly {
  readonly path: readonly PropertyKey[]
  readonly message: string
}[]): EngineError {
  return new EngineError('badRun', `The run cannot be used: ${issue?.path.join('.')}: ${issue?.message}.`)
}

function failure(id: number | null, code: EngineErrorCode, message = new EngineError(code).message) {
  return { type: 'error' as const, id, code, message }
}

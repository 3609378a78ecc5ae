/** The studio's side of a message port: answers the calls of one window until the port is closed. */
import { callTRPCProcedure, getTRPCErrorFromUnknown, TRPCError } from '@trpc/server'
import { getErrorShape } from '@trpc/server'
import type { TRPCResponseMessage } from '@trpc/server/rpc'
import { z } from 'zod'
import { studioRouter } from '../contract/router.ts'
import type { RouterContext } from '../contract/router.ts'
import type { Port } from './port.ts'

const id = z.int().min(0)

/** tRPC's own messages, as far as a port needs them. Whatever else comes is not from our client and gets no answer. */
const messageSchema = z.union([
  z.object({ id, method: z.literal('subscription.stop') }),
  z.object({
    id,
    method: z.enum(['query', 'mutation', 'subscription']),
    params: z.object({ path: z.string(), input: z.unknown() }),
  }),
])
type Message = z.infer<typeof messageSchema>
type Call = Exclude<Message, { method: 'subscription.stop' }>

/** @param context of the window at the other end */
export function servePort(port: Port, context: RouterContext): void {
  const subscriptions = new Map<number, AbortController>()
  let isGone = false
  const send = (message: TRPCResponseMessage): void => {
    if (!isGone) port.post(message)
  }
  port.listen(
    (value) => {
      const { success, data: message } = messageSchema.safeParse(value)
      if (!success) return
      if (message.method === 'subscription.stop') subscriptions.get(message.id)?.abort()
      else void answer(message, context, subscriptions, send)
    },
    () => {
      isGone = true
      for (const subscription of subscriptions.values()) subscription.abort()
    },
  )
}

async function answer(
  call: Call,
  context: RouterContext,
  subscriptions: Map<number, AbortController>,
  send: (message: TRPCResponseMessage) => void,
): Promise<void> {
  const abort = new AbortController()
  try {
    if (call.method !== 'subscription') {
      send({ id: call.id, result: { type: 'data', data: await run(call, context, abort.signal) } })
      return
    }
    if (subscriptions.has(call.id))
      throw new TRPCError({ code: 'BAD_REQUEST', message: `call ${call.id} runs already` })
    subscriptions.set(call.id, abort)
    try {
      await forward(call, context, abort.signal, send)
    } finally {
      subscriptions.delete(call.id)
    }
    send({ id: call.id, result: { type: 'stopped' } })
  } catch (error) {
    send({ id: call.id, error: errorShape(call, context, error) })
  }
}

function run(call: Call, context: RouterContext, signal: AbortSignal): Promise<unknown> {
  return callTRPCProcedure({
    router: studioRouter,
    path: call.params.path,
    getRawInput: async () => call.params.input,
    ctx: context,
    type: call.method,
    signal,
    batchIndex: 0,
  })
}

/** Sends what a subscription yields, until it ends or the window has enough of it. */
async function forward(
  call: Call,
  context: RouterContext,
  signal: AbortSignal,
  send: (message: TRPCResponseMessage) => void,
): Promise<void> {
  const events = (await run(call, context, signal)) as AsyncIterable<unknown>
  send({ id: call.id, result: { type: 'started' } })
  try {
    for await (const data of events) {
      if (signal.aborted) return
      send({ id: call.id, result: { type: 'data', data } })
    }
  } catch (error) {
    // What was stopped may end with an AbortError; that is no failure.
    if (!signal.aborted) throw error
  }
}

function errorShape(call: Call, ctx: RouterContext, cause: unknown) {
  const error = getTRPCErrorFromUnknown(cause)
  const { path, input } = call.params
  return getErrorShape({ config: studioRouter._def._config, error, type: call.method, path, input, ctx })
}

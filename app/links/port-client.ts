/** The window's side of a message port: a link that sends each call through it. Runs in a browser. */
import { TRPCClientError } from '@trpc/client'
import type { TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { TRPCResponseMessage } from '@trpc/server/rpc'
import type { StudioRouter } from '../contract/router.ts'
import type { Port } from './port.ts'

interface Caller {
  onAnswer(message: TRPCResponseMessage): void
  onLost(): void
}

/** @param onClosed the studio's end is gone; nothing comes through this port any more */
export function portLink(port: Port, onClosed: () => void = () => {}): TRPCLink<StudioRouter> {
  return () => {
    const callers = new Map<unknown, Caller>()
    let lastId = 0
    let isClosed = false
    port.listen(
      (message) => {
        const answer = message as TRPCResponseMessage
        callers.get(answer.id)?.onAnswer(answer)
      },
      () => {
        isClosed = true
        for (const caller of callers.values()) caller.onLost()
        onClosed()
      },
    )
    return ({ op }) =>
      observable((observer) => {
        const id = ++lastId
        const onLost = (): void => observer.error(failure('The connection to the studio is closed.'))
        if (isClosed) return onLost()
        const onAnswer = (message: TRPCResponseMessage): void => {
          if ('error' in message) return observer.error(TRPCClientError.from(message))
          observer.next({ result: message.result })
          if (op.type !== 'subscription' || message.result.type === 'stopped') observer.complete()
        }
        // Queries and mutations run to their end; only what is heard of them stops.
        const onAbort = (): void => {
          if (op.type === 'subscription') observer.complete()
          else observer.error(failure('The call was given up.'))
        }
        if (op.signal?.aborted) return onAbort()
        callers.set(id, { onAnswer, onLost })
        op.signal?.addEventListener('abort', onAbort, { once: true })
        port.post({ id, method: op.type, params: { path: op.path, input: op.input } })
        return () => {
          callers.delete(id)
          op.signal?.removeEventListener('abort', onAbort)
          if (op.type === 'subscription' && !isClosed) port.post({ id, method: 'subscription.stop' })
        }
      })
  }
}

function failure(message: string): TRPCClientError<StudioRouter> {
  return TRPCClientError.from(new Error(message))
}

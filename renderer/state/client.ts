/** The studio's calls, typed by the router; whatever carries them. */
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import type { TRPCClient, TRPCLink } from '@trpc/client'
import { StudioError, studioErrors } from '../../app/contract/errors.ts'
import type { StudioErrorData } from '../../app/contract/errors.ts'
import type { StudioRouter } from '../../app/contract/router.ts'

export type StudioClient = TRPCClient<StudioRouter>

export function studioClient(link: TRPCLink<StudioRouter>): StudioClient {
  return createTRPCClient<StudioRouter>({ links: [link] })
}

/** What the window says of any error: the studio's own words where it has some. */
export function errorOf(error: unknown): StudioErrorData {
  if (error instanceof TRPCClientError) {
    const data = (error.data as { diorama?: StudioErrorData } | null | undefined)?.diorama
    if (data) return data
    if (isLost(error)) return { code: 'connectionLost', message: studioErrors.connectionLost }
  }
  if (error instanceof StudioError) return { code: error.code, message: error.message }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal', message: studioErrors.internal, detail }
}

/** Whether a call ended without an answer: the host is gone, or the line to it is. */
export function isLost(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data === undefined
}

/** The studio's calls, typed by the router; whatever carries them. */
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import type { TRPCClient, TRPCLink } from '@trpc/client'
import { studioErrors } from '../../app/contract/errors.ts'
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
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal', message: studioErrors.internal, detail }
}

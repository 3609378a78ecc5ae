/**
 * The window's side of a WebSocket: tRPC's own, which connects again by itself. Runs in a browser.
 *
 * While there is no connection, new calls wait for the next one, queries and mutations that were under way fail, and
 * subscriptions go on with the next one; what was told in between is lost, so the window reads its project anew.
 */
import { createWSClient, wsLink } from '@trpc/client'
import type { TRPCLink, WebSocketClientOptions } from '@trpc/client'
import type { StudioRouter } from '../contract/router.ts'

export interface WebSocketConnectionOptions {
  /** `ws:` and the host, with the path of the studio; see studioAddress. */
  readonly address: string
  /** Names the window that asks; events that it caused carry it. */
  readonly origin: string
  /** Told at each change: open for the first time, lost, open again. */
  readonly onState?: (state: 'open' | 'lost') => void
  /** Where the surroundings have none that fits. */
  readonly WebSocket?: WebSocketClientOptions['WebSocket']
}

export interface WebSocketConnection {
  readonly link: TRPCLink<StudioRouter>
  close(): Promise<void>
}

const longestPauseMs = 5000

export function connectWebSocket({
  address,
  origin,
  onState,
  WebSocket,
}: WebSocketConnectionOptions): WebSocketConnection {
  const last: { state?: 'open' | 'lost' | 'closed' } = {}
  const tell = (state: 'open' | 'lost'): void => {
    if (last.state === state || last.state === 'closed') return
    last.state = state
    onState?.(state)
  }
  const client = createWSClient({
    url: `${address}?window=${encodeURIComponent(origin)}`,
    retryDelayMs: (attempt) => Math.min(250 * 2 ** attempt, longestPauseMs),
    onOpen: () => tell('open'),
    onClose: () => tell('lost'),
    ...(WebSocket && { WebSocket }),
  })
  return {
    link: wsLink({ client }),
    close() {
      last.state = 'closed'
      return client.close()
    },
  }
}

/** Where the studio is for a window that was loaded from `page`, such as http://127.0.0.1:4000/#id. */
export function studioAddress(page: string): string {
  const address = new URL('studio', page)
  address.protocol = 'ws:'
  return address.href.replace(/[?#].*$/, '')
}

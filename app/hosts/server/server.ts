/**
 * The studio in a browser: the built window, the router over a WebSocket at /studio, and pixels by address.
 *
 * Loopback only; who may ask is in access.ts, what the browser is told to refuse in safety-headers.ts.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer } from 'ws'
import { studioRouter } from '../../contract/router.ts'
import type { RouterContext } from '../../contract/router.ts'
import type { Studio } from '../../contract/studio.ts'
import { accessTo } from './access.ts'
import type { Access } from './access.ts'
import { answerPixels, isPixelAddress } from './pixels.ts'
import type { PixelHandler } from './pixels.ts'
import { safetyHeaders } from './safety-headers.ts'
import { WindowFiles } from './window-files.ts'

export interface StudioServerOptions {
  readonly studio: Studio
  readonly pixels: PixelHandler
  /** 0, or left out, is any that is free. */
  readonly port?: number | undefined
  /** Where the built window lies. */
  readonly rendererFolder: string
}

export interface StudioServer {
  readonly port: number
  /** What a browser is to open; it carries the secret that lets it in. */
  readonly url: string
  /** Ends the connections too; the studio stays open. */
  close(): Promise<void>
}

/** A gesture or a scene with many masks; pictures do not come this way. */
const largestMessage = 32 * 2 ** 20

const longestWindowId = 64

/** @throws Error of Node, such as EADDRINUSE */
export async function serveStudio({
  studio,
  pixels,
  port,
  rendererFolder,
}: StudioServerOptions): Promise<StudioServer> {
  const http = createServer()
  http.listen(port ?? 0, '127.0.0.1')
  await once(http, 'listening')
  const at = (http.address() as AddressInfo).port
  const access = accessTo(at)
  const site: Site = { access, origin: `http://127.0.0.1:${at}`, files: new WindowFiles(rendererFolder), pixels }
  http.on('request', (request, response) => void answer(site, request, response))
  const sockets = serveSockets(http, site, studio)
  return {
    port: at,
    url: `${site.origin}/?token=${access.secret}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      const closed = once(http.close(), 'close')
      http.closeAllConnections()
      await closed
    },
  }
}

interface Site {
  readonly access: Access
  readonly origin: string
  readonly files: WindowFiles
  readonly pixels: PixelHandler
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(site, request, response)
  } catch {
    // The browser went away while it was being answered, or a file did.
    response.destroy()
  }
}

async function route(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { access, origin, files, pixels } = site
  const host = access.hostOf(request) ?? new URL(origin).host
  for (const [name, value] of Object.entries(safetyHeaders(host))) response.setHeader(name, value)
  const url = URL.parse(`${origin}${request.url}`)
  if (url?.origin !== origin) return say(response, 400, 'This is no address.')
  if (access.opensDoor(request, url)) return letIn(access, response)
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const refusal = access.refusal(request, isReading ? undefined : 'acts')
  if (refusal) return say(response, 403, refusal)
  if (isPixelAddress(url.pathname) && (isReading || request.method === 'POST')) {
    return answerPixels(pixels, url, request, response)
  }
  if (!isReading) return say(response, 405, 'Nothing can be sent to this address.')
  const isSent = await files.send(url.pathname, request.method === 'HEAD', response)
  if (!isSent) say(response, 404, 'There is nothing here.')
}

/** The secret leaves the address, so that it is in no history; the browser keeps the part after #. */
function letIn(access: Access, response: ServerResponse): void {
  response.writeHead(303, { location: '/', 'set-cookie': access.cookie, 'cache-control': 'no-store' }).end()
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${sentence}\n`)
}

function serveSockets(http: Server, { access, origin }: Site, studio: Studio): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const isStudio = URL.parse(`${origin}${request.url}`)?.pathname === '/studio'
    if (!isStudio || access.refusal(request, 'acts')) {
      socket.once('finish', () => socket.destroy())
      socket.end(`HTTP/1.1 ${isStudio ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
  })
  applyWSSHandler({
    wss: sockets,
    router: studioRouter,
    createContext: ({ req }): RouterContext => ({ studio, origin: windowOf(req) }),
  })
  return sockets
}

/** The id that a window gave itself, see links/websocket-client.ts. */
function windowOf(request: IncomingMessage): string {
  const name = URL.parse(`ws://studio${request.url}`)?.searchParams.get('window')
  return name && name.length <= longestWindowId ? name : randomUUID()
}

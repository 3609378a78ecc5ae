/**
 * Who may talk to the server: the browser that was given the printed address, and only for pages that came from here.
 *
 * The address carries a secret. Its first load turns the secret into a cookie that scripts cannot read; after that every
 * request must bring it. Cookies are shared between the ports of a machine, so the page that asks is checked as well, and
 * the host it asks for, because any name can be made to point to 127.0.0.1.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Access {
  /** The part of the address that lets a browser in. */
  readonly secret: string
  readonly cookie: string
  /** The name of ours that the request was made under. */
  hostOf(request: IncomingMessage): string | undefined
  /** Whether this is the first load, with the secret in its address. */
  opensDoor(request: IncomingMessage, url: URL): boolean
  /** Why the request is refused, or undefined. With `acts` also the page that asks must be named, and ours. */
  refusal(request: IncomingMessage, acts?: 'acts'): string | undefined
}

const wrongDoor = 'Diorama opens only from the address that it printed when it was started.'
const wrongHost = 'Diorama answers only under its own address.'
const wrongPage = 'Another page asked for this; Diorama answers only its own.'

export function accessTo(port: number): Access {
  const secret = randomBytes(32).toString('base64url')
  const name = `diorama-${port}`
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const hostOf = ({ headers }: IncomingMessage): string | undefined => hosts.find((host) => host === headers.host)
  return {
    secret,
    cookie: `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict`,
    hostOf,
    opensDoor(request, url) {
      const brought = url.searchParams.get('token')
      const isPage = request.method === 'GET' && url.pathname === '/'
      return isPage && hostOf(request) !== undefined && brought !== null && isSame(brought, secret)
    },
    refusal(request, acts) {
      const host = hostOf(request)
      if (host === undefined) return wrongHost
      const { origin, cookie, 'sec-fetch-site': site } = request.headers
      if ((origin !== undefined || acts) && origin !== `http://${host}`) return wrongPage
      // From a page of another port of this machine; browsers say so also where they send no origin.
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return wrongPage
      const brought = cookieOf(cookie, name)
      return brought !== undefined && isSame(brought, secret) ? undefined : wrongDoor
    },
  }
}

/** The first one of that name. */
function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** In a time that does not tell how much of it was right. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

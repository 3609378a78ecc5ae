/** The server by real requests: what it gives to its own window, and that nobody else gets anything. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { studioErrors } from '../../contract/errors.ts'
import { memoryStudio } from '../../links/studio.helper.ts'
import { ask, enter, upgrade } from './browser.helper.ts'
import type { Asked } from './browser.helper.ts'
import { largestUpload } from './pixels.ts'
import { serveStudio } from './server.ts'
import type { StudioServer } from './server.ts'

const top = mkdtempSync(path.join(tmpdir(), 'diorama-server-'))
const renderer = path.join(top, 'renderer')
const page = '<!doctype html><title>Diorama</title>'

let server: StudioServer
let cookie: string
let origin: string
/** What the studio was asked for in pixels. */
let asked: { method: string; address: string; bytes: number }[]

beforeAll(async () => {
  mkdirSync(path.join(renderer, 'assets'), { recursive: true })
  writeFileSync(path.join(renderer, 'index.html'), page)
  writeFileSync(path.join(renderer, 'favicon.svg'), '<svg/>')
  writeFileSync(path.join(renderer, 'assets', 'main-abc123.js'), 'export {}')
  writeFileSync(path.join(top, 'secret.txt'), 'secret')
  symlinkSync(path.join(top, 'secret.txt'), path.join(renderer, 'linked.txt'))
  server = await serveStudio({ studio: memoryStudio().studio, pixels, rendererFolder: renderer })
  origin = `http://127.0.0.1:${server.port}`
  cookie = await enter(server.url)
})
afterAll(async () => {
  await server.close()
  rmSync(top, { recursive: true, force: true })
})
beforeEach(() => {
  asked = []
})

async function pixels(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  if (pathname.startsWith('/pixels/bug')) throw new TypeError('secret words of a bug')
  const bytes = (await request.arrayBuffer()).byteLength
  asked.push({ method: request.method, address: pathname + search, bytes })
  return new Response('pixels', {
    headers: { 'content-type': 'image/png', 'cache-control': 'immutable', 'content-security-policy': 'sandbox' },
  })
}

/** As the window asks. */
function get(address: string, more: Asked = {}): ReturnType<typeof ask> {
  return ask(server.port, address, { ...more, headers: { cookie, ...more.headers } })
}

function post(address: string, body: Uint8Array | string, headers: Record<string, string> = {}) {
  return get(address, { method: 'POST', body, headers: { origin, ...headers } })
}

describe('S3 the way in', () => {
  test('S3 the printed address gives a cookie that scripts and other sites cannot use, and leaves no secret behind', async () => {
    const { status, headers } = await ask(server.port, `/${new URL(server.url).search}`)
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/; Path=\/; HttpOnly; SameSite=Strict$/)])
    expect(new URL(server.url).searchParams.get('token')!.length).toBeGreaterThanOrEqual(43)
  })

  test.each([
    ['without a cookie', {}],
    ['with an empty one', { cookie: 'diorama=' }],
    ["with another server's", { cookie: 'diorama-1=abc' }],
  ])('S3 nothing is given %s', async (_, headers) => {
    for (const address of ['/', '/index.html', '/assets/main-abc123.js', '/pixels/p1/abc', '/nowhere', '/?token=abc']) {
      const { status, text } = await ask(server.port, address, { headers })
      expect({ address, status }).toEqual({ address, status: 403 })
      expect(text).toBe('Diorama opens only from the address that it printed when it was started.\n')
    }
    expect(asked).toEqual([])
  })

  test('S3 a cookie of the right name with a wrong value is refused, also beside the right secret in other places', async () => {
    const [name, value] = cookie.split('=') as [string, string]
    const wrong = [
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}x`,
      `x${name}=${value}`,
      `${name}=; other=${value}`,
    ]
    for (const header of wrong) expect((await ask(server.port, '/', { headers: { cookie: header } })).status).toBe(403)
    expect((await ask(server.port, '/', { headers: { cookie: `other=1; ${cookie}` } })).status).toBe(200)
  })

  test('S3 two servers have different secrets', async () => {
    const other = await serveStudio({ studio: memoryStudio().studio, pixels, rendererFolder: renderer })
    expect(new URL(other.url).search).not.toBe(new URL(server.url).search)
    await other.close()
  })

  test('S3 only loopback is listened on', async () => {
    await expect(fetch(`http://127.0.0.2:${server.port}/`)).rejects.toThrow('fetch failed')
  })
})

describe('S3 the host and the page that ask', () => {
  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:PORT',
    'localhost.evil.example:PORT',
  ])('S3 a request under the name %s is refused, with the cookie and with the secret', async (name) => {
    const host = name.replace('PORT', String(server.port))
    for (const address of ['/', `/${new URL(server.url).search}`]) {
      const { status, headers, text } = await get(address, { headers: { host } })
      expect({ address, status }).toEqual({ address, status: 403 })
      expect(text).toBe('Diorama answers only under its own address.\n')
      expect(headers['set-cookie']).toBeUndefined()
      expect(headers['content-security-policy']).not.toContain('evil')
    }
  })

  test('S3 localhost is a name of ours too, with its own WebSocket in the policy', async () => {
    const host = `localhost:${server.port}`
    const { status, headers } = await get('/', { headers: { host } })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${host};`)
  })

  test.each(['http://evil.example', 'http://127.0.0.1:1', 'null', 'https://127.0.0.1:PORT'])(
    'S3 the page %s can neither read, send nor connect',
    async (name) => {
      const foreign = name.replace('PORT', String(server.port))
      expect((await get('/', { headers: { origin: foreign } })).status).toBe(403)
      expect((await post('/pictures/p1', 'x', { origin: foreign })).status).toBe(403)
      expect(await upgrade(`ws://127.0.0.1:${server.port}/studio`, { cookie, origin: foreign })).toBe(403)
      expect(asked).toEqual([])
    },
  )

  test.each(['cross-site', 'same-site'])(
    'S3 what the browser calls %s is refused, as a picture in a foreign page',
    async (site) => {
      expect((await get('/pixels/p1/abc', { headers: { 'sec-fetch-site': site } })).status).toBe(403)
      expect((await get('/pixels/p1/abc', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200)
    },
  )

  test('S3 sending and connecting need a page that is named', async () => {
    expect((await get('/pictures/p1', { method: 'POST', body: 'x' })).status).toBe(403)
    expect(await upgrade(`ws://127.0.0.1:${server.port}/studio`, { cookie })).toBe(403)
    expect(asked).toEqual([])
  })

  test('S3 the WebSocket is open to the window alone, and only at its address', async () => {
    const at = (place: string, headers: Record<string, string>) =>
      upgrade(`ws://127.0.0.1:${server.port}${place}`, headers)
    expect(await at('/studio?window=w1', { cookie, origin })).toBe('open')
    expect(await at('/studio', { origin })).toBe(403)
    expect(await at('/studio', { cookie, origin, host: 'evil.example' })).toBe(403)
    expect(await at('/', { cookie, origin })).toBe(404)
  })
})

describe('S2 what a window sends', () => {
  test('S2 a message over 32 MB, or one that is no message, ends at most its own connection', async () => {
    const address = `ws://127.0.0.1:${server.port}/studio`
    const socket = new WebSocket(address, { headers: { cookie, origin } })
    await once(socket, 'open')
    socket.send('not JSON')
    socket.send(Buffer.from([1, 2, 3]))
    socket.send('{"id":1,"method":"query","params":{"path":"host"}}')
    const answers: string[] = []
    socket.on('message', (data: Buffer) => answers.push(data.toString()))
    await expect.poll(() => answers.some((answer) => answer.includes('"platform"'))).toBe(true)
    socket.send('x'.repeat(33 * 2 ** 20))
    expect((await once(socket, 'close'))[0]).toBe(1009)
    expect(await upgrade(address, { cookie, origin })).toBe('open')
  })
})

describe('S3 what the browser is told to refuse', () => {
  test.each(['/', '/nowhere', '/pixels/p1/abc', '/pixels/bug/1'])(
    'S3 %s comes with every safety header',
    async (address) => {
      const { headers } = await get(address)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;/)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|data:|\*/)
      expect(headers['access-control-allow-origin']).toBeUndefined()
    },
  )
})

describe('A3 the window', () => {
  test('A3 its files are served with their types; what has a digest in its name may be kept', async () => {
    const index = await get('/')
    expect(index).toMatchObject({ status: 200, text: page })
    expect(index.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    const script = await get('/assets/main-abc123.js')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toContain('immutable')
    expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  test('A3 a window that was built again is served as it is now', async () => {
    writeFileSync(path.join(renderer, 'assets', 'main-new.js'), 'export const a = 1')
    await get('/')
    expect(await get('/assets/main-new.js')).toMatchObject({ status: 200, text: 'export const a = 1' })
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/./../secret.txt%00.js',
    '/linked.txt',
    '/assets',
    '/assets/',
    '/%00',
    '/%',
    '/__proto__',
    '/constructor',
  ])('S3 %s leads nowhere', async (address) => {
    const { status, text } = await get(address)
    expect({ status, text }).toEqual({ status: 404, text: 'There is nothing here.\n' })
  })

  test('S3 an address that names another server is not followed', async () => {
    for (const address of ['http://evil.example/secret', '@evil.example/', '*']) {
      expect({ address, status: (await get(address)).status }).toEqual({ address, status: 400 })
    }
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('S3 %s to a file is refused', async (method) => {
    expect((await get('/index.html', { method, headers: { origin } })).status).toBe(405)
  })
})

describe('C6 pixels by address', () => {
  test('C6 every pixel address reaches the studio, with its query, and its answer comes back with its headers', async () => {
    for (const address of ['/pixels/p1/abc?side=128', '/previews/j1/3', '/covers/recent/r1']) {
      const { status, headers, text } = await get(address)
      expect({ status, text }).toEqual({ status: 200, text: 'pixels' })
      expect(headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'immutable' })
    }
    expect(asked.map(({ address }) => address)).toEqual([
      '/pixels/p1/abc?side=128',
      '/previews/j1/3',
      '/covers/recent/r1',
    ])
  })

  test('C6 a file is handed on whole, by name', async () => {
    const { status } = await post('/files?name=a%20cat.png', Buffer.alloc(3_000_000))
    expect(status).toBe(200)
    expect(asked).toEqual([{ method: 'POST', address: '/files?name=a%20cat.png', bytes: 3_000_000 }])
  })

  test('S2 a file over 64 MB is refused with a sentence, said to be large or not', async () => {
    const tooLarge = Buffer.alloc(largestUpload + 1)
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const { status, text } = await post('/files?name=large.png', tooLarge, headers)
      expect(status).toBe(413)
      expect(JSON.parse(text)).toEqual({
        error: { code: 'fileTooLarge', message: expect.stringMatching(/^The file is larger than 64 MB, /) },
      })
    }
    expect(asked).toEqual([])
  })

  test('C6 a bug in the studio is an answer too', async () => {
    const { status, text } = await get('/pixels/bug/1')
    expect(status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'internal', message: studioErrors.internal } })
  })
})

/** What the desktop's own scheme answers: the built window, the studio's pixels, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import * as standIn from './electron.helper.ts'

vi.doMock('electron', () => standIn)
const { privilegedScheme, schemeHandler } = await import('./scheme.ts')

const root = mkdtempSync(path.join(os.tmpdir(), 'diorama-scheme-'))
const folder = path.join(root, 'renderer')
mkdirSync(path.join(folder, 'assets'), { recursive: true })
writeFileSync(path.join(root, 'secret.txt'), 'secret')
writeFileSync(path.join(folder, 'index.html'), '<title>Diorama</title>')
writeFileSync(path.join(folder, 'assets/window-1.js'), 'export {}')
symlinkSync(path.join(root, 'secret.txt'), path.join(folder, 'link.txt'))
afterAll(() => rmSync(root, { recursive: true }))

const asked: string[] = []
const handle = schemeHandler(folder, async (request) => {
  asked.push(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`)
  return new Response('pixels', { headers: { 'content-type': 'image/png' } })
})
const get = (address: string, options?: RequestInit): Promise<Response> => handle(new Request(address, options))

it('S1 scheme: standard and secure, and it goes round no policy', () => {
  expect(privilegedScheme).toEqual({
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  })
})

it('A3 scheme: gives the built window with its types', async () => {
  const page = await get('app://diorama/index.html')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await page.text()).toContain('Diorama')
  expect(await (await get('app://diorama/')).text()).toContain('Diorama')
  const script = await get('app://diorama/assets/window-1.js')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
})

it('A3 scheme: pixels come from the studio, and pictures go to it', async () => {
  const pixels = await get('app://diorama/pixels/p/0')
  expect([await pixels.text(), pixels.headers.get('content-type')]).toEqual(['pixels', 'image/png'])
  await get('app://diorama/files?name=a', { method: 'POST', body: 'bytes' })
  expect(asked).toEqual(['GET /pixels/p/0 ', 'POST /files bytes'])
})

it.for([
  'app://diorama/../secret.txt',
  'app://diorama/assets/../../secret.txt',
  'app://diorama/%2e%2e/secret.txt',
  'app://diorama/..%2fsecret.txt',
  'app://diorama/assets/..%5c..%5csecret.txt',
  'app://diorama//etc/passwd',
  'app://diorama/link.txt',
  'app://diorama/assets/',
  'app://diorama/missing.js',
  'app://elsewhere/index.html',
  'app://elsewhere/pixels/p/0',
])('S1 scheme: %s is not there', async (address) => {
  asked.splice(0)
  const answer = await get(address)
  expect([answer.status, await answer.text()]).toEqual([404, ''])
  expect(asked).toEqual([])
})

it('S1 scheme: the window is only read', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('app://diorama/', { method })).status).toBe(405)
})

it.for(['app://diorama/', 'app://diorama/pixels/p/0', 'app://diorama/missing.js'])(
  'S1 policy: scripts and styles of our own alone, no network, and nothing unsafe, at %s',
  async (address) => {
    const { headers } = await get(address)
    const policy = headers.get('content-security-policy')!.split('; ')
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

/** The desktop's own scheme: the built window and the studio's pixels, with the same headers as over HTTP. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { CustomScheme } from 'electron'
import { isPixelAddress } from '../server/pixels.ts'
import type { PixelHandler } from '../server/pixels.ts'
import { safetyHeaders } from '../server/safety-headers.ts'
import { contentType, listFiles } from '../server/window-files.ts'
import { isOurAddress, scheme } from './page.ts'

/** To be registered before the program is ready. */
export const privilegedScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
}

/** @param folder of the built window */
export function schemeHandler(folder: string, pixels: PixelHandler): (request: Request) => Promise<Response> {
  const files = listFiles(folder)
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (!isOurAddress(request.url)) return answer(null, 404)
    if (isPixelAddress(pathname)) return withHeaders(await pixels(request))
    const file = (await files).get(pathname === '/' ? '/index.html' : pathname)
    if (!file || request.method !== 'GET') return answer(null, file ? 405 : 404)
    return answer(new Uint8Array(await readFile(file)), 200, contentType(path.extname(file)))
  }
}

function answer(body: Uint8Array<ArrayBuffer> | null, status: number, type?: string): Response {
  return withHeaders(new Response(body, { status, ...(type !== undefined && { headers: { 'content-type': type } }) }))
}

/** The page needs no network at all: its studio is behind a message port. */
function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(safetyHeaders(null))) response.headers.set(name, value)
  return response
}

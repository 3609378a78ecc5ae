/** Requests for pixels: from Node's kind to the web's, which the studio answers, and back; both ways as streams. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { errorData } from '../../contract/router.ts'
import { StudioError } from '../../contract/errors.ts'

export type PixelHandler = (request: Request) => Promise<Response>

/** The studio has its own limits below this one. */
export const largestUpload = 64 * 2 ** 20
const tooLarge =
  'The file is larger than 64 MB, the most that goes through a browser; "diorama serve --project" opens larger projects.'

const folders = new Set(['pixels', 'previews', 'covers', 'exports', 'pictures', 'files'])

/** Whether an address is the studio's to answer; see contract/addresses.ts. */
export function isPixelAddress(pathname: string): boolean {
  return folders.has(pathname.split('/')[1] ?? '')
}

/** @param url address under which the request came */
export async function answerPixels(
  pixels: PixelHandler,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (Number(request.headers['content-length']) > largestUpload) return refuseLarge(request, response)
  const upload = new Upload(request)
  const abort = new AbortController()
  response.on('close', () => abort.abort())
  const answer = await pixels(webRequest(url, request, upload, abort.signal)).catch((error: unknown) =>
    Response.json({ error: errorData(error) }, { status: 500 }),
  )
  if (upload.isTooLarge) return refuseLarge(request, response)
  for (const [name, value] of answer.headers) {
    // A second policy adds to the first; any other header is the studio's to say.
    if (name === 'content-security-policy') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
  if (!answer.headers.has('cache-control')) response.setHeader('cache-control', 'no-store')
  response.statusCode = answer.status
  if (answer.body && request.method !== 'HEAD') {
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response)
  } else {
    response.end()
  }
}

function webRequest(url: URL, request: IncomingMessage, upload: Upload, signal: AbortSignal): Request {
  const isUpload = request.method === 'POST'
  return new Request(url, {
    method: isUpload ? 'POST' : 'GET',
    signal,
    headers: { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' },
    ...(isUpload && { body: upload.chunks(), duplex: 'half' }),
  })
}

/** What a browser sends, up to the limit. */
class Upload {
  isTooLarge = false
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage) {
    this.#request = request
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    let size = 0
    // The connection stays for the answer, whatever was left unread.
    for await (const chunk of this.#request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Uint8Array).length
      this.isTooLarge = size > largestUpload
      if (this.isTooLarge) throw new StudioError('fileTooLarge')
      yield chunk as Uint8Array
    }
  }
}

/** The rest is read and thrown away: a browser listens for the answer only after it has sent everything. */
function refuseLarge(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  const error = errorData(new StudioError('fileTooLarge', tooLarge))
  response.writeHead(413, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ error }))
}

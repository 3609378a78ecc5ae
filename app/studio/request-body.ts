/** The body of a request, read up to a limit: what claims to be small may not be. */
import { StudioError } from '../contract/errors.ts'

/** @throws StudioError fileTooLarge */
export async function readBody(request: Request, name: string, limit: number): Promise<Uint8Array> {
  const claimed = Number(request.headers.get('content-length') ?? 0)
  if (claimed > limit) throw tooLarge(name, limit)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > limit) throw tooLarge(name, limit)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function tooLarge(name: string, limit: number): StudioError {
  return new StudioError(
    'fileTooLarge',
    `"${name}" is larger than ${Math.round(limit / 2 ** 20)} MB, which is the most that is read.`,
  )
}

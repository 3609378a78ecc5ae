/**
 * Pixels by address: what a window fetches and puts in, the same under HTTP and under the desktop's own scheme.
 *
 * The host has checked who asks. Nothing here takes a path from the address: only ids, digests and numbers.
 */
import { digestSchema, idSchema } from '../contract/document.ts'
import { EngineError, StudioError } from '../contract/errors.ts'
import { exportSchema } from '../contract/exports.ts'
import type { StudioErrorData } from '../contract/errors.ts'
import { errorData } from '../contract/router.ts'
import type { OpenedFile, UploadedPicture } from '../contract/studio.ts'
import { thumbnail } from '../exchange/picture.ts'
import { exportedRound, type ExportedProject } from './exports.ts'
import { pictureOf, refuseCheckpoint, whatIsIt } from './dropped-files.ts'
import { readBody } from './request-body.ts'

/** Sides of small pictures; what is asked for is taken up to the next one, so that few are ever made. */
const sides = [48, 64, 96, 128, 192, 256, 384, 512]

const megabyte = 2 ** 20
/** A picture at the limit, hardly compressed; a project with many rounds. */
const largestUpload = { picture: 256 * megabyte, file: 2048 * megabyte }
const longestName = 255

/** A project, as far as its pixels go. */
export interface PixelProject extends ExportedProject {
  thumbnail(picture: string, side: number): Uint8Array | undefined
  putThumbnail(picture: string, side: number, bytes: Uint8Array): void
  putBlob(bytes: Uint8Array, kind: 'image/png'): string
}

export interface PixelSources {
  /** @throws StudioError projectNotOpen */
  project(id: string): PixelProject
  preview(job: string, step: number): Promise<Uint8Array> | undefined
  cover(kind: 'recent' | 'example', id: string): Promise<Uint8Array | undefined>
  /** Keeps the bytes as a file in the user's folder of projects and opens it. */
  openProjectFile(bytes: Uint8Array, name: string): Promise<OpenedFile>
}

export class Pixels {
  readonly #sources: PixelSources

  constructor(sources: PixelSources) {
    this.#sources = sources
  }

  /** Never rejects. */
  async handle(request: Request): Promise<Response> {
    try {
      return (await this.#answer(request)) ?? json({ error: nothingThere }, 404)
    } catch (error) {
      return json({ error: errorData(error) }, statusOf(error))
    }
  }

  async #answer(request: Request): Promise<Response | undefined> {
    const url = new URL(request.url)
    const [, kind, rest = ''] = /\/(pixels|previews|covers|exports|pictures|files)(?:\/(.*))?$/.exec(url.pathname) ?? []
    const parts = rest.split('/').filter((part) => part !== '')
    if (request.method === 'GET' || request.method === 'HEAD') return this.#get(kind, parts, url.searchParams)
    if (request.method !== 'POST') return undefined
    const name = nameOf(url.searchParams.get('name'))
    if (kind === 'pictures') return this.#putPicture(request, idOf(parts[0]), name)
    return kind === 'files' ? this.#openFile(request, url.searchParams.get('project'), name) : undefined
  }

  async #get(
    kind: string | undefined,
    [a, b]: readonly string[],
    query: URLSearchParams,
  ): Promise<Response | undefined> {
    if (kind === 'pixels') return this.#picture(idOf(a), b, query.get('side'))
    if (kind === 'previews') {
      const png = await this.#sources.preview(idOf(a), Number(b))
      return png && answer(png, 'image/png', changing)
    }
    if (kind === 'exports') return this.#export(idOf(a), idOf(b), query)
    if (kind !== 'covers' || (a !== 'recent' && a !== 'example')) return undefined
    const cover = await this.#sources.cover(a, idOf(b))
    return cover && answer(cover, imageType(cover), changing)
  }

  async #picture(project: string, wanted: string | undefined, side: string | null): Promise<Response | undefined> {
    const digest = digestSchema.safeParse(wanted)
    if (!digest.success) return undefined
    const source = this.#sources.project(project)
    if (side === null) {
      const png = source.blob(digest.data)
      // Blobs are not only pictures, and only pictures go out.
      return png && imageType(png) === 'image/png' ? answer(png, 'image/png', lasting) : undefined
    }
    const small = await smallPicture(source, digest.data, Number(side))
    return small && answer(small, imageType(small), lasting)
  }

  async #export(project: string, round: string, query: URLSearchParams): Promise<Response> {
    const as = exportSchema.safeParse({
      ...Object.fromEntries(query),
      ...(query.has('quality') && { quality: Number(query.get('quality')) }),
      ...(query.has('withScene') && { withScene: query.get('withScene') === 'true' }),
    })
    if (!as.success) throw new StudioError('badRequest')
    const { name, type, bytes } = exportedRound(this.#sources.project(project), round, as.data)
    const response = answer(await bytes(), type, 'no-store')
    response.headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    return response
  }

  async #putPicture(request: Request, project: string, name: string): Promise<Response> {
    const source = this.#sources.project(project)
    const body = await readBody(request, name, largestUpload.picture)
    return json(await stored(source, body, name))
  }

  async #openFile(request: Request, project: string | null, name: string): Promise<Response> {
    refuseCheckpoint(name)
    const body = await readBody(request, name, largestUpload.file)
    const found = await whatIsIt(body, name)
    const opened = await this.#opened(found, { body, name, project })
    return json(opened)
  }

  async #opened(
    found: Awaited<ReturnType<typeof whatIsIt>>,
    { body, name, project }: { body: Uint8Array; name: string; project: string | null },
  ): Promise<OpenedFile> {
    if (found.kind === 'project') return this.#sources.openProjectFile(body, name)
    if (found.kind === 'scene') return { kind: 'scene', scene: found.scene, name: name.replace(/\.[^.]*$/, '') }
    if (project === null) {
      throw new StudioError('badRequest', `"${name}" is a picture; open or begin a project first, and drop it there.`)
    }
    return { kind: 'picture', picture: await stored(this.#sources.project(idOf(project)), body, name) }
  }
}

/** A small form of a picture, made once, or whenever it is wanted where it cannot be kept. */
export async function smallPicture(
  source: Pick<PixelProject, 'blob' | 'thumbnail' | 'putThumbnail'>,
  digest: string,
  wanted: number,
): Promise<Uint8Array | undefined> {
  const side = sides.find((one) => one >= wanted) ?? sides.at(-1)!
  const known = source.thumbnail(digest, side)
  if (known) return known
  const png = source.blob(digest)
  if (!png || imageType(png) !== 'image/png') return undefined
  const made = await thumbnail(png, side)
  try {
    source.putThumbnail(digest, side, made)
  } catch (error) {
    // The disk is full, or the project was closed meanwhile.
    if (!(error instanceof StudioError)) throw error
  }
  return made
}

async function stored(source: PixelProject, body: Uint8Array, name: string): Promise<UploadedPicture> {
  const { png, width, height } = await pictureOf(body, name)
  return { digest: source.putBlob(png, 'image/png'), width, height, name }
}

function idOf(text: string | undefined): string {
  const id = idSchema.safeParse(text && decodeURIComponent(text))
  if (!id.success) throw new StudioError('badRequest')
  return id.data
}

/** A name to speak of a file by; never a path. */
function nameOf(text: string | null): string {
  const name = (text ?? '').split(/[/\\]/).at(-1)!.slice(0, longestName)
  return name === '' ? 'The file' : name
}

function imageType(body: Uint8Array): 'image/png' | 'image/webp' {
  return body[0] === 0x89 && body[1] === 0x50 ? 'image/png' : 'image/webp'
}

/** What an address with a digest or a step in it gives never changes. */
const lasting = 'private, max-age=31536000, immutable'
const changing = 'no-cache'

function answer(body: Uint8Array, type: string, caching: string): Response {
  return new Response(body as Uint8Array<ArrayBuffer>, {
    headers: { ...safeHeaders, 'content-type': type, 'content-length': `${body.byteLength}`, 'cache-control': caching },
  })
}

function json(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...safeHeaders, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** Nothing that is sent is ever run, whatever a browser would like to take it for. */
const safeHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
} as const

const nothingThere: StudioErrorData = { code: 'badRequest', message: 'There is nothing at that address.' }

const statuses: Readonly<Record<string, number>> = {
  badRequest: 400,
  projectNotOpen: 404,
  projectNotFound: 404,
  roundNotFound: 404,
  fileTooLarge: 413,
  pictureTooLarge: 413,
  notAPicture: 415,
  notAScene: 415,
  notAProject: 415,
  unknownFile: 415,
  diskFull: 507,
}

function statusOf(error: unknown): number {
  if (error instanceof StudioError) return statuses[error.code] ?? (error.code === 'internal' ? 500 : 409)
  return error instanceof EngineError ? 409 : 500
}

/**
 * The built window as files: only what was found in its folder is ever sent, by exact name, so that no address leads out
 * of it. The list is read anew with the page itself, for the case that it was built again.
 */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

export const forever = 'private, max-age=31536000, immutable'

export class WindowFiles {
  readonly #folder: string
  /** Path of an address -> file. */
  #files: ReadonlyMap<string, string> = new Map()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Sends the file of that address. @returns false if there is none */
  async send(pathname: string, isHead: boolean, response: ServerResponse): Promise<boolean> {
    const address = pathname === '/' ? '/index.html' : pathname
    if (address === '/index.html' || this.#files.size === 0) this.#files = await listFiles(this.#folder)
    const file = this.#files.get(address)
    if (!file) return false
    response.setHeader('content-type', contentType(path.extname(file)))
    // The build puts a digest of the content into the names of what lies in assets.
    response.setHeader('cache-control', address.startsWith('/assets/') ? forever : 'no-cache')
    if (isHead) response.end()
    else await pipeline(createReadStream(file), response)
    return true
  }
}

/** @param extension with its dot */
export function contentType(extension: string): string {
  return types[extension] ?? 'application/octet-stream'
}

/** Path of an address -> file, for every file in a folder. Plain files only: a link could lead anywhere. */
export async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  await addFiles(folder, '', files)
  return files
}

/** Folder by folder: within Electron's archive a folder is not listed with those in it. */
async function addFiles(folder: string, address: string, files: Map<string, string>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const [file, at] = [path.join(folder, entry.name), `${address}/${entry.name}`]
    if (entry.isFile()) files.set(at, file)
    else if (entry.isDirectory()) await addFiles(file, at, files)
  }
}

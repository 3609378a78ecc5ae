/** Covers: the newest picture of a project that may not be open, small, kept as long as its file does not change. */
import { LRUCache } from 'lru-cache'
import { readCover } from '../project/project.ts'
import { thumbnail } from '../exchange/picture.ts'
import { stampOf } from './model-facts.ts'
import { smallPicture } from './pixels.ts'
import type { Projects } from './projects.ts'

const coverSide = 512
const keptCovers = 60

export class Covers {
  readonly #projects: Projects
  readonly #version: string
  readonly #kept = new LRUCache<string, Promise<Uint8Array | undefined>>({ max: keptCovers })

  /** @param version of this program */
  constructor(projects: Projects, version: string) {
    this.#projects = projects
    this.#version = version
  }

  /** Undefined for a file without pictures. @throws StudioError if it cannot be read */
  async cover(file: string): Promise<Uint8Array | undefined> {
    const open = this.#projects.projectAt(file)
    if (open) return open.cover === null ? undefined : smallPicture(open, open.cover, coverSide)
    const key = JSON.stringify([file, stampOf(file)])
    const known = this.#kept.get(key)
    if (known) return known
    const reading = this.#read(file)
    this.#kept.set(key, reading)
    reading.catch(() => this.#kept.delete(key))
    return reading
  }

  async #read(file: string): Promise<Uint8Array | undefined> {
    const png = readCover(file, this.#version)
    return png && thumbnail(png, coverSide)
  }
}

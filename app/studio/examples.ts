/** The example projects that come with the program: named in a manifest, opened as copies only. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { idSchema } from '../contract/document.ts'
import { StudioError } from '../contract/errors.ts'
import type { Example } from '../contract/studio.ts'
import { projectEnding } from './names.ts'

const manifestSchema = z.array(
  z.object({
    id: idSchema.regex(/^[a-z0-9-]+$/),
    name: z.string(),
    about: z.string(),
    things: z.int(),
    pictures: z.int(),
  }),
)

export class Examples {
  readonly #folder: string

  /** @param folder with `examples.json` and a project for each entry */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Those whose file is there. */
  list(): Example[] {
    try {
      const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(this.#folder, 'examples.json'), 'utf8')))
      return manifest.filter(({ id }) => existsSync(this.#fileOf(id)))
    } catch {
      // An installation without examples is a smaller one, not a broken one.
      return []
    }
  }

  /** @throws StudioError projectNotFound */
  find(id: string): Example & { readonly path: string } {
    const example = this.list().find((one) => one.id === id)
    if (!example)
      throw new StudioError('projectNotFound', 'The example is not there; install Diorama again to have it back.')
    return { ...example, path: this.#fileOf(id) }
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}${projectEnding}`)
  }
}

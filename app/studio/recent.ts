/** Projects that were opened lately, the newest first, in a file of the user's. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { RecentProject } from '../contract/studio.ts'
import { JsonFile } from './json-file.ts'
import { projectName } from './names.ts'

const mostRecent = 30
const entrySchema = z.object({ path: z.string(), openedAt: z.number(), hasCover: z.boolean() })
type Entry = z.infer<typeof entrySchema>

export class Recent {
  readonly #file: JsonFile<Entry[]>

  constructor(folder: string) {
    this.#file = new JsonFile(path.join(folder, 'recent.json'), z.array(entrySchema), [])
  }

  list(): RecentProject[] {
    return this.#file.value.map(({ path: file, openedAt, hasCover }) => ({
      id: recentId(file),
      name: projectName(file),
      path: file,
      openedAt,
      isGone: !existsSync(file),
      hasCover,
    }))
  }

  opened(file: string, openedAt: number, hasCover: boolean): void {
    const others = this.#file.value.filter((entry) => entry.path !== file)
    this.#file.set([{ path: file, openedAt, hasCover }, ...others].slice(0, mostRecent))
  }

  /** It has a picture now. */
  gotCover(file: string): void {
    if (this.#file.value.every((entry) => entry.path !== file || entry.hasCover)) return
    this.#file.set(this.#file.value.map((entry) => (entry.path === file ? { ...entry, hasCover: true } : entry)))
  }

  moved(from: string, to: string): void {
    const others = this.#file.value.filter((entry) => entry.path !== to)
    this.#file.set(others.map((entry) => (entry.path === from ? { ...entry, path: to } : entry)))
  }

  /** The file stays where it is. */
  forget(id: string): void {
    this.#file.set(this.#file.value.filter((entry) => recentId(entry.path) !== id))
  }

  pathOf(id: string): string | undefined {
    return this.#file.value.find((entry) => recentId(entry.path) === id)?.path
  }
}

/** Names a file in an address without telling where it lies. */
function recentId(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16)
}

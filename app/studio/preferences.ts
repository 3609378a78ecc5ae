/** What the artist likes, in a file of the user's; a field that cannot be read falls back on its own. */
import path from 'node:path'
import { z } from 'zod'
import { preferencesChangeSchema, preferencesSchema, type Preferences } from '../contract/preferences.ts'
import { JsonFile } from './json-file.ts'

/** Each field by itself, so that one that cannot be read costs only itself. */
function readLeniently(json: unknown): Preferences {
  const given = Object.entries(typeof json === 'object' && json !== null ? json : {})
  const sound = given.filter(([name, value]) => preferencesChangeSchema.safeParse({ [name]: value }).success)
  return preferencesSchema.parse(Object.fromEntries(sound))
}

export class PreferencesFile {
  readonly #file: JsonFile<Preferences>

  constructor(folder: string) {
    this.#file = new JsonFile(
      path.join(folder, 'preferences.json'),
      z.unknown().transform(readLeniently),
      preferencesSchema.parse({}),
    )
  }

  get value(): Preferences {
    return this.#file.value
  }

  /** A field that is undefined is left as it is. */
  change(change: Partial<Preferences>): Preferences {
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    this.#file.set(preferencesSchema.parse({ ...this.#file.value, ...Object.fromEntries(given) }))
    return this.#file.value
  }
}

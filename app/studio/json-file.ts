/** A small file of JSON that the studio keeps for itself: read with a schema, written whole or not at all. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

export class JsonFile<T> {
  readonly #file: string
  #value: T

  /** @param empty what stands for a file that is missing or cannot be read: nothing in these files is irreplaceable */
  constructor(file: string, schema: z.ZodType<T>, empty: T) {
    this.#file = file
    this.#value = read(file, schema) ?? empty
  }

  get value(): T {
    return this.#value
  }

  /** Kept in memory in any case; a disk that takes nothing more costs the memory of it only. */
  set(value: T): void {
    this.#value = value
    const part = `${this.#file}.${process.pid}.part`
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true })
      writeFileSync(part, `${JSON.stringify(value, null, 2)}\n`)
      renameSync(part, this.#file)
    } catch {
      rmSync(part, { force: true })
    }
  }
}

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // none yet, or none of ours
    return undefined
  }
}

/**
 * What a checkpoint file was found to be, kept between sessions until the file changes: then nothing waits for a reading.
 */
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { EngineError } from '../contract/errors.ts'
import { modelInfoSchema } from '../contract/model.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import { JsonFile } from './json-file.ts'

const factsSchema = z.object({
  bytes: z.number(),
  modifiedMs: z.number(),
  /** Seconds. */
  readIn: z.number(),
  info: modelInfoSchema.optional(),
  /** Why it cannot be used; absent for a model that can. */
  problem: z.string().optional(),
  /** SHA-256 of the file. */
  digest: z.string().optional(),
})
export type Facts = z.infer<typeof factsSchema>

type Stamp = Pick<Facts, 'bytes' | 'modifiedMs'>

export class ModelFactsFile {
  readonly #engine: EngineHost
  readonly #file: JsonFile<Record<string, Facts>>
  readonly #reading = new Map<string, Promise<Facts>>()
  readonly #digests = new Map<string, Promise<string>>()
  readonly #closing = new AbortController()

  constructor(folder: string, engine: EngineHost) {
    this.#engine = engine
    this.#file = new JsonFile(path.join(folder, 'model-facts.json'), z.record(z.string(), factsSchema), {})
  }

  /** What is known of the file as it is now. */
  known(file: string): Facts | undefined {
    const stamp = stampOf(file)
    const facts = this.#file.value[file]
    return stamp && facts && isSame(facts, stamp) ? facts : undefined
  }

  /** @throws EngineError if the file is gone or the engine cannot be asked */
  read(file: string): Promise<Facts> {
    const known = this.known(file)
    if (known) return Promise.resolve(known)
    const reading = this.#reading.get(file) ?? this.#read(file).finally(() => this.#reading.delete(file))
    this.#reading.set(file, reading)
    return reading
  }

  /** SHA-256 of the whole file. Takes seconds for one of gigabytes, once. */
  digest(file: string): Promise<string> {
    const known = this.known(file)
    if (known?.digest) return Promise.resolve(known.digest)
    const running = this.#digests.get(file) ?? this.#digest(file).finally(() => this.#digests.delete(file))
    this.#digests.set(file, running)
    return running
  }

  forget(file: string): void {
    const { [file]: _, ...others } = this.#file.value
    this.#file.set(others)
  }

  /** What is still being read is left. */
  close(): void {
    this.#closing.abort()
  }

  async #read(file: string): Promise<Facts> {
    const stamp = stampOf(file)
    const name = path.basename(file)
    if (!stamp) throw new EngineError('modelNotFound', `"${name}" is not there any more.`)
    const start = performance.now()
    const { info, problem } = await this.#inspect(file)
    const readIn = (performance.now() - start) / 1000
    const facts: Facts = { ...stamp, readIn, ...(info && { info }), ...(problem !== undefined && { problem }) }
    this.#file.set({ ...this.#file.value, [file]: facts })
    return facts
  }

  /** A file that is no model is a finding; an engine that does not answer is none. */
  async #inspect(file: string): Promise<Pick<Facts, 'info' | 'problem'>> {
    try {
      const info = await this.#engine.call('inspect', { path: file })
      return { info, ...(info.problem !== undefined && { problem: info.problem }) }
    } catch (error) {
      if (error instanceof EngineError && error.code === 'modelNotUsable') return { problem: error.message }
      throw error
    }
  }

  async #digest(file: string): Promise<string> {
    const stamp = stampOf(file)
    const hash = createHash('sha256')
    const content = createReadStream(file, { highWaterMark: 2 ** 20, signal: this.#closing.signal })
    for await (const chunk of content) hash.update(chunk as Buffer)
    const digest = hash.digest('hex')
    const facts = this.#file.value[file]
    if (stamp && facts && isSame(facts, stamp)) this.#file.set({ ...this.#file.value, [file]: { ...facts, digest } })
    return digest
  }
}

export function stampOf(file: string): Stamp | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  return found?.isFile() ? { bytes: found.size, modifiedMs: found.mtimeMs } : undefined
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.bytes === b.bytes && a.modifiedMs === b.modifiedMs
}

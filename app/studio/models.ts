/** The models that an artist can choose from: the starter, and checkpoints that were added, read where they lie. */
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { modelFacts, passesOf, type ModelFacts } from '../conditions/plan.ts'
import { starterModel } from '../contract/document.ts'
import { EngineError, StudioError } from '../contract/errors.ts'
import type { RecommendedSettings } from '../contract/model.ts'
import type { Round } from '../contract/project.ts'
import type { RunResult } from '../contract/result.ts'
import { settingsSchema, type ModelUse } from '../contract/run.ts'
import type { ModelEntry, Speed } from '../contract/studio.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import type { Devices } from './devices.ts'
import { JsonFile } from './json-file.ts'
import { aboutModel, fileProblem } from './model-about.ts'
import { ModelFactsFile, stampOf, type Facts } from './model-facts.ts'
import type { Speeds } from './speeds.ts'

/** What the starter's own file recommends: it comes with the program, so a new project need not wait for a reading. */
export const starterRecommended: RecommendedSettings = {
  steps: 10,
  sampler: 'unipc',
  guidance: 1.7,
  alpha: 1,
  mis: 0.36,
  merge: 'place',
}

/** Things in the picture that a model's speed is told for. */
const usualInstances = 6
/** Seconds a picture from which a model counts as slow here. */
const slowSeconds = 120
/** Share of the machine's memory that one program can hope for. */
const usableMemory = 0.9

export interface ModelsOptions {
  readonly engine: EngineHost
  readonly devices: Devices
  readonly speeds: Speeds
  readonly folder: string
  readonly starterFile: string
  readonly defaultModel: () => string
  readonly onChange: () => void
}

export class Models {
  readonly #options: ModelsOptions
  readonly #added: JsonFile<string[]>
  readonly #facts: ModelFactsFile
  /** Reasons why a file could not even be looked at, until it is tried again. */
  readonly #failures = new Map<string, string>()
  readonly #lastUse = new Map<string, ModelUse>()

  constructor(options: ModelsOptions) {
    this.#options = options
    this.#added = new JsonFile(path.join(options.folder, 'models.json'), z.array(z.string()), [])
    this.#facts = new ModelFactsFile(options.folder, options.engine)
  }

  list(): ModelEntry[] {
    return [starterModel, ...this.#added.value].map((id) => this.entry(id))
  }

  /** @throws StudioError modelUnknown */
  pathOf(id: string): string {
    if (id === starterModel) return this.#options.starterFile
    if (this.#added.value.includes(id)) return id
    throw new StudioError('modelUnknown', `"${path.basename(id)}" is not in the list of models; add it again.`)
  }

  /** Which wish for a device this file was last used with; nothing else opens it a second time. */
  useOf(file: string): ModelUse {
    return this.#lastUse.get(file) ?? { path: file, device: 'auto' }
  }

  used(use: ModelUse): void {
    this.#lastUse.set(use.path, use)
  }

  /** @throws StudioError modelUnknown, EngineError modelNotFound or modelNotUsable */
  async read(id: string): Promise<Facts & { readonly facts: ModelFacts; readonly recommended: RecommendedSettings }> {
    const file = this.pathOf(id)
    const read = await this.#facts.read(file)
    if (!read.info?.networks) {
      throw new EngineError('modelNotUsable', fileProblem(file, read.problem))
    }
    return { ...read, facts: modelFacts(read.info.networks), recommended: read.info.networks.recommended }
  }

  /** What is recommended, as far as that is known at once. */
  recommended(id: string): RecommendedSettings {
    const file = this.pathOf(id)
    const known = this.#facts.known(file)?.info?.networks?.recommended
    return known ?? (id === starterModel ? starterRecommended : settingsSchema.parse({}))
  }

  has(id: string): boolean {
    return id === starterModel || this.#added.value.includes(id)
  }

  /** As a round names the model that drew it. */
  async named(id: string): Promise<Round['model']> {
    const file = this.pathOf(id)
    const { name } = path.parse(file)
    return { name, digest: await this.#facts.digest(file) }
  }

  /** Opens it at the engine, so that a first picture need not wait. */
  async open(id: string): Promise<void> {
    const { engine, devices } = this.#options
    const use = this.useOf(this.pathOf(this.has(id) ? id : starterModel))
    const { device } = await engine.call('load', use)
    this.used(use)
    devices.learn(use.device, device)
  }

  /** What a run showed of this machine. Its model may have been taken from the list meanwhile. */
  learn(use: ModelUse, { device, passes, seconds, pictures }: RunResult): void {
    const { devices, speeds } = this.#options
    const digest = this.#facts.known(use.path)?.digest
    const [picture] = pictures
    this.used(use)
    devices.learn(use.device, device)
    if (digest === undefined || !picture || passes === 0) return
    const { total = 0, load = 0 } = seconds
    const { width, height } = picture
    speeds.learn({ digest, device: device.device, width, height }, { secondsPerPass: (total - load) / passes })
    this.#options.onChange()
  }

  close(): void {
    this.#facts.close()
  }

  /** The digest, if it is known at once. */
  knownDigest(id: string): string | undefined {
    return this.#facts.known(this.pathOf(id))?.digest
  }

  /** Reads what is not known yet, in the background; each change is told. */
  readAll(): void {
    for (const id of [starterModel, ...this.#added.value]) void this.#readAndTell(id)
  }

  /** A wrong file stays in the list, with the reason, until it is removed. */
  async add(file: string): Promise<ModelEntry> {
    const id = path.resolve(file)
    if (id === this.#options.starterFile) return this.entry(starterModel)
    if (!stampOf(id)) throw new EngineError('modelNotFound', `"${path.basename(file)}" cannot be read.`)
    if (!this.#added.value.includes(id)) this.#added.set([...this.#added.value, id])
    this.#failures.delete(id)
    this.#options.onChange()
    await this.#readAndTell(id)
    return this.entry(id)
  }

  /** The file stays where it is. @throws StudioError modelUnknown */
  remove(id: string): void {
    if (id === starterModel)
      throw new StudioError('badRequest', 'The starter model comes with Diorama and stays in the list.')
    this.#facts.forget(this.pathOf(id))
    this.#added.set(this.#added.value.filter((other) => other !== id))
    this.#options.onChange()
  }

  /** A dry run of one picture's size on a device. */
  async measure(id: string, device: ModelUse['device'] = 'auto'): Promise<ModelEntry> {
    const { engine, devices, speeds } = this.#options
    const { facts } = await this.read(id)
    const model = { ...this.useOf(this.pathOf(id)), device }
    const side = facts.nativeSide
    const [digest, found] = await Promise.all([
      this.#facts.digest(this.pathOf(id)),
      engine.call('measure', { model, width: side, height: side }),
    ])
    this.used(model)
    devices.learn(device, found.device)
    const { secondsPerPass, weightBytes, workBytes } = found
    const where = { digest, device: found.device.device, width: side, height: side }
    speeds.learn(where, { secondsPerPass, weightBytes, workBytes })
    this.#options.onChange()
    return this.entry(id)
  }

  entry(id: string): ModelEntry {
    const file = this.pathOf(id)
    const stamp = stampOf(file)
    const known = this.#facts.known(file)
    const problem = known?.problem ?? this.#failures.get(file)
    const networks = known?.info?.networks
    const isBuiltIn = id === starterModel
    const speeds = this.#speedsOf(known)
    const state = stateOf({ isThere: stamp !== undefined, isRead: known !== undefined, problem, speeds })
    return {
      id,
      name: isBuiltIn ? 'Starter' : path.basename(file),
      bytes: stamp?.bytes ?? 0,
      isBuiltIn,
      isDefault: id === this.#options.defaultModel(),
      state,
      about: aboutModel(state, { file, isBuiltIn, problem, networks, speeds }),
      ...(known?.info && { info: known.info }),
      ...(networks && { recommended: networks.recommended }),
      ...(known && { readIn: known.readIn }),
      speeds,
    }
  }

  #speedsOf(known: Facts | undefined): Speed[] {
    const networks = known?.info?.networks
    const digest = known?.digest
    if (!networks || digest === undefined) return []
    const { nativeSide: side, recommended, maxInstances } = networks
    const instances = Math.min(usualInstances, maxInstances)
    const passes = passesOf(settingsSchema.parse(recommended), instances)
    return this.#options.speeds.devicesOf(digest).flatMap((device) => {
      const {
        secondsPerPass,
        weightBytes = 0,
        workBytes = 0,
      } = this.#options.speeds.find({
        digest,
        device,
        width: side,
        height: side,
      })
      if (secondsPerPass === undefined) return []
      const secondsPerPicture = passes * secondsPerPass
      return [{ device, secondsPerPass, secondsPerPicture, instances, memory: weightBytes + workBytes }]
    })
  }

  async #readAndTell(id: string): Promise<void> {
    const file = this.pathOf(id)
    try {
      await this.#facts.read(file)
      this.#failures.delete(file)
      await this.#facts.digest(file)
    } catch (error) {
      // An engine that ended says nothing about the file; it is read when it is wanted.
      if (error instanceof EngineError && error.code === 'modelNotFound') this.#failures.set(file, error.message)
    }
    this.#options.onChange()
  }
}

interface StateFacts {
  readonly isThere: boolean
  readonly isRead: boolean
  readonly problem: string | undefined
  readonly speeds: readonly Speed[]
}

function stateOf({ isThere, isRead, problem, speeds }: StateFacts): ModelEntry['state'] {
  if (!isThere) return 'gone'
  if (problem !== undefined) return 'unusable'
  if (!isRead) return 'reading'
  const isTooMuch = ({ memory, device }: Speed): boolean => device === 'cpu' && memory > usableMemory * os.totalmem()
  const isSlow = speeds.length > 0 && speeds.every((speed) => speed.secondsPerPicture > slowSeconds || isTooMuch(speed))
  return isSlow ? 'slow' : 'ready'
}

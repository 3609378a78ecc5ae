/**
 * What Generate would do and cost, beside the button at all times.
 *
 * The plan is made here and not by the engine, which may be drawing: then a gesture would wait seconds for its warnings.
 * The engine is asked only for what nobody has told yet, and only while it is free.
 */
import os from 'node:os'
import { modelWarnings, planScene, stepsOf, type ModelFacts, type PlannedScene } from '../conditions/plan.ts'
import { captionWarnings } from '../conditions/warnings-caption.ts'
import { changesOf } from '../consistency/changes.ts'
import { nextRoundOf, type NextRound } from '../consistency/next-round.ts'
import type { Draft } from '../contract/document.ts'
import type { Estimate } from '../contract/jobs.ts'
import { canonicalJson, type Run } from '../contract/run.ts'
import type { Instance, Scene } from '../contract/scene.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import type { DeviceChoice, Devices } from './devices.ts'
import { variantRun } from './job-run.ts'
import type { Models } from './models.ts'
import { planKeep, planRound, type RoundPlan, type RoundStore, type RoundWanted } from './round-plan.ts'
import { runOf } from './run.ts'
import type { Speeds } from './speeds.ts'
import type { WordReader } from './words.ts'

/** While a run has the engine, words that are not known yet are waited for no longer than this. */
const patienceMs = 40

export interface EstimatorOptions {
  readonly engine: EngineHost
  readonly models: Models
  readonly devices: Devices
  readonly speeds: Speeds
  readonly words: WordReader
  /** Whether a run has the engine. */
  readonly isBusy: () => boolean
}

/** All that an estimate waits for. */
export interface Prepared {
  readonly store: RoundStore
  readonly facts: ModelFacts
  readonly device: DeviceChoice
  readonly digest: string | undefined
}

export class Estimator {
  readonly #options: EstimatorOptions
  /** Scenes are values: the same one is asked about again whenever something beside it changes. */
  readonly #plans = new WeakMap<Scene, Map<string, PlannedScene>>()

  constructor(options: EstimatorOptions) {
    this.#options = options
  }

  /** Finds out what is not known yet. @throws StudioError modelUnknown, EngineError modelNotFound or modelNotUsable */
  async prepare(draft: Draft, store: RoundStore): Promise<Prepared> {
    const { models, words } = this.#options
    const { model } = draft.settings
    const { facts } = await models.read(model)
    const run = runOf(draft, models.pathOf(model))
    const { texts } = this.#plan(run, facts)
    const captions = [draft.scene.caption, draft.scene.negativeCaption ?? '', ...texts.map(([, text]) => text)]
    await words.learn(run.model.path, captions, this.#options.isBusy() ? patienceMs : Infinity)
    const device = await this.#device(run)
    // Before anything was drawn there is nothing to compare it with.
    const digest = store.rounds.length > 0 ? (await models.named(model)).digest : models.knownDigest(model)
    return { store, facts, device, digest }
  }

  /** What Generate would do with it. */
  nextRound({ store, facts, digest }: Prepared, draft: Draft): NextRound {
    const path = this.#options.models.pathOf(draft.settings.model)
    return nextRoundOf(draft, (each) => planKeep({ draft: each, run: runOf(each, path), facts, model: digest }, store))
  }

  /** @param run of the draft, with the seed and the variants that would be drawn */
  estimateOf(
    { store, facts, device, digest }: Prepared,
    { draft, run, isAgain }: { readonly draft: Draft; readonly run: Run; readonly isAgain: boolean },
  ): Estimate {
    const { size, warnings, texts } = this.#plan(run, facts)
    const { mode, reason, passes, reused, startsAfter, removed } = plansOf({ draft, run, facts, model: digest }, store)
    const read = this.#options.words.reader(run.model.path)
    return {
      ...size,
      cell: facts.cell,
      passes,
      reused,
      keep: { mode, reason },
      ...(startsAfter !== undefined && { startsAfter }),
      isAgain,
      ...this.#cost(draft.settings.model, device, size, passes),
      device,
      warnings: [
        ...warnings,
        ...modelWarnings(run.scene, size, facts, texts, read),
        ...captionWarnings(removed, run.scene),
      ],
    }
  }

  #plan(run: Run, facts: ModelFacts): PlannedScene {
    const plans = this.#plans.get(run.scene) ?? new Map<string, PlannedScene>()
    this.#plans.set(run.scene, plans)
    const key = canonicalJson([run.settings, facts])
    const plan = plans.get(key) ?? planScene(run, facts)
    plans.set(key, plan)
    return plan
  }

  /** The one that the engine takes for this wish; until it has said so, the wish itself. */
  async #device({ model }: Run): Promise<DeviceChoice> {
    const { engine, devices, models, isBusy } = this.#options
    const known = devices.choice(model.device)
    if (known) return known
    if (isBusy()) {
      return devices.choice('auto') ?? { device: 'cpu', reason: 'Other devices are tested when the engine is free.' }
    }
    const { device } = await engine.call('load', model)
    models.used(model)
    devices.learn(model.device, device)
    return device
  }

  #cost(
    model: string,
    { device }: DeviceChoice,
    { width, height }: PlannedScene['size'],
    passes: number,
  ): Pick<Estimate, 'seconds' | 'memory'> {
    const digest = this.#options.models.knownDigest(model)
    if (digest === undefined) return {}
    const { secondsPerPass, weightBytes = 0, workBytes } = this.#options.speeds.find({ digest, device, width, height })
    return {
      ...(secondsPerPass !== undefined && { seconds: secondsPerPass * passes }),
      ...(workBytes !== undefined && {
        memory: { needed: weightBytes + workBytes, ...(device === 'cpu' && { total: os.totalmem() }) },
      }),
    }
  }
}

/** Of all variants; they differ in what earlier rounds have left for their seeds. */
function plansOf(wanted: RoundWanted, store: RoundStore) {
  const plans = Array.from({ length: wanted.run.settings.variants }, (_, variant) =>
    planRound({ ...wanted, run: variantRun(wanted.run, variant) }, store),
  )
  const { parent, hold } = plans[0]!
  const sum = (count: (plan: RoundPlan) => number): number => plans.reduce((total, plan) => total + count(plan), 0)
  const { made, mergeAt } = stepsOf(wanted.run.settings)
  return {
    mode: hold.mode,
    reason: hold.reason,
    passes: sum(({ passes }) => passes),
    reused: sum(({ reused }) => reused),
    startsAfter: hold.startsFromTracks ? { step: mergeAt, of: made } : undefined,
    removed: parent ? removedFrom(parent.draft, wanted.draft) : [],
  }
}

function removedFrom(parent: Draft, draft: Draft): Instance[] {
  const edits = [...changesOf(parent, draft).instances.values()]
  return edits.filter(({ state }) => state === 'removed').map(({ instance }) => instance)
}

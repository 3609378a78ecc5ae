/**
 * The queue: jobs of all projects, of which one runs at a time. Drawing goes on meanwhile: a job draws the draft as it was
 * when it was queued.
 */
import type { ModelFacts } from '../conditions/plan.ts'
import { previewAddress } from '../contract/addresses.ts'
import type { Draft } from '../contract/document.ts'
import { EngineError, StudioError } from '../contract/errors.ts'
import type { Estimate, Job } from '../contract/jobs.ts'
import type { Round } from '../contract/project.ts'
import type { Preview, RunResult, TrackName } from '../contract/result.ts'
import type { Run } from '../contract/run.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import { enlarge } from '../exchange/picture.ts'
import { jobError } from './job-error.ts'
import { isOver, runJob, variantRun, type JobPicture } from './job-run.ts'
import { finishedRound, unfinishedRound, type DrawnRound } from './new-round.ts'
import type { Previews } from './previews.ts'
import type { Queued } from './projects.ts'
import type { RoundStore } from './round-plan.ts'
import type { TrackViews } from './track-views.ts'

/** Jobs that are over and still listed. */
const listedOver = 30

/** The projects, as far as jobs need them. */
export interface JobProjects {
  addRound(project: string, drawn: DrawnRound, queued: Queued): Round
  /** What rounds of the project go on from. */
  store(project: string): RoundStore
  /** @returns the level of a round of the project */
  levelOf(project: string, round: string | null): number | undefined
  /** A job of the project is over. */
  onOver(project: string): void
}

export interface JobsOptions {
  readonly engine: EngineHost
  readonly projects: JobProjects
  readonly previews: Previews
  readonly views: TrackViews
  /** SHA-256 and name of the model of a draft. */
  readonly modelOf: (draft: Draft) => Promise<Round['model']>
  readonly factsOf: (draft: Draft) => Promise<ModelFacts>
  /** Whether previews are wanted, and every how many steps. */
  readonly previewEvery: () => number
  readonly onResult: (run: Run, result: RunResult) => void
  readonly onJob: (job: Job) => void
  readonly now: () => number
  readonly newId: () => string
}

export interface NewJob {
  readonly project: string
  /** As it is drawn, which may go on from another round than the artist's own draft. */
  readonly draft: Draft
  readonly queued: Queued
  /** With seed and variants as they will be drawn. */
  readonly run: Run
  readonly estimate: Estimate
}

interface Entry extends NewJob {
  job: Job
  abort: AbortController | undefined
  /** When it last stopped drawing, settled. */
  settled: Promise<void>
  /** While its estimate is being kept: the round that comes of it. */
  keeping: Promise<Round> | undefined
}

export class Jobs {
  readonly #options: JobsOptions
  readonly #entries = new Map<string, Entry>()
  #queue: Entry[] = []
  #running: Entry | undefined
  #isClosed = false

  constructor(options: JobsOptions) {
    this.#options = options
  }

  /** Whether a run has the engine. */
  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** The running one first, then those that wait, then the others. */
  list(): Job[] {
    const first = [...(this.#running ? [this.#running] : []), ...this.#queue]
    const others = [...this.#entries.values()].filter((entry) => !first.includes(entry))
    return [...first, ...others].map(({ job }) => job)
  }

  /** Drafts and first seeds of the jobs of a project that are still to be drawn. */
  pending(project: string): NewJob[] {
    return [...this.#entries.values()].filter((entry) => entry.project === project && !isOver(entry.job))
  }

  /** Rounds of a project that its jobs go on from: those to be drawn, and those that could still be gone on with. */
  parents(project: string): string[] {
    const open = [...this.#entries.values()].filter((entry) => entry.project === project && entry.job.state !== 'done')
    return open.flatMap(({ draft, queued }) => [draft.parent, queued.parent]).filter((id) => id !== null)
  }

  /** Whether it has a job that runs or waits. */
  isNeeded(project: string): boolean {
    return [...this.#entries.values()].some(({ project: own, job }) => own === project && !isOver(job))
  }

  add(wanted: NewJob): Job {
    const { project, draft, run, estimate } = wanted
    const { seed, variants } = run.settings
    const job: Job = {
      id: this.#options.newId(),
      project,
      state: 'waiting',
      parent: draft.parent,
      draftParent: wanted.queued.parent,
      seed,
      variants,
      queuedAt: this.#options.now(),
      passes: estimate.passes,
      ...(estimate.seconds !== undefined && { seconds: estimate.seconds }),
      rounds: [],
    }
    const entry: Entry = { ...wanted, job, abort: undefined, settled: Promise.resolve(), keeping: undefined }
    this.#entries.set(job.id, entry)
    this.#queue.push(entry)
    this.#options.onJob(job)
    this.#next()
    return entry.job
  }

  /** @throws StudioError jobNotFound */
  async stop(id: string): Promise<Job> {
    const entry = this.#entry(id)
    if (isOver(entry.job)) return entry.job
    this.#queue = this.#queue.filter((other) => other !== entry)
    entry.abort?.abort()
    await entry.settled
    if (!isOver(entry.job)) this.#change(entry, { state: 'stopped' })
    return entry.job
  }

  /** Draws again what is missing of a stopped or failed job. @throws StudioError jobNotFound */
  goOn(id: string): Job {
    const entry = this.#entry(id)
    const isOpen = entry.job.state === 'stopped' || entry.job.state === 'failed'
    if (!isOpen || entry.keeping) return entry.job
    entry.job = startedAnew(entry.job)
    this.#queue.push(entry)
    this.#options.onJob(entry.job)
    this.#next()
    return entry.job
  }

  /** Once, however often it is asked for. @throws StudioError jobNotFound, badRequest if there is nothing to keep */
  async keepAsDraft(id: string): Promise<Round> {
    const entry = this.#entry(id)
    entry.keeping ??= this.#keepEstimate(entry).finally(() => (entry.keeping = undefined))
    return entry.keeping
  }

  async #keepEstimate(entry: Entry): Promise<Round> {
    const { job, draft, project } = entry
    const { id } = job
    const preview = this.#options.previews.newest(id)
    if ((job.state !== 'stopped' && job.state !== 'failed') || !preview) {
      throw new StudioError('badRequest', 'There is no estimate of that picture to keep; it had not come far enough.')
    }
    const { width, height, warnings, device } = entry.estimate
    const variant = job.rounds.length
    const drawing = {
      job: id,
      variant,
      draft,
      run: variantRun(entry.run, variant),
      model: await this.#options.modelOf(draft),
    }
    const pixels = await enlarge(preview, width, height)
    const seconds = job.startedAt === undefined ? 0 : Math.max(0, this.#options.now() - job.startedAt) / 1000
    const drawn = await unfinishedRound(drawing, { pixels, progress: job.progress, seconds, warnings, device })
    const round = this.#options.projects.addRound(project, drawn, entry.queued)
    this.#change(entry, { state: 'done', rounds: [...job.rounds, round.id] })
    return round
  }

  /** @throws StudioError jobNotFound */
  async discard(id: string): Promise<void> {
    const entry = this.#entry(id)
    await entry.keeping?.catch(() => {})
    await this.stop(id)
    // Other windows hear that nothing is left to decide.
    this.#change(entry, { state: 'done' })
    this.#forget(entry)
  }

  /** Addresses of the estimates of one track, until the job is over. @throws StudioError jobNotFound */
  async *lookAtTrack(id: string, track: TrackName, signal: AbortSignal): AsyncGenerator<string> {
    const { job } = this.#entry(id)
    const newest = this.#options.previews.newestOf(id, track)
    const address = newest === undefined ? undefined : previewAddress(id, newest)
    if (!isOver(job)) yield* this.#options.views.look(id, track, address, signal)
  }

  /** Stops everything; nothing of it is drawn any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#queue = []
    const running = this.#running
    running?.abort?.abort()
    await running?.settled
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id)
    if (!entry) throw new StudioError('jobNotFound')
    return entry
  }

  #next(): void {
    if (this.#running || this.#isClosed) return
    const entry = this.#queue.shift()
    if (!entry) return
    this.#running = entry
    entry.settled = this.#draw(entry).finally(() => {
      this.#running = undefined
      this.#forgetOldest()
      if (!this.#isClosed) this.#options.projects.onOver(entry.project)
      this.#next()
    })
  }

  async #draw(entry: Entry): Promise<void> {
    const abort = new AbortController()
    entry.abort = abort
    this.#change(entry, { state: 'running', startedAt: this.#options.now() })
    try {
      const { engine, projects, modelOf, factsOf } = this.#options
      // A large file takes seconds to be named, and a first picture does not wait for it.
      const model = modelOf(entry.draft)
      model.catch(() => {})
      await runJob(engine, {
        draft: entry.draft,
        run: entry.run,
        store: projects.store(entry.project),
        facts: await factsOf(entry.draft),
        model,
        drawn: entry.job.rounds.length,
        signal: abort.signal,
        onProgress: (progress) => this.#change(entry, { progress }),
        onPreview: this.#previewsOf(entry),
        watchTracks: this.#options.views.of(entry.job.id),
        onPicture: async (picture) => this.#keep(entry, await model, picture),
      })
      this.#options.previews.finish(entry.job.id)
      this.#change(entry, { state: 'done' })
    } catch (error) {
      this.#fail(entry, error)
    } finally {
      entry.abort = undefined
      this.#options.views.end(entry.job.id)
    }
  }

  #fail(entry: Entry, error: unknown): void {
    if (error instanceof EngineError && error.code === 'cancelled') return this.#change(entry, { state: 'stopped' })
    const level = this.#options.projects.levelOf(entry.project, entry.queued.parent)
    this.#change(entry, { state: 'failed', error: jobError(error, level) })
  }

  #previewsOf(entry: Entry): ((preview: Preview, track?: TrackName) => void) | undefined {
    const { previewEvery, previews, views } = this.#options
    const every = previewEvery()
    if (every === 0) return undefined
    // Each counts its own, and the first is always seen: a track that has ended has no other.
    const seen = new Map<TrackName | undefined, number>()
    const { id } = entry.job
    return (preview, track) => {
      const before = seen.get(track) ?? 0
      seen.set(track, before + 1)
      if (before % every !== 0) return
      const address = previewAddress(id, previews.add(id, preview, track))
      if (track === undefined) this.#change(entry, { preview: address })
      else views.tell(id, track, address)
    }
  }

  async #keep(entry: Entry, model: Round['model'], { variant, run, drawn: picture, names }: JobPicture): Promise<void> {
    const { project, draft, job } = entry
    this.#options.onResult(run, picture.result)
    const drawn = await finishedRound({ job: job.id, variant, draft, run, model }, picture, names(model.digest))
    const round = this.#options.projects.addRound(project, drawn, entry.queued)
    // What was seen of it is no estimate of the next one.
    this.#options.previews.begin(job.id)
    const { preview: _, ...others } = entry.job
    entry.job = others
    this.#change(entry, { rounds: [...others.rounds, round.id] })
  }

  #change(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change }
    this.#options.onJob(entry.job)
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.job.id)
    this.#options.previews.forget(entry.job.id)
  }

  #forgetOldest(): void {
    const over = [...this.#entries.values()].filter(({ job }) => isOver(job))
    for (const entry of over.slice(0, Math.max(0, over.length - listedOver))) this.#forget(entry)
  }
}

/** As when it was queued first, but for the rounds that it has drawn. */
function startedAnew({ seconds, ...job }: Job): Job {
  const { id, project, parent, draftParent, seed, variants, queuedAt, passes, rounds } = job
  const asked = {
    id,
    project,
    parent,
    draftParent,
    seed,
    variants,
    queuedAt,
    passes,
    rounds,
    ...(seconds !== undefined && { seconds }),
  }
  return { ...asked, state: 'waiting' }
}

/**
 * The studio as a host runs it: put together from its parts, each in a file of its own. One serves all windows.
 *
 * Opening it does nothing slow; `start` lets the engine begin in the background.
 */
import path from 'node:path'
import { starterModel } from '../contract/document.ts'
import { errorData } from '../contract/router.ts'
import type { HostState, Studio } from '../contract/studio.ts'
import type { EngineHost } from '../engine-host/engine-host.ts'
import { makeId } from '../project/ids.ts'
import { Covers } from './covers.ts'
import { Devices } from './devices.ts'
import { Estimator } from './estimate.ts'
import { Events } from './events.ts'
import { Examples } from './examples.ts'
import { Jobs } from './jobs.ts'
import { Models } from './models.ts'
import { Pixels } from './pixels.ts'
import { PreferencesFile } from './preferences.ts'
import { Previews } from './previews.ts'
import { Projects } from './projects.ts'
import { Recent } from './recent.ts'
import { Speeds } from './speeds.ts'
import { studioCalls } from './studio-calls.ts'
import { TrackViews } from './track-views.ts'
import { WordReader } from './words.ts'

export interface StudioOptions {
  /** Closed by the studio. */
  readonly engine: EngineHost
  readonly folders: {
    /** Of this user: preferences, what was measured, what was opened. */
    readonly data: string
    /** Where new projects go. */
    readonly projects: string
    readonly examples: string
    /** Holds native-models/starter. */
    readonly installation: string
  }
  readonly kind: HostState['kind']
  /** Of this program. */
  readonly version: string
  /** The desktop's own dialog. */
  readonly choosePlace?: Studio['choosePlace']
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly newId?: () => string
}

export interface OpenStudio {
  readonly studio: Studio
  /** Answers for the addresses of pixels. */
  pixels(request: Request): Promise<Response>
  /** Lets the engine begin in the background. */
  start(): void
  /** Everything is on disk when it resolves, and no process is left. */
  close(): Promise<void>
}

const starterFile = path.join('native-models', 'starter', 'starter.safetensors')

export type Parts = ReturnType<typeof assemble>

export function openStudio(options: StudioOptions): OpenStudio {
  const parts = assemble(options)
  const { engine, events, jobs, projects, models, pixels } = parts
  return {
    studio: studioCalls(parts, options),
    pixels: (request) => pixels.handle(request),
    start: () => void beginInBackground(parts),
    async close() {
      await jobs.close()
      events.close()
      projects.closeAll()
      models.close()
      await engine.close()
    },
  }
}

function assemble({ engine, folders, version, now = Date.now, newId = () => makeId(now()) }: StudioOptions) {
  const events = new Events()
  const preferences = new PreferencesFile(folders.data)
  const recent = new Recent(folders.data)
  const examples = new Examples(folders.examples)
  const speeds = new Speeds(folders.data)
  const previews = new Previews()
  const views = new TrackViews()
  const devices = new Devices(engine, () => events.emit({ type: 'devices' }))
  const models: Models = new Models({
    engine,
    devices,
    speeds,
    folder: folders.data,
    starterFile: path.resolve(folders.installation, starterFile),
    defaultModel: () => preferences.value.defaultModel,
    onChange: () => events.emit({ type: 'models', models: models.list() }),
  })
  const words = new WordReader(engine, (file) => models.useOf(file))
  const projects: Projects = new Projects({
    now,
    newId,
    version,
    folder: folders.projects,
    recent,
    emit: (event) => events.emit(event),
    isNeeded: (id) => jobs.isNeeded(id),
  })
  const jobs: Jobs = new Jobs({
    engine,
    previews,
    views,
    now,
    newId,
    projects: {
      addRound: (project, drawn, queued) => projects.addRound(project, drawn, queued),
      store: (project) => projects.get(project),
      levelOf: (project, round) => projects.levelOf(project, round),
      onOver: (project) => projects.closeIfUnused(project),
    },
    modelOf: ({ settings }) => models.named(settings.model),
    factsOf: async ({ settings }) => (await models.read(settings.model)).facts,
    previewEvery: () => preferences.value.previewEvery,
    onResult: (run, result) => models.learn(run.model, result),
    onJob: (job) => events.emit({ type: 'job', job }),
  })
  const estimator = new Estimator({ engine, models, devices, speeds, words, isBusy: () => jobs.isRunning })
  const covers = new Covers(projects, version)
  const pixels = new Pixels({
    project: (id) => projects.get(id),
    preview: (job, step) => previews.png(job, step),
    async cover(kind, id) {
      const file = kind === 'recent' ? recent.pathOf(id) : examples.find(id).path
      return file === undefined ? undefined : covers.cover(file)
    },
    async openProjectFile(bytes, name) {
      return { kind: 'project', project: projects.openBytes(bytes, name) }
    },
  })
  return {
    engine,
    events,
    preferences,
    recent,
    examples,
    devices,
    models,
    words,
    projects,
    jobs,
    estimator,
    pixels,
    newId,
  }
}

/** What the first picture would otherwise wait for. The starter is measured once, so that its cost is known beforehand. */
async function beginInBackground({ engine, events, models, jobs, preferences }: Parts): Promise<void> {
  try {
    await engine.start()
    models.readAll()
    await models.open(preferences.value.defaultModel)
    if (models.entry(starterModel).speeds.length === 0 && !jobs.isRunning) await models.measure(starterModel)
  } catch (error) {
    const data = errorData(error)
    if (data.code !== 'closed') events.emit({ type: 'problem', project: null, error: data })
  }
}

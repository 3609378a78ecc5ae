/** The calls of a window, each to the part that answers it. */
import { starterModel } from '../contract/document.ts'
import { StudioError } from '../contract/errors.ts'
import type { ProjectState } from '../contract/project.ts'
import type { HostState, Studio } from '../contract/studio.ts'
import { emptyDocument, newDraftSettings } from '../scene/presets.ts'
import { sceneSchema } from '../contract/scene.ts'
import { exportTo } from './exports.ts'
import { estimate, generate } from './generate.ts'
import { startFromPicture } from './start-picture.ts'
import { compact, setKeeping, storageOf } from './storage.ts'
import type { Parts, StudioOptions } from './studio.ts'

/** Scene pixels of a new picture. */
const newSide = 512

type Calls<Name extends keyof Studio> = Pick<Studio, Name>

export function studioCalls(parts: Parts, options: StudioOptions): Studio {
  return {
    ...hostCalls(parts, options),
    ...projectCalls(parts, options),
    ...editCalls(parts),
    ...storageCalls(parts),
    ...runCalls(parts),
    ...modelCalls(parts),
  }
}

function hostCalls(
  { preferences, projects, recent, examples, events }: Parts,
  { version, kind, folders, choosePlace }: StudioOptions,
): Calls<'host' | 'setPreferences' | 'choosePlace' | 'recent' | 'forgetRecent' | 'examples' | 'events'> {
  return {
    async host() {
      return {
        version,
        kind,
        platform: platform(),
        folder: folders.projects,
        leftOpen: projects.leftOpen(),
        preferences: preferences.value,
      }
    },
    setPreferences: async (change) => preferences.change(change as Partial<typeof preferences.value>),
    async choosePlace(input) {
      if (!choosePlace) throw new StudioError('noDialog')
      return choosePlace(input)
    },
    recent: async () => recent.list(),
    forgetRecent: async ({ id }) => recent.forget(id),
    examples: async () => examples.list(),
    events: (signal) => events.listen(signal),
  }
}

function projectCalls(
  parts: Parts,
  { choosePlace }: StudioOptions,
): Calls<'create' | 'open' | 'openExample' | 'join' | 'project' | 'saveCopy' | 'rename' | 'exportRound' | 'close'> {
  const { projects, examples } = parts
  return {
    create: async (input) => create(parts, input),
    async open({ path, as }) {
      if (as === 'readOnly') return projects.openToLook(path)
      if (as === 'copy') return projects.openCopy(path)
      return as === 'repaired' ? projects.openRepaired(path) : projects.open(path)
    },
    async openExample({ id }) {
      const { path, name } = examples.find(id)
      return projects.openCopy(path, name)
    },
    join: async ({ project }) => projects.join(project),
    project: async ({ project }) => projects.state(project),
    saveCopy: async ({ project, ...to }) => ({ path: await projects.saveCopy(project, to) }),
    rename: async ({ project, name }) => projects.rename(project, name),
    async exportRound({ project, ...wanted }) {
      if (!choosePlace) throw new StudioError('noDialog')
      return exportTo(projects.get(project), wanted, choosePlace)
    },
    close: async ({ project }) => projects.close(project),
  }
}

function create(
  { projects, models, preferences }: Parts,
  { path, width = newSide, height = newSide }: Parameters<Studio['create']>[0],
): ProjectState {
  const wanted = preferences.value.defaultModel
  // The model may have been removed since it was made the default.
  const model = models.has(wanted) ? wanted : starterModel
  const document = emptyDocument({ width, height, settings: newDraftSettings(models.recommended(model), { model }) })
  if (!sceneSchema.safeParse(document.draft.scene).success) {
    throw new StudioError('badRequest', `A picture of ${width} by ${height} pixels cannot be made.`)
  }
  return projects.create(document, path)
}

function editCalls(parts: Parts): Calls<'edit' | 'undo' | 'redo' | 'startFromPicture'> {
  const { projects, events } = parts
  const tell = (project: string, origin: string, changed: Awaited<ReturnType<Studio['edit']>>) => {
    events.emit({ type: 'changed', project, origin, changed })
    return changed
  }
  const rows = new Map<string, EditsInARow>()
  return {
    async edit({ project, sequence, gesture }, origin) {
      const open = projects.get(project)
      const before = open.history.sequence
      const row = rows.get(project)
      const isOwn = row?.origin === origin && row.to === before && sequence >= row.from
      const changed = open.commit(gesture, isOwn ? before : sequence)
      rows.set(project, { origin, from: isOwn ? row.from : before, to: changed.history.sequence })
      return tell(project, origin, changed)
    },
    undo: async ({ project, sequence }, origin) => tell(project, origin, projects.get(project).undo(sequence)),
    redo: async ({ project, sequence }, origin) => tell(project, origin, projects.get(project).redo(sequence)),
    // Told with its round.
    startFromPicture: ({ project, ...input }) =>
      projects.whileOpen(project, () => startFromPicture(parts, { id: project, ...input })),
  }
}

/** Edits of one window with nothing of anyone else between them: it sent the later ones before it had heard of the earlier. */
interface EditsInARow {
  readonly origin: string
  /** Sequence of the document before the first of them, and after the last. */
  readonly from: number
  readonly to: number
}

function storageCalls(parts: Parts): Calls<'storage' | 'setKeeping' | 'compact'> {
  return {
    storage: async ({ project }) => storageOf(parts, project),
    setKeeping: async ({ project, change }) => setKeeping(parts, project, change),
    compact: async ({ project }) => compact(parts, project),
  }
}

function runCalls(
  parts: Parts,
): Calls<'estimate' | 'generate' | 'jobs' | 'stop' | 'goOn' | 'keepAsDraft' | 'discard' | 'trackPreviews'> {
  const { projects, jobs } = parts
  /** What the window shows must be what is drawn. */
  const current = (id: string, sequence: number) => {
    const project = projects.get(id)
    if (project.history.sequence !== sequence) throw new StudioError('conflict')
    return project
  }
  return {
    estimate: async ({ project, sequence }) => estimate(parts, { id: project, project: current(project, sequence) }),
    generate: ({ project, sequence, variants }) =>
      projects.whileOpen(project, async () =>
        generate(parts, { id: project, project: current(project, sequence), variants }),
      ),
    jobs: async () => jobs.list(),
    stop: async ({ job }) => jobs.stop(job),
    goOn: async ({ job }) => jobs.goOn(job),
    keepAsDraft: async ({ job }) => jobs.keepAsDraft(job),
    discard: async ({ job }) => jobs.discard(job),
    trackPreviews: ({ job, track }, signal) => jobs.lookAtTrack(job, track, signal),
  }
}

function modelCalls({
  models,
  words,
  devices,
}: Parts): Calls<'models' | 'addModel' | 'removeModel' | 'measureModel' | 'words' | 'devices'> {
  return {
    models: async () => models.list(),
    addModel: async ({ model }) => models.add(model),
    removeModel: async ({ model }) => models.remove(model),
    measureModel: async ({ model }) => models.measure(model),
    words: async ({ model, captions }) => words.words(models.pathOf(model), captions),
    devices: async ({ again }) => devices.reports(again),
  }
}

function platform(): HostState['platform'] {
  if (process.platform === 'darwin') return 'macos'
  return process.platform === 'win32' ? 'windows' : 'linux'
}

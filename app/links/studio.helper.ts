/** A small studio in memory, behind which tests see what came through a link. */
import { StudioError } from '../contract/errors.ts'
import { preferencesSchema } from '../contract/preferences.ts'
import type { ProjectState } from '../contract/project.ts'
import type { Keeping, Storage } from '../contract/storage.ts'
import type { Studio, StudioEvent } from '../contract/studio.ts'
import { documentOf } from '../scene/document.helper.ts'

export interface MemoryStudio {
  readonly studio: Studio
  /** Names of the methods that were called, in order. */
  readonly calls: string[]
  /** Origins of the edits. */
  readonly origins: string[]
  /** How many listen to the events, in the studio's own view. */
  listeners(): number
  emit(event: StudioEvent): void
}

const storage: Storage = {
  usage: { pictures: 1, latents: 0, trajectories: 0, tracks: 0, thumbnails: 0, steps: 0, free: 0, other: 1, total: 2 },
  keeping: { trajectories: true, trackBytes: 0 },
  compactable: { rounds: 1, steps: 0, bytes: 1 },
}

/** What a bug would say. */
export const secretOfABug = 'cannot read property of /home/somebody/secret'

export function memoryStudio(): MemoryStudio {
  const calls: string[] = []
  const origins: string[] = []
  const listeners = new Set<(event: StudioEvent) => void>()
  const project = projectOf('/projects/first.diorama')
  const called = async <T>(name: string, value: T): Promise<T> => {
    calls.push(name)
    return value
  }
  const refuse = async (): Promise<never> => {
    throw new StudioError('jobNotFound')
  }
  const open = ({ path }: { path?: string | undefined }): Promise<ProjectState> =>
    called('open', projectOf(path ?? project.path))
  const studio = {
    host: () =>
      called('host', {
        version: '0.0.0',
        kind: 'browser',
        platform: 'linux',
        folder: '/projects',
        leftOpen: null,
        preferences: preferencesSchema.parse({}),
      } as const),
    setPreferences: (change) => called('setPreferences', preferencesSchema.parse(change)),
    async choosePlace() {
      throw new StudioError('noDialog')
    },
    recent: () => called('recent', []),
    forgetRecent: () => called('forgetRecent', undefined),
    examples: () => called('examples', []),
    create: open,
    open,
    openExample: () => open({}),
    join: () => called('join', project),
    project: () => called('project', project),
    saveCopy: async () => {
      throw new StudioError('folderReadOnly', '"/far" cannot be written; choose another folder.', {
        cause: new Error('EROFS'),
      })
    },
    exportRound: () => called('exportRound', null),
    rename: ({ name }) => called('rename', { ...project, name }),
    close: () => called('close', undefined),
    edit({ sequence, gesture: { commands } }, origin) {
      origins.push(origin)
      const changed = { commands, history: { sequence: sequence + 1, undo: null, redo: null } }
      return called('edit', changed)
    },
    storage: () => called('storage', storage),
    setKeeping: ({ change }) =>
      called('setKeeping', { ...storage, keeping: { ...storage.keeping, ...change } as Keeping }),
    compact: () => called('compact', { before: 2, after: 1 }),
    undo: refuse,
    redo: refuse,
    estimate: refuse,
    generate: refuse,
    async jobs() {
      throw new TypeError(secretOfABug)
    },
    stop: refuse,
    goOn: refuse,
    keepAsDraft: refuse,
    startFromPicture: refuse,
    discard: refuse,
    async *trackPreviews({ job, track }) {
      yield `previews/${job}/${track}`
    },
    models: () => called('models', []),
    addModel: refuse,
    removeModel: () => called('removeModel', undefined),
    measureModel: refuse,
    words: ({ captions }) =>
      called('words', {
        limit: 77,
        captions: captions.map((caption) => ({ tokens: caption.length, unknown: [], known: [] })),
      }),
    devices: () => called('devices', []),
    async *events(signal) {
      const waiting: StudioEvent[] = []
      const state = { wake: () => {} }
      const listener = (event: StudioEvent): void => {
        waiting.push(event)
        state.wake()
      }
      listeners.add(listener)
      signal.addEventListener('abort', () => state.wake())
      try {
        while (!signal.aborted) {
          yield* waiting.splice(0)
          if (waiting.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (state.wake = resolve))
        }
      } finally {
        listeners.delete(listener)
      }
    },
  } satisfies Studio
  return {
    studio,
    calls,
    origins,
    listeners: () => listeners.size,
    emit: (event) => listeners.forEach((listener) => listener(event)),
  }
}

function projectOf(path: string): ProjectState {
  return {
    id: 'p1',
    name: path.replace(/^.*\/|\.diorama$/g, ''),
    path,
    document: documentOf([]),
    history: { sequence: 0, undo: null, redo: null },
    rounds: [],
  }
}

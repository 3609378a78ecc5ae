/** The mirror of a project that was just opened, and what a window finds again of the one before it. */
import type { ProjectState } from '../../app/contract/project.ts'
import type { EditQueue, Unconfirmed } from './edit-queue.ts'
import type { WindowState } from './window.ts'

/** What a window starts a project with. */
export function mirrorOf({ id, name, path, readOnly, document, history, rounds }: ProjectState): Partial<WindowState> {
  return {
    project: { id, name, path, readOnly, document, history, rounds, unsaved: 0 },
    selection: [],
    looking: null,
    compare: null,
    editingPoints: null,
    estimate: null,
    estimateError: null,
    find: null,
    renaming: null,
    dialog: null,
    offered: null,
    tool: 'select',
  }
}

/** Where a copy goes unless the artist says otherwise: beside the project, if it can be written there. */
export function folderOfCopies({ project, host }: WindowState): string {
  if (project?.readOnly !== undefined) return host?.folder ?? ''
  return project?.path.replace(/[/\\][^/\\]*$/, '') ?? ''
}

const prefix = '#project='

/** The address says which project is open, so that a reload finds it and a second window can be given it. */
export function rememberProject(id: string | null): void {
  history.replaceState(null, '', id === null ? location.pathname + location.search : prefix + id)
}

export function rememberedProject(): string | null {
  return location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : null
}

const unconfirmedOf = (project: string): string => `unconfirmed ${project}`

/** For the window that comes next: what was done in the last moment of this one may not have left it. */
export function keepUnconfirmed(project: string, edits: Unconfirmed): void {
  localStorage.setItem(unconfirmedOf(project), JSON.stringify(edits))
}

/** Makes them once, in the window that opens the project next. */
export function makeUnconfirmed(project: string, queue: EditQueue): void {
  const kept = localStorage.getItem(unconfirmedOf(project))
  localStorage.removeItem(unconfirmedOf(project))
  if (kept !== null) queue.makeAgain(JSON.parse(kept) as Unconfirmed)
}

/** The mirror of a project that was just opened, and what this window finds again after a reload. */
import type { ProjectState } from '../../app/contract/project.ts'
import type { Unconfirmed } from './edit-queue.ts'
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
    dialog: null,
    offered: null,
    tool: 'select',
  }
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

/** For the window that comes next: what was done in the last moment before a reload may not have left this one. */
export function keepUnconfirmed(project: string, edits: Unconfirmed): void {
  sessionStorage.setItem(unconfirmedOf(project), JSON.stringify(edits))
}

/** Once: null from then on. */
export function takeUnconfirmed(project: string): Unconfirmed | null {
  const kept = sessionStorage.getItem(unconfirmedOf(project))
  sessionStorage.removeItem(unconfirmedOf(project))
  return kept === null ? null : (JSON.parse(kept) as Unconfirmed)
}

/**
 * Edits on their way to the host. They show at once and are sent at once, in order, so that a window that ends loses
 * none; what the host says wins.
 *
 * If another window was faster, the project is read again and the edits that still fit are made on top of it.
 */
import type { Document } from '../../app/contract/document.ts'
import type { Gesture } from '../../app/contract/edit.ts'
import type { Changed, ProjectState, Round } from '../../app/contract/project.ts'
import { applyCommands, EditError } from '../../app/scene/edit.ts'
import { errorOf, isLost } from './client.ts'
import type { StudioClient } from './client.ts'
import type { ProjectMirror, WindowStore } from './window.ts'

export interface EditQueue {
  edit(gesture: Gesture): void
  undo(): void
  redo(): void
  /** From an event: of another window, or of a finished job. */
  heard(changed: Changed, round?: Round): void
  /** Reads the project again: what it was before can not be told by changes alone. */
  refresh(): void
  /** Resolves when everything before it is with the host. */
  settled(): Promise<void>
  /** What the host has not confirmed yet; null where there is nothing. */
  unconfirmed(): Unconfirmed | null
  /** Makes edits of the window before this one, but for those that did arrive. */
  makeAgain(edits: Unconfirmed): void
}

/** Edits that are on their way. */
export interface Unconfirmed {
  /** Of the document before the first of them. */
  readonly sequence: number
  readonly gestures: readonly Gesture[]
}

interface Pending {
  readonly gesture: Gesture
  /** Undefined while it waits behind an undo, or after it was refused for an edit of another window. */
  request: Promise<Changed> | undefined
}

/** @param onRefused gets what the host says when it takes an edit back */
export function editQueue(store: WindowStore, client: StudioClient, onRefused: (error: unknown) => void): EditQueue {
  let tail: Promise<void> = Promise.resolve()
  let pending: Pending[] = []
  /** Undos and redos that wait or run: what they do to the document is not known yet. */
  let steps = 0
  /** The document as the host has it, while edits wait that it has not got yet. */
  let confirmed: Document | null = null

  const project = (): ProjectMirror | null => store.getState().project
  const mirror = (change: Partial<ProjectMirror>): void =>
    store.setState((state) => (state.project ? { project: { ...state.project, ...change } } : {}))

  /** Runs after everything before it; nothing is sent for a project that was left in the meantime. */
  const enqueue = (work: (open: ProjectMirror) => Promise<void>): void => {
    const id = project()?.id
    tail = tail.then(async () => {
      const open = project()
      if (!open || open.id !== id) return
      try {
        await work(open)
      } catch (error) {
        await readAgain(open.id)
        onRefused(error)
      }
    })
  }

  const readAgain = async (id: string): Promise<void> => {
    try {
      const state = await client.project.query({ project: id })
      if (project()?.id === id) mirror(rebased(state))
    } catch {
      pending = []
    }
  }

  /** The host's document with the waiting edits that still fit on top. */
  const withPending = (host: Document): Document => {
    let document = (confirmed = host)
    pending = pending.filter(({ gesture }) => {
      try {
        document = applyCommands(document, gesture.commands).document
        return true
      } catch (error) {
        if (error instanceof EditError) return false
        throw error
      }
    })
    return document
  }

  const rebased = (state: ProjectState): Partial<ProjectMirror> => {
    const document = withPending(state.document)
    return { document, history: state.history, rounds: state.rounds, unsaved: pending.length }
  }

  const send = ({ id, history }: ProjectMirror, gesture: Gesture): Promise<Changed> => {
    const request = client.edit.mutate({ project: id, sequence: history.sequence, gesture })
    // Its answer is read in its turn.
    request.catch(() => {})
    return request
  }

  const confirmNext = async (): Promise<void> => {
    const [next] = pending
    const open = project()
    if (!next || !open) return
    try {
      const { history } = await (next.request ?? send(open, next.gesture))
      pending = pending.slice(1)
      confirmed = confirmed && applyCommands(confirmed, next.gesture.commands).document
      mirror({ history, unsaved: pending.length })
    } catch (error) {
      // An edit whose answer was lost may be in the file or not; most are the same when they are made twice.
      if (errorOf(error).code === 'conflict' || isLost(error)) {
        for (const each of pending) each.request = undefined
        await readAgain(open.id)
        return confirmNext()
      }
      pending = []
      throw error
    }
  }

  const step = (direction: 'undo' | 'redo'): void => {
    steps++
    enqueue(async ({ id, history }) => {
      const changed = await client[direction].mutate({ project: id, sequence: history.sequence })
      take(changed)
      const taken = history[direction]
      if (taken) store.setState({ lastStep: { did: direction, step: taken } })
    })
    void tail.then(() => steps--)
  }

  const take = (changed: Changed): void => {
    const open = project()
    if (!open || changed.history.sequence <= open.history.sequence) return
    const host = (pending.length > 0 && confirmed) || open.document
    const document = withPending(applyCommands(host, changed.commands).document)
    mirror({ document, history: changed.history, unsaved: pending.length })
  }

  const edit = (gesture: Gesture): void => {
    const open = project()
    if (!open || open.readOnly !== undefined) return
    const { document } = applyCommands(open.document, gesture.commands)
    if (document === open.document) return
    if (pending.length === 0) confirmed = open.document
    pending.push({ gesture, request: steps === 0 ? send(open, gesture) : undefined })
    mirror({ document, unsaved: pending.length })
    enqueue(confirmNext)
  }

  return {
    edit,
    undo: () => step('undo'),
    redo: () => step('redo'),
    heard(changed, round) {
      if (round && project()?.rounds.every(({ id }) => id !== round.id)) {
        mirror({ rounds: [...project()!.rounds, round] })
      }
      enqueue(async ({ id, history }) => {
        const { sequence } = changed.history
        if (pending.length === 0 && sequence === history.sequence + 1) take(changed)
        else if (sequence > history.sequence) await readAgain(id)
      })
    },
    refresh: () => enqueue(({ id }) => readAgain(id)),
    settled: () => tail,
    unconfirmed() {
      const open = project()
      if (!open || pending.length === 0) return null
      return { sequence: open.history.sequence, gestures: pending.map(({ gesture }) => gesture) }
    },
    makeAgain({ sequence, gestures }) {
      const arrived = Math.max(0, (project()?.history.sequence ?? 0) - sequence)
      for (const gesture of gestures.slice(arrived)) {
        try {
          edit(gesture)
        } catch (error) {
          // What it was made on has gone in the meantime.
          if (!(error instanceof EditError)) throw error
        }
      }
    },
  }
}

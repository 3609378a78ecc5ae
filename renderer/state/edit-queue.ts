/**
 * Edits on their way to the host. They show at once and are sent at once, in order, so that a window that ends loses
 * none; what the host says wins.
 *
 * If another window was faster, the project is read again and the edits that still fit are made on top of it. While the
 * disk is full edits wait here, and are tried again until there is room.
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
  /** Resolves when everything before it is with the host, or waits for room on the disk. */
  settled(): Promise<void>
  /** Resolves when everything before it is with the host; rejects with `diskFull` while it is not: the project must stay. */
  kept(): Promise<void>
  /** What the host has not confirmed yet; null where there is nothing. */
  unconfirmed(): Unconfirmed | null
  /** Takes out what waits for room on the disk, to be made in another project; empty while there is room. */
  takeWaiting(): readonly Gesture[]
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
  /** Undefined while it waits: behind an undo or for room on the disk, or to be made on top of another window's edit. */
  request: Promise<Changed> | undefined
}

const tryAgainMs = 5000

/**
 * @param onRefused gets what the host says when it takes an edit back, or cannot keep it yet
 * @param onRoom when edits that waited for room on the disk are kept
 */
export function editQueue(
  store: WindowStore,
  client: StudioClient,
  onRefused: (error: unknown) => void,
  onRoom: () => void = () => {},
): EditQueue {
  let tail: Promise<void> = Promise.resolve()
  let pending: Pending[] = []
  /** Undos and redos that wait or run: what they do to the document is not known yet. */
  let steps = 0
  /** The document as the host has it, while edits wait that it has not got yet. */
  let confirmed: Document | null = null
  /** What the host said when the disk was full; null while there is room. */
  let noRoom: unknown = null

  const project = (): ProjectMirror | null => store.getState().project
  // Edits on their way to one project arrive there, and are none of the next one's.
  store.subscribe((now, before) => {
    if (now.project?.id === before.project?.id) return
    pending = []
    confirmed = noRoom = null
  })
  const mirror = (change: Partial<ProjectMirror>): void =>
    store.setState((state) => (state.project ? { project: { ...state.project, ...change } } : {}))

  /**
   * Runs after everything before it; nothing is sent for a project that was left in the meantime.
   *
   * @param saysFull whether it is told that the disk is full: not again of what nobody has asked for
   */
  const enqueue = (work: (open: ProjectMirror) => Promise<void>, saysFull = true): void => {
    const id = project()?.id
    tail = tail.then(async () => {
      const open = project()
      if (!open || open.id !== id) return
      try {
        await work(open)
      } catch (error) {
        const isFull = project()?.id === id && pending.length > 0 && errorOf(error).code === 'diskFull'
        if (isFull) await waitForRoom(error)
        await readAgain(open.id)
        if (saysFull || !isFull) onRefused(error)
      }
    })
  }

  const readAgain = async (id: string): Promise<void> => {
    try {
      const state = await client.project.query({ project: id })
      if (project()?.id === id) mirror(rebased(state))
    } catch {
      if (project()?.id === id) pending = []
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

  /** Of the edits that were sent together some may have found room. */
  const waitForRoom = async (error: unknown): Promise<void> => {
    const answers = await Promise.allSettled(pending.map(({ request }) => request ?? Promise.reject(new Error())))
    pending = pending.filter((_, index) => answers[index]!.status === 'rejected')
    for (const each of pending) each.request = undefined
    if (noRoom !== null) return
    noRoom = error
    const again = setInterval(() => {
      if (noRoom !== null) enqueueWaiting(false)
      else clearInterval(again)
    }, tryAgainMs)
  }

  const confirmUpTo = async (last: Pending): Promise<void> => {
    while (pending.includes(last)) await confirmNext(pending[0]!)
    if (noRoom === null) return
    noRoom = null
    onRoom()
  }

  /** What waits now, and nothing that is made behind a later undo. */
  const enqueueWaiting = (saysFull = true): void => {
    const last = pending.at(-1)
    if (last) enqueue(() => confirmUpTo(last), saysFull)
  }

  const confirmNext = async (next: Pending): Promise<void> => {
    const open = project()!
    try {
      const { history } = await (next.request ?? send(open, next.gesture))
      if (project()?.id !== open.id) return
      pending = pending.slice(1)
      confirmed = confirmed && applyCommands(confirmed, next.gesture.commands).document
      mirror({ history, unsaved: pending.length })
    } catch (error) {
      if (project()?.id !== open.id) throw error
      // An edit whose answer was lost may be in the file or not; most are the same when they are made twice.
      if (errorOf(error).code === 'conflict' || isLost(error)) {
        for (const each of pending) each.request = undefined
        await readAgain(open.id)
        return
      }
      if (errorOf(error).code !== 'diskFull') pending = []
      throw error
    }
  }

  const step = (direction: 'undo' | 'redo'): void => {
    steps++
    // They come first; while the disk is full this asks for room once more.
    enqueueWaiting()
    enqueue(async ({ id, history }) => {
      if (noRoom !== null) return
      const changed = await client[direction].mutate({ project: id, sequence: history.sequence })
      if (project()?.id !== id) return
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
    const isWaiting = steps > 0 || noRoom !== null
    pending.push({ gesture, request: isWaiting ? undefined : send(open, gesture) })
    mirror({ document, unsaved: pending.length })
    enqueueWaiting()
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
    kept: () =>
      tail.then(() => {
        if (noRoom !== null) throw noRoom
      }),
    unconfirmed() {
      const open = project()
      if (!open || pending.length === 0) return null
      return { sequence: open.history.sequence, gestures: pending.map(({ gesture }) => gesture) }
    },
    takeWaiting() {
      if (noRoom === null) return []
      const gestures = pending.map(({ gesture }) => gesture)
      pending = []
      noRoom = null
      return gestures
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

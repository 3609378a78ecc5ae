/** What the window does with the studio's events. */
import type { Job } from '../../app/contract/jobs.ts'
import type { Round } from '../../app/contract/project.ts'
import type { StudioEvent } from '../../app/contract/studio.ts'
import type { WindowStore } from './window.ts'
import type { ActionParts } from './window-actions.ts'
import { errorOf } from './client.ts'
import { selectChanges, selectRound } from './derived.ts'

const againMs = 1000

/**
 * Listens until the window goes; what happened while the connection was lost is asked for when it is back. A host that
 * ends the stream, because this window could not follow, is asked for all of it and then for a new one.
 */
export function hearStudio(parts: ActionParts): void {
  const again = (): void => void setTimeout(() => void catchUp(parts).then(() => hearStudio(parts)), againMs)
  parts.client.events.subscribe(undefined, {
    onData: (event) => hear(parts, event),
    onError: again,
    onComplete: again,
  })
}

function hear({ store, client, queue, board }: ActionParts, event: StudioEvent): void {
  const isOpen = (project: string | null): boolean => project !== null && store.getState().project?.id === project
  switch (event.type) {
    case 'changed':
      if (isOpen(event.project)) queue.heard(event.changed)
      return
    case 'roundAdded': {
      if (!isOpen(event.project)) return
      const shown = store.getState().project?.document.draft.parent ?? null
      queue.heard(event.changed, event.round)
      if (store.getState().preferences.compareAfterRun && event.round.kind !== 'picture')
        void queue.settled().then(() => compareWith(store, event.round, shown))
      return
    }
    case 'compacted':
      if (!isOpen(event.project)) return
      queue.refresh()
      void queue.settled().then(() => leaveGoneRounds(store))
      return
    case 'job':
      store.setState(({ jobs }) => ({ jobs: withJob(jobs, event.job) }))
      return
    case 'models':
      store.setState({ models: event.models })
      return
    case 'devices':
      client.devices
        .query({ again: false })
        .then((devices) => store.setState({ devices }))
        .catch(board.refused)
      return
    case 'problem':
      board.tell({ tone: 'error', title: event.error.message, error: event.error, offers: [] })
  }
}

const mostEnded = 20

/** In the order of the queue; of those that ended the newest are kept. */
function withJob(jobs: readonly Job[], job: Job): Job[] {
  const isKnown = jobs.some(({ id }) => id === job.id)
  const next = isKnown ? jobs.map((known) => (known.id === job.id ? job : known)) : [...jobs, job]
  const ended = new Set(next.filter(({ state }) => state === 'done').slice(0, -mostEnded))
  return next.filter((known) => !ended.has(known))
}

/** Reads everything that events would have told. */
export async function catchUp({ store, client, board }: ActionParts): Promise<void> {
  try {
    const [host, recent, examples, models, jobs] = await Promise.all([
      client.host.query(),
      client.recent.query(),
      client.examples.query(),
      client.models.query(),
      client.jobs.query(),
    ])
    store.setState({ host, preferences: host.preferences, recent, examples, models, jobs })
  } catch (error) {
    if (errorOf(error).code !== 'closed') board.refused(error)
  }
}

/** Nothing can be looked at or compared that compacting has taken out. */
function leaveGoneRounds(store: WindowStore): void {
  const { looking, compare } = store.getState()
  const isGone = (id: string): boolean => selectRound(store.getState(), id) === null
  if (looking !== null && isGone(looking)) store.setState({ looking: null })
  if (compare && (isGone(compare.before) || isGone(compare.after))) store.setState({ compare: null })
}

/**
 * The picture that has just come beside its parent, unless the artist has gone elsewhere in the meantime, or on to the next
 * round: that would take the caption that is being written away. A first picture drawn once more stands beside the one that
 * was shown.
 */
function compareWith(store: WindowStore, { id, parent }: Round, shown: string | null): void {
  const { project, looking } = store.getState()
  const before = parent ?? shown
  if (before === null || before === id || looking !== null || project?.document.draft.parent !== id) return
  if (selectChanges(store.getState())?.isUnchanged !== true) return
  store.setState({ compare: { way: 'slider', before, after: id, divider: 0.5, gain: 4 } })
}

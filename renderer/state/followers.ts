/**
 * What follows by itself: from a change of the draft the estimate beside Generate, the model's words for the captions
 * that are shown and what is still selected, from a project that is opened the overlays that were hidden in it.
 */
import { overlayNames } from '../../app/contract/preferences.ts'
import type { Instance } from '../../app/contract/scene.ts'
import { errorOf } from './client.ts'
import type { StudioClient } from './client.ts'
import { selectDraft } from './derived.ts'
import type { WindowState, WindowStore } from './window.ts'

const pauseMs = 120
/** Captions whose words are kept; older ones are asked for again. */
const mostCaptions = 2000

/** @returns a function that ends the following */
export function followDraft(store: WindowStore, client: StudioClient): () => void {
  const estimate = soonAfter(() => askEstimate(store, client))
  const words = soonAfter(() => askWords(store, client))
  return store.subscribe((now, before) => {
    if (now.project === null) return
    const isNewDraft = now.project.document.draft !== before.project?.document.draft
    const isSaved = now.project.unsaved === 0 && (before.project?.unsaved !== 0 || isNewDraft)
    if (isSaved || measured(now) !== measured(before)) estimate()
    if (isNewDraft || now.looking !== before.looking) words()
  })
}

/** Once both the project and what the artist likes are known; after that this window knows best. */
export function followHidden(store: WindowStore): void {
  const isSame = (now: WindowState, before: WindowState): boolean =>
    now.project?.id === before.project?.id && (now.host === null) === (before.host === null)
  store.subscribe((now, before) => {
    if (now.project === null || isSame(now, before)) return
    const hidden = now.preferences.hidden[now.project.id] ?? []
    const shown = Object.fromEntries(overlayNames.map((name) => [name, !hidden.includes(name)]))
    store.setState(({ shows }) => ({ shows: { ...shows, ...shown } }))
  })
}

/** What an undo, or another window, has taken away is neither selected nor edited any longer. */
export function followSelection(store: WindowStore): void {
  let last: readonly Instance[] | undefined
  store.subscribe((state) => {
    const instances = selectDraft(state)?.scene.instances
    if (instances === last) return
    last = instances
    const { selection, editingPoints, renaming } = state
    if (selection.length === 0 && editingPoints === null && renaming === null) return
    const ids = new Set(instances?.map(({ id }) => id))
    const stillThere = (id: string | null): string | null => (id !== null && ids.has(id) ? id : null)
    store.setState({
      selection: selection.every((id) => ids.has(id)) ? selection : selection.filter((id) => ids.has(id)),
      editingPoints: stillThere(editingPoints),
      renaming: stillThere(renaming),
    })
  })
}

/** Runs once things have been quiet for a moment; a run that is called for during a run follows it, also one that failed. */
function soonAfter(work: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()
  return () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(work).catch((error: unknown) => reportError(error))
    }, pauseMs)
  }
}

/** A measured speed changes the seconds of an estimate. */
function measured({ models, jobs }: WindowState): string {
  const speeds = models.flatMap((model) => model.speeds.map(({ secondsPerPass }) => secondsPerPass))
  return `${speeds.join(' ')} ${jobs.filter(({ state }) => state === 'done').length}`
}

async function askEstimate(store: WindowStore, client: StudioClient): Promise<void> {
  const { project } = store.getState()
  if (!project) return
  const isCurrent = (): boolean => store.getState().project?.id === project.id
  try {
    const estimate = await client.estimate.query({ project: project.id, sequence: project.history.sequence })
    if (isCurrent()) store.setState({ estimate, estimateError: null })
  } catch (cause) {
    const error = errorOf(cause)
    if (isCurrent() && error.code !== 'conflict') store.setState({ estimate: null, estimateError: error })
  }
}

async function askWords(store: WindowStore, client: StudioClient): Promise<void> {
  const { words } = store.getState()
  const draft = selectDraft(store.getState())
  if (!draft) return
  const { scene, settings } = draft
  const all = [scene.caption, scene.negativeCaption ?? '', ...scene.instances.map(({ caption }) => caption)]
  const captions = [...new Set(all)].filter(
    (caption) => caption !== '' && !words.has(wordsKey(settings.model, caption)),
  )
  if (captions.length === 0) return
  try {
    const answer = await client.words.query({ model: settings.model, captions })
    store.setState(({ words: known }) => {
      const added = captions.map((caption, i) => [wordsKey(settings.model, caption), answer.captions[i]!] as const)
      return { wordLimit: answer.limit, words: new Map([...[...known].slice(-mostCaptions), ...added]) }
    })
  } catch (cause) {
    // Without a model that can be read there are no marks under words; the estimate says why.
    if (errorOf(cause).code === 'internal') throw cause
  }
}

/** Another model knows other words. */
export function wordsKey(model: string, caption: string): string {
  return `${model}\n${caption}`
}

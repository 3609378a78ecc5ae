/**
 * What is said to those who do not look: where a thing stands once a gesture has ended and what that changes, what was
 * undone, and how a run goes. It draws nothing. Everything goes through the one polite live region.
 */
import { useEffect } from 'react'
import { sentenceFacts } from '../../../app/consistency/sentence-facts.ts'
import type { Draft } from '../../../app/contract/document.ts'
import type { Job } from '../../../app/contract/jobs.ts'
import type { Instance } from '../../../app/contract/scene.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { placeBounds } from '../../../app/scene/place.ts'
import { useActions } from '../../state/actions.ts'
import type { Actions } from '../../state/actions.ts'
import { selectDraft, selectParentDraft, selectPlan, selectRound, selectSelected } from '../../state/derived.ts'
import { useWindowStore } from '../../state/window.ts'
import type { WindowState, WindowStore } from '../../state/window.ts'
import { redone, undone } from '../../text/gestures.ts'
import { verdict } from '../../text/report.ts'
import { spoken } from '../../text/spoken.ts'
import { formatList } from '../../text/things.ts'
import { runSpeech } from './run-speech.ts'

/** A hand that rests this long has ended its gesture; the estimate has come by then, too. */
const restMs = 600

export function Spoken(): null {
  const store = useWindowStore()
  const { say } = useActions()
  useEffect(() => {
    const ends = [sayPlaces(store, say), saySteps(store, say), sayRuns(store, say)]
    return () => ends.forEach((end) => end())
  }, [store, say])
  return null
}

type Say = Actions['say']

function saySteps(store: WindowStore, say: Say): () => void {
  return store.subscribe(({ lastStep }, before) => {
    if (lastStep && lastStep !== before.lastStep)
      say(lastStep.did === 'undo' ? undone(lastStep.step) : redone(lastStep.step))
  })
}

function sayRuns(store: WindowStore, say: Say): () => void {
  let lastSaid = 0
  return store.subscribe((state, before) => {
    for (const job of ownJobs(state, before)) {
      const earlier = before.jobs.find(({ id }) => id === job.id) ?? null
      const report = selectRound(state, job.rounds.at(-1) ?? null)?.report
      const words = runSpeech(earlier, job, lastSaid, performance.now(), report && verdict(report))
      if (words === null) continue
      lastSaid = performance.now()
      say(words)
    }
  })
}

function sayPlaces(store: WindowStore, say: Say): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const rested = (): void => {
    const words = placeSpeech(store.getState())
    if (words !== null) say(words)
  }
  const unsubscribe = store.subscribe((state, before) => {
    // What is taken back is said by itself.
    if (state.lastStep !== before.lastStep) clearTimeout(timer)
    if (!hasPlaced(state, before)) return
    clearTimeout(timer)
    timer = setTimeout(rested, restMs)
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
}

/** Whether an edit of this window, and not an undo or another window, has just put something elsewhere. */
function hasPlaced(state: WindowState, before: WindowState): boolean {
  const [draft, earlier] = [state.project?.document.draft, before.project?.document.draft]
  if (!draft || !earlier || draft.scene === earlier.scene || state.project?.id !== before.project?.id) return false
  if ((state.project?.unsaved ?? 0) <= (before.project?.unsaved ?? 0)) return false
  const known = new Set(earlier.scene.instances)
  const one = draft.scene.instances.find((instance) => !known.has(instance))
  const last = earlier.scene.instances.find(({ id }) => id === one?.id)
  return one !== undefined && placeOf(draft, one) !== (last ? placeOf(earlier, last) : '')
}

function placeOf({ scene }: Draft, instance: Instance): string {
  const bounds = placeBounds(scene, instance)
  return bounds ? `${bounds.x0} ${bounds.y0} ${bounds.x1} ${bounds.y1}` : ''
}

/** "Box, 188 by 112, at 356, 372. 19 percent will change, about 7 seconds." */
function placeSpeech(state: WindowState): string | null {
  const draft = selectDraft(state)
  const instance = selectSelected(state)
  const bounds = draft && instance && placeBounds(draft.scene, instance)
  const plan = selectPlan(state)
  if (!draft || !instance || !bounds || !plan) return null
  const { percent } = sentenceFacts(selectParentDraft(state), draft, plan.region)
  const drawn = spoken.drawn(formatList(formatsOf(instance)), bounds)
  return `${drawn} ${spoken.willChange(percent, plan.mode !== 'free', state.estimate?.seconds)}`
}

function ownJobs(state: WindowState, before: WindowState): readonly Job[] {
  if (state.jobs === before.jobs || state.project === null) return []
  return state.jobs.filter((job) => job.project === state.project?.id && !before.jobs.includes(job))
}

/**
 * What is said to those who do not look: that a thing was drawn and what it changes, what was undone, and how a run goes.
 * It draws nothing. Everything goes through the one polite live region.
 */
import { useEffect } from 'react'
import type { Actions } from '../../state/actions.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft, selectRegion, selectRunningJob, selectSelected } from '../../state/derived.ts'
import { useWindowStore } from '../../state/window.ts'
import type { WindowState } from '../../state/window.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { placeBounds } from '../../../app/scene/place.ts'
import { redone, undone } from '../../text/gestures.ts'
import { spoken } from '../../text/spoken.ts'
import { formatTitles } from '../../text/things.ts'

export function Spoken(): null {
  const store = useWindowStore()
  const actions = useActions()
  useEffect(() => {
    const sayRun = runSpeaker(actions)
    return store.subscribe((now, before) => {
      if (now.lastStep && now.lastStep !== before.lastStep) {
        const { did, step } = now.lastStep
        actions.say(did === 'undo' ? undone(step) : redone(step))
      }
      if (now.captionFocus !== before.captionFocus) sayDrawn(actions, now)
      if (now.jobs !== before.jobs) sayRun(now, before)
    })
  }, [store, actions])
  return null
}

/** A thing that asks for its words and has none yet was drawn just now. */
function sayDrawn(actions: Actions, state: WindowState): void {
  const [draft, instance] = [selectDraft(state), selectSelected(state)]
  if (!draft || !instance || instance.caption !== '') return
  const bounds = placeBounds(draft.scene, instance)
  const [format] = formatsOf(instance)
  if (!bounds || !format) return
  const share = selectRegion(state)?.share ?? 0
  actions.say(`${spoken.drawn(formatTitles[format], bounds)} ${spoken.willChange(Math.round(share * 100), undefined)}`)
}

/** Quarters in between are said at most this often; the start and the end always. */
const quarterPauseMs = 10_000

function runSpeaker(actions: Actions): (now: WindowState, before: WindowState) => void {
  let quarter = 0
  let saidAt = 0
  return (now, before) => {
    const [run, last] = [selectRunningJob(now), selectRunningJob(before)]
    if (last && run?.id !== last.id) sayEnd(actions, now, last.id)
    if (!run?.progress || run.progress.total === 0) return
    const { done, total, secondsLeft } = run.progress
    const at = Math.floor((4 * done) / total)
    if (run.id !== last?.id || !last.progress || last.progress.total === 0) {
      quarter = 0
      saidAt = performance.now()
      actions.say(spoken.generating(total))
    } else if ((at === 1 || at === 2 || at === 3) && at > quarter && performance.now() - saidAt >= quarterPauseMs) {
      saidAt = performance.now()
      actions.say(spoken.share(at, secondsLeft))
    }
    quarter = Math.max(quarter, at)
  }
}

function sayEnd(actions: Actions, now: WindowState, id: string): void {
  const state = now.jobs.find((job) => job.id === id)?.state
  if (state === 'done') actions.say(spoken.done)
  if (state === 'stopped') actions.say(spoken.stopped)
}

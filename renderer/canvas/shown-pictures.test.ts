/** Which of the pictures lie on the canvas. */
import { expect, test } from 'vitest'
import type { Backdrop, Draft } from '../../app/contract/document.ts'
import type { Job } from '../../app/contract/jobs.ts'
import type { Round } from '../../app/contract/project.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import { initialState } from '../state/initial.ts'
import type { ProjectMirror, WindowState } from '../state/window.ts'
import { selectBackdropPicture, selectPreview } from './shown-pictures.ts'

const recommended = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36, merge: 'place' } as const
const empty = emptyDocument({ width: 512, height: 512, settings: newDraftSettings(recommended, { model: 'a' }) })
const backdrop: Backdrop = { picture: 'b'.repeat(64), name: '', width: 9, height: 9, opacity: 0.6, isShown: true }

function stateOf(more: Partial<WindowState>): WindowState {
  const draft: Draft = { ...empty.draft, parent: 'r1', backdrop }
  const rounds = [{ id: 'r1', parent: null, draft: empty.draft, picture: 'a'.repeat(64) } as Round]
  const project = { id: 'p', document: { ...empty, draft }, rounds } as unknown as ProjectMirror
  return { ...initialState, project, ...more }
}

test('I1 backdrop: over the draft, and not over a round that was drawn before it, or a picture seen alone', () => {
  expect(selectBackdropPicture(stateOf({}))).toContain(backdrop.picture)
  expect(selectBackdropPicture(stateOf({ looking: 'r1' }))).toBeNull()
  expect(selectBackdropPicture(stateOf({ peek: 'parent' }))).toBeNull()
  expect(selectBackdropPicture(stateOf({ peek: 'bare' }))).toBeNull()
})

test('G2 show: a chosen track is never told by the estimate of another one; till its own comes nothing else does', () => {
  const jobs = [{ id: 'j1', project: 'p', state: 'running', preview: 'previews/j1/3' } as Job]
  const shown = { job: 'j1', track: 'ball', preview: null }
  expect(selectPreview(stateOf({ jobs }))).toBe('previews/j1/3')
  expect(selectPreview(stateOf({ jobs, shownTrack: shown }))).toBeUndefined()
  expect(selectPreview(stateOf({ jobs, shownTrack: { ...shown, preview: 'previews/j1/4' } }))).toBe('previews/j1/4')
})

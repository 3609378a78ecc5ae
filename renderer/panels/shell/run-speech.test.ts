import { expect, test } from 'vitest'
import type { Job } from '../../../app/contract/jobs.ts'
import { runSpeech } from './run-speech.ts'

function job(state: Job['state'], done = 0, secondsLeft?: number): Job {
  const progress = { phase: 'denoise' as const, done, total: 100, ...(secondsLeft !== undefined && { secondsLeft }) }
  return {
    id: 'a',
    project: 'p',
    state,
    parent: null,
    draftParent: null,
    seed: 1,
    variants: 1,
    queuedAt: 0,
    passes: 178,
    rounds: [],
    progress,
  }
}

const later = 20_000

test('A1 a run is announced at its start and at its end', () => {
  expect(runSpeech(job('waiting'), job('running'), 0, later)).toBe('Generating, 178 passes.')
  expect(runSpeech(null, job('running'), 0, later)).toBe('Generating, 178 passes.')
  expect(runSpeech(job('running', 99), job('done', 100), 0, 1)).toBe('Done.')
  expect(runSpeech(job('running', 99), job('done', 100), 0, 1, 'Nothing changed outside the region')).toBe(
    'Done. Nothing changed outside the region.',
  )
  expect(runSpeech(job('stopped', 40), job('done', 40), 0, later), 'discarded').toBeNull()
})

test('A1 a stopped run says what can be kept only where there is a picture', () => {
  expect(runSpeech(job('running', 2), job('stopped', 2), 0, later)).toBe('Stopped.')
  expect(runSpeech(job('running', 2), { ...job('stopped', 2), preview: 'previews/a/1' }, 0, later)).toBe(
    'Stopped. The picture so far can be kept as a draft.',
  )
})

test('A1 the quarters are announced once each, with the time left, and not within ten seconds of the last', () => {
  expect(runSpeech(job('running', 24), job('running', 25, 5), 0, later)).toBe('A quarter, about 5 seconds left.')
  expect(runSpeech(job('running', 25), job('running', 26), 0, later)).toBeNull()
  expect(runSpeech(job('running', 49), job('running', 51), 0, later)).toBe('Halfway.')
  expect(runSpeech(job('running', 74), job('running', 75), 0, later)).toBe('Three quarters.')
  expect(runSpeech(job('running', 49), job('running', 51), later - 9000, later)).toBeNull()
})

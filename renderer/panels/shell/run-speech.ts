/** What is said aloud of a run: its start, its quarters, its end. Never more often than once in ten seconds between. Pure. */
import type { Job } from '../../../app/contract/jobs.ts'
import { spoken } from '../../text/spoken.ts'

const pauseMs = 10_000

/** @param lastSaid when something was said of this run last, in milliseconds @param verdict on the picture that came of it */
export function runSpeech(
  before: Job | null,
  job: Job,
  lastSaid: number,
  now: number,
  verdict?: string,
): string | null {
  const wasRunning = before?.state === 'running'
  if (job.state === 'running' && !wasRunning) return spoken.generating(job.passes)
  if (job.state === 'done' && wasRunning) return spoken.done(verdict ?? null)
  if (job.state === 'stopped' && wasRunning) return spoken.stopped(job.preview !== undefined)
  if (job.state !== 'running') return null
  const quarter = quarterOf(job)
  if (quarter === 0 || quarter === quarterOf(before) || now - lastSaid < pauseMs) return null
  return spoken.share(quarter, job.progress?.secondsLeft)
}

function quarterOf(job: Job | null): 0 | 1 | 2 | 3 {
  const { done, total } = job?.progress ?? { done: 0, total: 0 }
  if (total === 0) return 0
  return ([3, 2, 1] as const).find((quarter) => done / total >= quarter / 4) ?? 0
}

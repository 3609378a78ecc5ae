/** What is told outside the window: progress in the taskbar, and the end of a long run when nobody is looking. */
import { BrowserWindow, Notification } from 'electron'
import type { Job } from '../../contract/jobs.ts'
import type { Studio } from '../../contract/studio.ts'

/** A run shorter than this is waited for. */
const longMs = 20_000

/** What the progress bar is given when there is nothing to show. */
const noProgress = -1

/** Until the signal is aborted. @param now milliseconds since 1970 */
export async function tellOutside(studio: Studio, now: () => number, signal: AbortSignal): Promise<void> {
  /** Jobs that wait or stop say nothing about the one that runs. */
  let running: string | undefined
  for await (const event of studio.events(signal)) {
    if (event.type !== 'job') continue
    const { job } = event
    if (job.state === 'running') running = job.id
    if (job.id !== running) continue
    showProgress(job)
    if (job.state === 'running') continue
    running = undefined
    if (isWorthTelling(job, now())) tellEnd(job)
  }
}

function showProgress({ state, progress }: Job): void {
  const isKnown = state === 'running' && progress !== undefined && progress.total > 0
  const share = isKnown ? progress.done / progress.total : noProgress
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share)
}

function isWorthTelling({ state, startedAt }: Job, at: number): boolean {
  const isLong = startedAt !== undefined && at - startedAt > longMs
  const isWatched = BrowserWindow.getFocusedWindow() !== null
  return (state === 'done' || state === 'failed') && isLong && !isWatched && Notification.isSupported()
}

function tellEnd({ state }: Job): void {
  const body = state === 'done' ? 'The picture is done.' : 'Drawing stopped.'
  const notification = new Notification({ title: 'Diorama', body })
  notification.on('click', () => BrowserWindow.getAllWindows()[0]?.focus())
  notification.show()
}

/** What is told outside the window: progress in the taskbar, and the end of a long run when nobody is looking. */
import { BrowserWindow, Notification } from 'electron'
import type { Job } from '../../contract/jobs.ts'
import type { Studio } from '../../contract/studio.ts'

/** A run shorter than this is waited for. */
const longMs = 20_000

/** Until the signal is aborted. @param now milliseconds since 1970 */
export async function tellOutside(studio: Studio, now: () => number, signal: AbortSignal): Promise<void> {
  for await (const event of studio.events(signal)) if (event.type === 'job') tell(event.job, now())
}

function tell(job: Job, at: number): void {
  const { state, progress, startedAt } = job
  const isRunning = state === 'running' && progress !== undefined && progress.total > 0
  const share = isRunning ? progress.done / progress.total : -1
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share)
  const isLong = startedAt !== undefined && at - startedAt > longMs
  const isWatched = BrowserWindow.getFocusedWindow() !== null
  if ((state === 'done' || state === 'failed') && isLong && !isWatched && Notification.isSupported()) {
    new Notification({ title: 'Diorama', body: state === 'done' ? 'The picture is done.' : 'Drawing stopped.' }).show()
  }
}

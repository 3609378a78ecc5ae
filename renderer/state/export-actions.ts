/** Actions that take a round out of the window: to a file, or to the clipboard. */
import { exportAddress } from '../../app/contract/addresses.ts'
import type { ExportAs } from '../../app/contract/exports.ts'
import { notices } from '../text/notices.ts'
import type { Actions } from './actions.ts'
import { fetched } from './posted.ts'
import type { ActionParts } from './window-actions.ts'

type ExportActions = Pick<Actions, 'exportRound' | 'copyPicture'>

export function exportActions({ store, client, queue, board }: ActionParts): ExportActions {
  const addressOf = async (round: string, as: ExportAs): Promise<string | null> => {
    // A name that was given a moment ago is the file's.
    await queue.kept()
    const { project } = store.getState()
    return project && exportAddress(project.id, round, as)
  }

  return {
    exportRound: (round, as) =>
      board.attempt(async () => {
        const address = await addressOf(round, as)
        const { project, host } = store.getState()
        if (address === null || !project) return
        if (host?.kind === 'desktop') {
          const path = await client.exportRound.mutate({ project: project.id, round, as })
          if (path !== null) board.tell({ tone: 'notice', title: notices.exported(path), offers: [] })
          return
        }
        download(await fetched(address))
      }),
    copyPicture: (round) =>
      board.attempt(async () => {
        const address = await addressOf(round, { format: 'png', size: 'scene', quality: 100, withScene: false })
        if (address === null) return
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': await fetched(address) })])
        board.tell({ tone: 'notice', title: notices.pictureCopied, offers: [] })
      }),
  }
}

/** Into the browser's folder of downloads, which says so itself. */
function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** The system's own dialogs for files. */
import { BrowserWindow, dialog } from 'electron'
import type { FileFilter } from 'electron'
import type { Studio } from '../../contract/studio.ts'

const project: FileFilter = { name: 'Diorama project', extensions: ['diorama'] }
const picture: FileFilter = {
  name: 'Picture',
  extensions: ['png', 'jpg', 'jpeg', 'webp', 'avif', 'tif', 'tiff', 'gif'],
}
const model: FileFilter = { name: 'Checkpoint', extensions: ['safetensors', 'pth', 'pt', 'ckpt'] }

const filters = { open: [project], model: [model], picture: [picture] } as const

export const chooseFile: Studio['chooseFile'] = async ({ kind, suggested }) => {
  const over = BrowserWindow.getFocusedWindow()
  const defaultPath = suggested === undefined ? {} : { defaultPath: suggested }
  if (kind === 'saveCopy') {
    const options = { ...defaultPath, filters: [project] }
    const { canceled, filePath } = await (over ? dialog.showSaveDialog(over, options) : dialog.showSaveDialog(options))
    return canceled ? null : filePath
  }
  const options = { ...defaultPath, filters: [...filters[kind]], properties: ['openFile' as const] }
  const { canceled, filePaths } = await (over ? dialog.showOpenDialog(over, options) : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}

/** The system's own dialog for a place that no file is at yet. Files that are there the page asks for itself. */
import { BrowserWindow, dialog } from 'electron'
import type { Studio } from '../../contract/studio.ts'

export const chooseCopy: Studio['chooseCopy'] = async ({ suggested }) => {
  const over = BrowserWindow.getFocusedWindow()
  const options = { defaultPath: suggested, filters: [{ name: 'Diorama project', extensions: ['diorama'] }] }
  const { canceled, filePath } = await (over ? dialog.showSaveDialog(over, options) : dialog.showSaveDialog(options))
  return canceled ? null : filePath
}

/** The system's own dialog for a place that no file is at yet. Files that are there the page asks for itself. */
import { BrowserWindow, dialog } from 'electron'
import { exportEndings } from '../../contract/exports.ts'
import type { Studio } from '../../contract/studio.ts'

const names = {
  diorama: 'Diorama project',
  png: 'PNG picture',
  jpeg: 'JPEG picture',
  webp: 'WebP picture',
  psd: 'Photoshop document',
  ora: 'OpenRaster picture',
  json: 'Scene (JSON)',
  sheet: 'PNG picture',
} as const

export const choosePlace: Studio['choosePlace'] = async ({ suggested, kind }) => {
  const over = BrowserWindow.getFocusedWindow()
  const extension = kind === 'diorama' ? kind : exportEndings[kind]
  const options = { defaultPath: suggested, filters: [{ name: names[kind], extensions: [extension] }] }
  const { canceled, filePath } = await (over ? dialog.showSaveDialog(over, options) : dialog.showSaveDialog(options))
  return canceled ? null : filePath
}

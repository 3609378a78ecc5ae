/** The bar of menus where the system has one above all windows; elsewhere the page's own menu is enough. */
import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'

/** Undo and redo belong to the page, which hears their keys. */
const edit: MenuItemConstructorOptions = {
  role: 'editMenu',
  label: 'Edit',
  submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
}

export function setMenu(platform: NodeJS.Platform): void {
  const template: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, edit, { role: 'windowMenu' }]
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(template) : null)
}

/** The window: there at once, dark or light as the system is, and nothing in it that a page should not have. */
import path from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import type { BrowserWindowConstructorOptions } from 'electron'
import { pageAddress } from './page.ts'
import { guardContents } from './safety.ts'

/** The page's own ground, so that nothing flashes before it is drawn; see renderer/theme/tokens.css. */
const grounds = { dark: '#191919', light: '#f6f6f7' } as const

export function windowOptions(isDark: boolean): BrowserWindowConstructorOptions {
  return {
    title: 'Diorama',
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    backgroundColor: isDark ? grounds.dark : grounds.light,
    // On Linux and Windows the page has the menu; macOS keeps its own bar.
    autoHideMenuBar: true,
    name: 'studio',
    windowStatePersistence: true,
    webPreferences: {
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  }
}

/** @param project id of an open project, for a file that was opened with the program */
export async function openWindow(project?: string): Promise<BrowserWindow> {
  const window = new BrowserWindow(windowOptions(nativeTheme.shouldUseDarkColors))
  guardContents(window.webContents)
  await window.loadURL(project === undefined ? pageAddress : `${pageAddress}#project=${project}`)
  return window
}

/** The window: there at once, dark or light as the system is, and nothing in it that a page should not have. */
import path from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import type { BrowserWindowConstructorOptions } from 'electron'
import { pageAddress } from './page.ts'

/** The page's own ground, so that nothing flashes before it is drawn; see renderer/theme/tokens.css. */
const grounds = { dark: '#191919', light: '#f6f6f7' } as const

/** A page that crashes again sooner than this would crash for ever. */
const reloadMs = 10_000

/** @param name under which the system's place and size of the window are kept; no two windows may share it */
export function windowOptions(isDark: boolean, name = 'studio'): BrowserWindowConstructorOptions {
  return {
    title: 'Diorama',
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 640,
    backgroundColor: isDark ? grounds.dark : grounds.light,
    show: false,
    // Elsewhere the program's own file has it.
    ...(process.platform === 'linux' && { icon: path.join(import.meta.dirname, 'icon.png') }),
    name,
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

const names = new Map<BrowserWindow, string>()

/**
 * Resolves when the page is there. A page that crashes comes back: what it showed is with the studio.
 * @param project id of an open project, for a file that was opened with the program
 */
export async function openWindow(project?: string): Promise<BrowserWindow> {
  const name = freeName()
  const window = new BrowserWindow(windowOptions(nativeTheme.shouldUseDarkColors, name))
  names.set(window, name)
  window.once('closed', () => names.delete(window))
  window.once('ready-to-show', () => window.show())
  reloadAfterCrash(window)
  try {
    await window.loadURL(project === undefined ? pageAddress : addressOf(project))
  } catch (error) {
    if (!window.isDestroyed()) throw error
    return window
  }
  // Where the system draws nothing for a window that is not seen, it is never "ready to show".
  if (!window.isVisible()) window.show()
  return window
}

/**
 * A window that is there already, in front of all others.
 * @param project that it has to show; without one any window will do
 * @returns false if there is none
 */
export function bringForward(project: string | undefined): boolean {
  const window = BrowserWindow.getAllWindows().find(
    ({ webContents }) => project === undefined || webContents.getURL() === addressOf(project),
  )
  if (window?.isMinimized()) window.restore()
  window?.focus()
  return window !== undefined
}

function addressOf(project: string): string {
  return `${pageAddress}#project=${project}`
}

function freeName(): string {
  const taken = new Set(names.values())
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'studio' : `studio-${number}`
    if (!taken.has(name)) return name
  }
}

function reloadAfterCrash(window: BrowserWindow): void {
  let last = -Infinity
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const at = performance.now()
    if (at - last > reloadMs) window.webContents.reload()
    else window.close()
    last = at
  })
}

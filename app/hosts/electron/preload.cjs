/**
 * The only code of ours that runs beside the page with more than a page may do. It asks the main process for a message
 * port to the studio and hands it to the page, and it says where a file lies that the page was given; nothing else of
 * Electron reaches the page.
 *
 * A sandboxed preload has to be one CommonJS file. The names are those of studio-port.ts and, in renderer/state, of
 * connect.ts and desktop.ts.
 */
const { contextBridge, ipcRenderer, webUtils } = require('electron')

ipcRenderer.once('studio-port', (event) => {
  const hand = () => window.postMessage('diorama-port', window.location.origin, event.ports)
  // The page listens as soon as its script has run.
  if (document.readyState === 'complete') hand()
  else window.addEventListener('load', hand, { once: true })
})
ipcRenderer.send('studio-port', crypto.randomUUID())

// Empty for a file that is not on the disk.
contextBridge.exposeInMainWorld('diorama', { pathOf: (file) => webUtils.getPathForFile(file) })

/**
 * The desktop program: one studio, its windows, and the engine in a utility process.
 *
 * A second start hands its file to the first. Closing the last window ends the program, on macOS too: nothing is left to
 * do without one.
 */
import path from 'node:path'
import { app, BrowserWindow, protocol, session, utilityProcess } from 'electron'
import { EngineHost } from '../../engine-host/engine-host.ts'
import { utilityEngine } from '../../engine-host/utility.ts'
import { openStudio } from '../../studio/studio.ts'
import type { OpenStudio } from '../../studio/studio.ts'
import { deviceCache } from '../cli/device-cache.ts'
import { chooseFile } from './dialogs.ts'
import { setMenu } from './menu.ts'
import { tellOutside } from './notices.ts'
import { scheme } from './page.ts'
import { guardSession } from './safety.ts'
import { privilegedScheme, schemeHandler } from './scheme.ts'
import { joinPages } from './studio-port.ts'
import { openWindow } from './window.ts'

if (app.requestSingleInstanceLock()) await start()
else app.quit()

async function start(): Promise<void> {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([privilegedScheme])
  await app.whenReady()
  const host = openHost()
  const closing = new AbortController()
  guardSession(session.defaultSession)
  setMenu(process.platform)
  protocol.handle(scheme, schemeHandler(path.join(app.getAppPath(), 'dist/renderer'), host.pixels))
  joinPages(host.studio)
  openFiles(host)
  await openWindow(await projectOf(host, process.argv))
  host.start()
  endWith(host, closing)
  await tellOutside(host.studio, Date.now, closing.signal)
}

function openHost(): OpenStudio {
  const cache = deviceCache()
  const engine = new EngineHost(utilityEngine(utilityProcess.fork, path.join(import.meta.dirname, 'engine.js')), {
    devices: cache.read(),
    onDevices: (reports) => cache.write(reports),
  })
  // Weights are mapped by the runtime, which cannot look into the archive that the rest is packed in.
  const installation = app.isPackaged ? process.resourcesPath : app.getAppPath()
  return openStudio({
    engine,
    kind: 'desktop',
    version: app.getVersion(),
    folders: {
      data: app.getPath('userData'),
      projects: path.join(app.getPath('documents'), 'Diorama'),
      examples: path.join(installation, 'examples'),
      installation,
    },
    chooseFile,
  })
}

/** Files that are opened with the program while it runs. */
function openFiles(host: OpenStudio): void {
  const show = async (argv: readonly string[]): Promise<void> => {
    const project = await projectOf(host, argv)
    const [window] = BrowserWindow.getAllWindows()
    if (project !== undefined || !window) await openWindow(project)
    else window.focus()
  }
  app.on('second-instance', (_event, argv) => void show(argv))
  app.on('open-file', (event, file) => {
    event.preventDefault()
    void show([file])
  })
}

/** Id of the project among the arguments; one that cannot be opened is left to the start screen. */
async function projectOf({ studio }: OpenStudio, argv: readonly string[]): Promise<string | undefined> {
  const file = argv.find((argument) => argument.endsWith('.diorama'))
  if (file === undefined) return undefined
  try {
    return (await studio.open({ path: path.resolve(file), as: 'normal' })).id
  } catch {
    return undefined
  }
}

/** Everything is on disk before the program is gone. */
function endWith(host: OpenStudio, closing: AbortController): void {
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (closing.signal.aborted) return
    event.preventDefault()
    closing.abort()
    void host.close().finally(() => app.quit())
  })
}

/**
 * The desktop program: one studio, its windows, and the engine in a utility process.
 *
 * A second start hands its file to the first. Closing the last window ends the program, on macOS too: nothing is left to
 * do without one.
 *
 * Nothing here may wait at the top level: Electron is ready only once this module has been evaluated.
 */
import path from 'node:path'
import { app, dialog, protocol, session, utilityProcess } from 'electron'
import { errorData } from '../../contract/router.ts'
import { EngineHost } from '../../engine-host/engine-host.ts'
import { utilityProbe } from '../../engine-host/utility-probe.ts'
import { utilityEngine } from '../../engine-host/utility.ts'
import { openStudio } from '../../studio/studio.ts'
import type { OpenStudio } from '../../studio/studio.ts'
import { deviceCache } from '../cli/device-cache.ts'
import { choosePlace } from './dialogs.ts'
import { setMenu } from './menu.ts'
import { tellOutside } from './notices.ts'
import { OpenedFiles } from './opened-files.ts'
import { scheme } from './page.ts'
import { guardContents, guardSession } from './safety.ts'
import { privilegedScheme, schemeHandler } from './scheme.ts'
import { joinPages } from './studio-port.ts'
import { themed } from './theme.ts'
import { bringForward, openWindow } from './window.ts'

/** As in electron-builder.yml: Windows shows notifications only of a program that it knows by this. */
const programId = 'org.diorama.studio'

if (app.requestSingleInstanceLock()) start()
else app.quit()

/** What Electron has to be told before it is ready. */
function start(): void {
  app.setAppUserModelId(programId)
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([privilegedScheme])
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  const files = new OpenedFiles(process.argv)
  app
    .whenReady()
    .then(() => run(files), fail)
    .catch(fail)
}

async function run(files: OpenedFiles): Promise<void> {
  guardSession(session.defaultSession)
  setMenu(process.platform)
  const host = openHost()
  const closing = new AbortController()
  const studio = await themed(host.studio)
  protocol.handle(scheme, schemeHandler(path.join(app.getAppPath(), 'dist/renderer'), host.pixels))
  joinPages(studio)
  endWith(host, closing)
  const first = files.listen((file) => void show(host, file).catch(fail))
  await openWindow(await projectOf(host, first))
  host.start()
  await tellOutside(studio, Date.now, closing.signal)
}

function openHost(): OpenStudio {
  const cache = deviceCache()
  const beside = (name: string): string => path.join(import.meta.dirname, name)
  const engine = new EngineHost(utilityEngine(utilityProcess.fork, beside('engine.js')), {
    devices: cache.read(),
    onDevices: (reports) => cache.write(reports),
    probe: utilityProbe(utilityProcess.fork, beside('probe-process.js')),
  })
  // Weights are mapped by the runtime, which cannot look into the archive that the rest is packed in.
  const installation = app.isPackaged ? process.resourcesPath : app.getAppPath()
  return openStudio({
    engine,
    kind: 'desktop',
    version: app.getVersion(),
    folders: {
      // Chromium keeps files of its own beside ours.
      data: path.join(app.getPath('userData'), 'studio'),
      projects: path.join(app.getPath('documents'), 'Diorama'),
      examples: path.join(installation, 'examples'),
      installation,
    },
    choosePlace,
  })
}

/** The program was started again, or a file was opened with it. */
async function show(host: OpenStudio, file: string | undefined): Promise<void> {
  const project = await projectOf(host, file)
  if (!bringForward(project)) await openWindow(project)
}

/** Id of the project in a file; of one that cannot be opened its error is shown, and the window opens all the same. */
async function projectOf({ studio }: OpenStudio, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  try {
    return (await studio.open({ path: file, as: 'normal' })).id
  } catch (error) {
    const message = `${path.basename(file)} was not opened.`
    void dialog.showMessageBox({ type: 'error', title: 'Diorama', message, detail: errorData(error).message })
    return undefined
  }
}

/** Once the windows are gone and have said all that they had to say, everything is on disk before the program is gone. */
function endWith(host: OpenStudio, closing: AbortController): void {
  app.on('window-all-closed', () => app.quit())
  let isClosed = false
  const quit = (): void => {
    isClosed = true
    app.quit()
  }
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    if (closing.signal.aborted) return
    closing.abort()
    void host.close().finally(quit)
  })
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox('Diorama could not be started', `${message}\nInstall it again if this comes back.`)
  app.exit(1)
}

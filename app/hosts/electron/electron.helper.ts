/**
 * Stands in for the package `electron`, whose program cannot be had everywhere: same names, same events, as far as this
 * folder uses them. Tests put it in its place; importing the real one would try to fetch its program.
 *
 * What Electron itself does with it all (windows, sandbox, isolation) is not shown by this.
 */
import { EventEmitter } from 'node:events'
import path from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type * as Electron from 'electron'
import { standInFork } from '../../engine-host/utility.helper.ts'

/** Names that the stand-in has and the real thing does not are a mistake. */
type Exactly<Found, Real> = Exclude<keyof Found, keyof Real> extends never ? Found : never
const as =
  <Real>() =>
  <Found extends object>(found: Exactly<Found, Real>): Found =>
    found

/** Calls that say what was set, in order: [name, ...arguments]. */
export const log: [string, ...unknown[]][] = []
const note = (name: string, ...values: unknown[]): void => void log.push([name, ...values])

/** What a test sets before, and reads after. */
export const world = {
  isFirst: true,
  isPackaged: false,
  folder: process.cwd(),
  appFolder: process.cwd(),
  isDark: false,
  isFocused: true,
  platformPages: new Map<string, (request: Request) => Promise<Response>>(),
  windows: [] as StandInWindow[],
  notices: [] as StandInNotification[],
  messages: [] as Electron.MessageBoxOptions[],
  chosen: { canceled: false, filePath: '' },
  /** Of files that are on the disk. */
  paths: new Map<File, string>(),
  /** What the preload has given to the page. */
  exposed: new Map<string, unknown>(),
  quits: 0,
  exitCode: undefined as number | undefined,
  menu: undefined as unknown,
}

const whenReady = Promise.withResolvers<void>()

/** Electron is ready once the program's own module has been evaluated, and not before. */
export function becomeReady(): void {
  whenReady.resolve()
}

const appEvents = new EventEmitter()
/** Then the last window's end is not told. */
let isQuitting = false

/** Unlike with Object.assign, what is computed stays computed. */
function withMembers<Emitter extends EventEmitter, Members extends object>(
  emitter: Emitter,
  members: Members,
): Emitter & Members {
  return Object.defineProperties(emitter, Object.getOwnPropertyDescriptors(members)) as Emitter & Members
}

export const app = withMembers(
  appEvents,
  as<Electron.App>()({
    requestSingleInstanceLock: () => world.isFirst,
    whenReady: () => whenReady.promise,
    enableSandbox: () => note('enableSandbox'),
    setAppUserModelId: (id: string) => note('setAppUserModelId', id),
    getVersion: () => '0.0.0',
    getAppPath: () => world.appFolder,
    getPath: (name: string) => path.join(world.folder, name),
    get isPackaged() {
      return world.isPackaged
    },
    exit: (code: number) => void (world.exitCode = code),
    /** Windows go first; then somebody may still ask for a moment. */
    quit() {
      isQuitting = true
      for (const window of world.windows.slice()) window.close()
      isQuitting = false
      let isStopped = false
      appEvents.emit('will-quit', { preventDefault: () => (isStopped = true) })
      if (!isStopped) world.quits++
    },
  }),
)

class StandInFrame {
  url = ''
  parent: StandInFrame | null = null
  /** What came for the page's preload. */
  readonly received: { channel: string; message: unknown; ports: readonly MessagePort[] }[] = []
  onReceived: (() => void) | undefined

  postMessage(channel: string, message: unknown, ports: readonly StandInPort[]): void {
    this.received.push({ channel, message, ports: ports.map(({ port }) => port) })
    this.onReceived?.()
  }
}
export type { StandInFrame }

export function frameAt(url: string, parent: StandInFrame | null = null): StandInFrame {
  return Object.assign(new StandInFrame(), { url, parent })
}

class StandInContents extends EventEmitter {
  readonly mainFrame = new StandInFrame()
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  reloads = 0

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  getURL(): string {
    return this.mainFrame.url
  }
  reload(): void {
    this.reloads++
  }
}

export class StandInWindow extends EventEmitter {
  static getAllWindows(): StandInWindow[] {
    return world.windows.slice()
  }
  static getFocusedWindow(): StandInWindow | null {
    return world.isFocused ? (world.windows[0] ?? null) : null
  }

  readonly webContents = new StandInContents()
  readonly options: Electron.BrowserWindowConstructorOptions
  /** In order. */
  readonly done: string[] = []
  progress: number | undefined
  #isVisible = false
  #isMinimized = false
  #isDestroyed = false

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    if (world.windows.some((other) => other.options.name === options.name)) throw new Error('The name is taken.')
    this.options = options
    world.windows.push(this)
    appEvents.emit('web-contents-created', {}, this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    this.done.push(`load ${url}`)
    this.webContents.mainFrame.url = url
    const [page] = url.split('#')
    const answer = await world.platformPages.get(new URL(url).protocol.slice(0, -1))?.(new Request(page!))
    if (answer && !answer.ok) throw new Error(`ERR_FAILED ${answer.status}`)
    this.emit('ready-to-show')
  }
  show(): void {
    this.#isVisible = true
    this.done.push('show')
  }
  isVisible(): boolean {
    return this.#isVisible
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
  focus(): void {
    this.done.push('focus')
  }
  minimize(): void {
    this.#isMinimized = true
  }
  isMinimized(): boolean {
    return this.#isMinimized
  }
  restore(): void {
    this.#isMinimized = false
    this.done.push('restore')
  }
  setProgressBar(share: number): void {
    this.progress = share
  }
  close(): void {
    this.#isDestroyed = true
    world.windows.splice(world.windows.indexOf(this), 1)
    this.emit('closed')
    if (world.windows.length === 0 && !isQuitting) appEvents.emit('window-all-closed')
  }
}

/** What the real window has is checked here; `options`, `done` and `progress` are for tests. */
as<Electron.BrowserWindow & Pick<StandInWindow, 'options' | 'done' | 'progress'>>()(StandInWindow.prototype)
export const BrowserWindow = StandInWindow

export const ipcMain = new EventEmitter()

interface StandInPort {
  readonly port: MessagePort
}

/** A port of the main process: an emitter of events with data, where the web's has listeners. */
function mainPort(port: MessagePort) {
  const events = new EventEmitter<{ message: [{ data: unknown }]; close: [] }>()
  port.on('message', (data: unknown) => events.emit('message', { data }))
  port.on('close', () => events.emit('close'))
  return Object.assign(
    events,
    as<Electron.MessagePortMain & StandInPort>()({
      port,
      postMessage: (message: unknown) => port.postMessage(message),
      start: () => port.start(),
      close: () => port.close(),
    }),
  )
}

export class MessageChannelMain {
  readonly port1: ReturnType<typeof mainPort>
  /** Not listened to here: it is given away. */
  readonly port2: StandInPort

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = mainPort(port1)
    this.port2 = { port: port2 }
  }
}

export const protocol = as<Electron.Protocol>()({
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => note('registerSchemesAsPrivileged', ...schemes),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
    void world.platformPages.set(scheme, handler),
})

export type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
export type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** What guards the session, as it was handed over. */
export const guards = {
  request: undefined as PermissionRequest | undefined,
  check: undefined as PermissionCheck | undefined,
  device: undefined as (() => boolean) | undefined,
  beforeRequest: undefined as
    | ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void)
    | undefined,
}

export const defaultSession = Object.assign(
  new EventEmitter(),
  as<Electron.Session>()({
    setPermissionRequestHandler: (handler: PermissionRequest) => void (guards.request = handler),
    setPermissionCheckHandler: (handler: PermissionCheck) => void (guards.check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => void (guards.device = handler),
    setSpellCheckerEnabled: (isEnabled: boolean) => note('setSpellCheckerEnabled', isEnabled),
    webRequest: as<Electron.WebRequest>()({
      onBeforeRequest: (handler: NonNullable<typeof guards.beforeRequest>) => void (guards.beforeRequest = handler),
    }),
  }),
)
export const session = { defaultSession }

export const nativeTheme = as<Electron.NativeTheme>()({
  themeSource: 'system' as Electron.NativeTheme['themeSource'],
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? world.isDark : this.themeSource === 'dark'
  },
})

export const utilityProcess = { fork: standInFork }

export const dialog = as<Electron.Dialog>()({
  async showMessageBox(options: Electron.MessageBoxOptions) {
    world.messages.push(options)
    return { response: 0, checkboxChecked: false }
  },
  showErrorBox: (message: string, detail: string) => void world.messages.push({ message, detail }),
  async showSaveDialog(...given: unknown[]) {
    note('showSaveDialog', ...given)
    return world.chosen
  },
})

/** What a sandboxed preload gets beside its line to the main process. */
export const webUtils = as<Electron.WebUtils>()({
  getPathForFile: (file: File) => world.paths.get(file) ?? '',
})
export const contextBridge = as<Electron.ContextBridge>()({
  exposeInMainWorld: (name: string, value: unknown) => void world.exposed.set(name, value),
})

export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (menu: unknown) => void (world.menu = menu),
}

class StandInNotification extends EventEmitter {
  static isSupported(): boolean {
    return true
  }
  readonly options: Electron.NotificationConstructorOptions
  constructor(options: Electron.NotificationConstructorOptions) {
    super()
    this.options = options
  }
  show(): void {
    world.notices.push(this)
  }
}
export const Notification = StandInNotification

/** Every name is one of Electron's. */
export const electron = {
  app,
  BrowserWindow,
  ipcMain,
  MessageChannelMain,
  protocol,
  session,
  nativeTheme,
  utilityProcess,
  dialog,
  webUtils,
  contextBridge,
  Menu,
  Notification,
} satisfies {
  readonly [Name in keyof typeof Electron]?: { readonly [Member in keyof (typeof Electron)[Name]]?: unknown }
}

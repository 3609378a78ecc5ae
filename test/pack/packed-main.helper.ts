/**
 * Runs the packed main process under plain Node, with a stand-in for Electron around it: the window loads, its page gets
 * its port by the packed preload, and draws a picture with the packed engine. Says on stdout what it saw, as JSON.
 *
 * Arguments: the folder of the unpacked archive, the folder of resources beside it, a folder for what is written.
 */
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTRPCClient } from '@trpc/client'
import type { Gesture } from '../../app/contract/edit.ts'
import type { StudioRouter } from '../../app/contract/router.ts'
import * as standIn from '../../app/hosts/electron/electron.helper.ts'
import { pageWithPreload } from '../../app/hosts/electron/page.helper.ts'
import { portLink } from '../../app/links/port-client.ts'
import { webPort } from '../../app/links/port.ts'

const [appFolder, resources, folder] = process.argv.slice(2) as [string, string, string]
const { world } = standIn
Object.assign(world, { isPackaged: true, appFolder, folder })
Object.assign(process, { resourcesPath: resources })
process.argv.splice(2)

const standInUrl = pathToFileURL(path.resolve(import.meta.dirname, '../../app/hosts/electron/electron.helper.ts')).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standInUrl, shortCircuit: true } : next(specifier, context),
})

const started = process.cpuUsage()
await import(pathToFileURL(path.join(appFolder, 'dist/host/main.js')).href)
standIn.becomeReady()
const window = await until(() => world.windows.find((one) => one.isVisible()))
const used = process.cpuUsage(started)

const get = (address: string): Promise<Response> =>
  world.platformPages.get('app')!(new Request(new URL(address, 'app://diorama/')))
const page = await (await get('index.html')).text()
const script = await get(/<script[^>]*src="([^"]+)"/.exec(page)![1]!)

const beside = pageWithPreload(window.webContents.mainFrame, path.dirname(window.options.webPreferences!.preload!))
beside.loaded()
const client = createTRPCClient<StudioRouter>({ links: [portLink(webPort(beside.heard[0]!.ports[0]!))] })
const host = await client.host.query()
const examples = await client.examples.query()
const { id: project, history } = await client.create.mutate({})
const gesture: Gesture = {
  kind: 'draw',
  commands: [
    {
      do: 'addInstance',
      at: 0,
      instance: { id: 'ball', caption: 'a red ball', box: { x0: 100, y0: 200, x1: 300, y1: 400 } },
    },
    { do: 'changeSettings', change: { steps: 2, mis: 0 } },
  ],
}
const { history: after } = await client.edit.mutate({ project, sequence: history.sequence, gesture })
const { id: job } = await client.generate.mutate({ project, sequence: after.sequence })
const done = await until(async () => {
  const found = (await client.jobs.query()).find((one) => one.id === job)
  return found?.state === 'done' || found?.state === 'failed' ? found : undefined
})
const { rounds, path: file } = await client.project.query({ project })
const picture = await get(`pixels/${project}/${rounds[0]?.picture}`)
const png = Buffer.from(await picture.arrayBuffer())
const devices = await client.devices.query({ again: true })

window.close()
await until(() => world.quits === 1)
console.log(
  JSON.stringify({
    /** Of the processor, until the window is there: unlike the clock it knows nothing of what else runs here. */
    windowMs: (used.user + used.system) / 1000,
    page: window.done,
    script: [script.status, script.headers.get('content-type')],
    policy: (await get('index.html')).headers.get('content-security-policy'),
    kind: host.kind,
    examples: examples.map(({ id }) => id),
    steps: after.sequence - history.sequence,
    job: [done.state, done.error?.message],
    picture: [picture.status, png.subarray(1, 4).toString('latin1')],
    file,
    cpu: devices.find(({ device }) => device === 'cpu'),
    messages: world.messages,
  }),
)
process.exit()

async function until<T>(look: () => T | undefined | false | Promise<T | undefined>, timeoutMs = 40_000): Promise<T> {
  for (const end = performance.now() + timeoutMs; performance.now() < end;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`not so within ${timeoutMs} ms: ${look}`)
}

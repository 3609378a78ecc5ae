/** `diorama serve` as a process: from the command to a window that can be loaded, and a clean end. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createTRPCClient } from '@trpc/client'
import { beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { StudioRouter } from '../../app/contract/router.ts'
import { enter } from '../../app/hosts/server/browser.helper.ts'
import { buildState, windowBuild } from '../../app/hosts/server/window-build.ts'
import { connectWebSocket, studioAddress } from '../../app/links/websocket-client.ts'
import { diorama, root, start, temporaryFolder } from './cli.helper.ts'
import type { Running } from './cli.helper.ts'

const folder = temporaryFolder()
const home = path.join(folder, 'home')
/** Everything that the studio keeps for a user goes here. */
const env = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home }

beforeAll(() => {
  mkdirSync(home)
  if (buildState(root, windowBuild) === 'ready') return
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root })
  if (status !== 0) throw new Error(`the window cannot be built: ${stderr}`)
})

interface Served extends Running {
  readonly url: string
}

/** Without what is said of sources that were changed since the window was built, which is no part of a test. */
function said(stderr: string): string {
  return stderr.replace(/^warning: The window is older than its sources.*\n/, '')
}

async function serve(...args: string[]): Promise<Served> {
  const running = start(['serve', '--json', ...args], { cwd: folder, env })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  running.process.stdout!.on('data', (text: string) => text.includes('\n') && resolve(text))
  void running.ended.then(({ stderr }) => reject(new Error(`it ended before it was ready: ${stderr}`)))
  return { ...running, url: (JSON.parse(await promise) as { url: string }).url }
}

async function stop({ process: child, ended }: Running, signal: NodeJS.Signals = 'SIGTERM') {
  child.kill(signal)
  const { code, stdout, stderr } = await ended
  return { code, stdout, stderr: said(stderr) }
}

async function connect(url: string) {
  const headers = { cookie: await enter(url), origin: new URL(url).origin }
  class Browser extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers })
    }
  }
  const { link, close } = connectWebSocket({
    address: studioAddress(url),
    origin: 'window-1',
    WebSocket: Browser as unknown as typeof globalThis.WebSocket,
  })
  return { client: createTRPCClient<StudioRouter>({ links: [link] }), close }
}

describe('A3 diorama serve', () => {
  test('A3 prints one line of JSON once the window can be loaded, and ends cleanly', async () => {
    const served = await serve()
    const page = await fetch(served.url.replace(/#.*/, ''), { redirect: 'manual' })
    expect(page.status).toBe(303)
    const window = await fetch(new URL('/', served.url), { headers: { cookie: await enter(served.url) } })
    expect(await window.text()).toContain('<title>Diorama</title>')
    const { code, stdout, stderr } = await stop(served)
    expect({ code, stderr, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 })
  })

  test('P1 --project makes a project that is not there and names it in the address; it is there the next time', async () => {
    const file = path.join(folder, 'meadow.diorama')
    const served = await serve('--project', 'meadow.diorama')
    expect(existsSync(file)).toBe(true)
    const { client, close } = await connect(served.url)
    const id = new URL(served.url).hash.replace('#project=', '')
    expect(await client.project.query({ project: id })).toMatchObject({ id, name: 'meadow', path: file })
    expect(await client.host.query()).toMatchObject({ kind: 'browser' })
    await close()
    expect(await stop(served, 'SIGINT')).toMatchObject({ code: 0, stderr: '' })
    expect(existsSync(`${file}-wal`)).toBe(false)

    for (const name of [file, 'meadow']) {
      const again = await serve('--project', name)
      expect(new URL(again.url).hash).toBe(`#project=${id}`)
      expect(await stop(again)).toMatchObject({ code: 0, stderr: '' })
    }
  })

  test('A3 npm start -- --browser is the same, and its end is clean too', async () => {
    const child = spawn(process.execPath, [path.join(root, 'scripts/start.ts'), '--browser', '--no-open', '--json'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(line.toString()) as { url: string }
    const window = await fetch(new URL('/', url), { headers: { cookie: await enter(url) } })
    expect(await window.text()).toContain('<title>Diorama</title>')
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  test('A3 a port that is taken is told in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const ended = await diorama(['serve', '--port', String(port)], { cwd: folder, env })
    other.close()
    expect({ ...ended, stderr: said(ended.stderr) }).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: Port ${port} is in use; choose another with --port.\n`,
    })
  })

  test.each([
    ['a folder that is not there', ['--project', 'nowhere/a.diorama'], /^error: There is no folder .*nowhere.*\n$/],
    [
      'a file that is no project',
      ['--project', path.join(root, 'package.json')],
      /^error: .*not a Diorama project.*\n$/,
    ],
    ['a port that cannot be', ['--port', '70000'], /^error: .*Give a whole number from 1 to 65535\.\n$/],
  ])('A3 %s is told in one sentence', async (_, args, sentence) => {
    const { code, stdout, stderr } = await diorama(['serve', ...args], { cwd: folder, env })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(said(stderr)).toMatch(sentence)
  })
})

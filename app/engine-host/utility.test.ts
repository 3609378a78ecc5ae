/**
 * The host over Electron's utility process, for which a plain process stands in: same events, same calls. What Electron
 * itself does is not shown by this.
 */
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EngineHost } from './engine-host.ts'
import { forkEngine } from './fork.ts'
import { isGone, tinyEngine, tinyRun } from './tiny.helper.ts'
import { utilityEngine } from './utility.ts'
import { standInFork as fork, seen } from './utility.helper.ts'

const hosts: EngineHost[] = []
beforeEach(() => Object.assign(seen, { pids: [], options: [] }))
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close()
})

function hostOver(spawn = utilityEngine(fork, tinyEngine)): EngineHost {
  const host = new EngineHost(spawn)
  hosts.push(host)
  return host
}

it('G3 utility process: a run gives the same picture as over plain Node', async () => {
  const { pictures } = await hostOver().generate(tinyRun())
  const plain = await hostOver(forkEngine(tinyEngine)).generate(tinyRun())
  expect(pictures[0]!.rgb).toEqual(plain.pictures[0]!.rgb)
  expect(pictures[0]!.latents_Chw).toEqual(plain.pictures[0]!.latents_Chw)
  expect(seen.options[0]).toMatchObject({ serviceName: 'Diorama engine', stdio: ['ignore', 'ignore', 'pipe'] })
  expect(Object.values(seen.options[0]!.env).every((value) => typeof value === 'string')).toBe(true)
})

it('G2 utility process: cancelling ends the process, and the next run has another', async () => {
  const host = hostOver()
  const controller = new AbortController()
  const onProgress = ({ phase }: { readonly phase: string }): void => void (phase === 'denoise' && controller.abort())
  const run = host.generate(tinyRun({ steps: 50 }), { signal: controller.signal, onProgress })
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  expect((await host.generate(tinyRun())).pictures).toHaveLength(1)
  expect(seen.pids).toHaveLength(2)
  expect(await isGone(seen.pids[0]!)).toBe(true)
})

it('G3 utility process: killed before it has come to life, it does not live on', async () => {
  const engine = utilityEngine(fork, tinyEngine)()
  expect(engine.pid).toBeUndefined()
  const exit = new Promise((resolve) => engine.onExit(resolve))
  engine.kill()
  expect(await exit).toMatchObject({ code: null, signal: 'SIGKILL' })
  expect(await isGone(seen.pids[0]!)).toBe(true)
})

it('G3 utility process: one that ends by itself leaves its code and its last words', async () => {
  const broken = utilityEngine(fork, path.join(import.meta.dirname, 'not-there.ts'))
  const start = hostOver(broken).start()
  await expect(start).rejects.toMatchObject({
    code: 'engineNotStarted',
    message: expect.stringMatching(/exit code 1: Error.*not-there\.ts/),
  })
})

it('G3 utility process: a fork that fails is an engine that could not be started', async () => {
  const host = hostOver(
    utilityEngine(() => {
      throw new Error('The application is not ready.')
    }),
  )
  await expect(host.start()).rejects.toMatchObject({
    code: 'engineNotStarted',
    message: expect.stringContaining('The application is not ready.'),
  })
})

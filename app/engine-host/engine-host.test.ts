/** The host with a real engine process and real networks: runs, cancels, crashes, idles, closes. */
import { fork } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { protocolVersion } from '../contract/engine.ts'
import type { EngineError } from '../contract/errors.ts'
import type { Preview, RunProgress } from '../contract/result.ts'
import { EngineHost } from './engine-host.ts'
import type { EngineProcess } from './engine-process.ts'
import { forkEngine } from './fork.ts'
import { isAlive, isGone, tinyCheckpoint, tinyRun, watched } from './tiny.helper.ts'

const errorOf = (work: Promise<unknown>): Promise<EngineError> =>
  work.then(
    () => expect.unreachable('It was expected to fail.'),
    (error) => error as EngineError,
  )

/** Aborts as soon as `phase` is reached. */
function abortIn(phase: RunProgress['phase']) {
  const controller = new AbortController()
  const onProgress = (progress: RunProgress): void => {
    if (progress.phase === phase) controller.abort()
  }
  return { signal: controller.signal, onProgress }
}

describe('one engine for several calls', () => {
  const { spawn, processes } = watched()
  const host = new EngineHost(spawn)
  let first: Uint8Array
  beforeAll(async () => {
    first = (await host.generate(tinyRun())).pictures[0]!.rgb
  })
  afterAll(() => host.close())

  it('G2 host: a run gives its pictures, with progress, previews, seconds and the device', async () => {
    const progress: RunProgress[] = []
    const previews: Preview[] = []
    const hooks = { onProgress: (p: RunProgress) => progress.push(p), onPreview: (p: Preview) => previews.push(p) }
    const result = await host.generate(tinyRun({ seed: 5, variants: 2 }), hooks)
    expect(result.pictures.map(({ seed, rgb }) => [seed, rgb.length])).toEqual([
      [5, 64 * 64 * 3],
      [6, 64 * 64 * 3],
    ])
    expect(result.pictures[0]!.rgb).not.toEqual(result.pictures[1]!.rgb)
    expect(result).toMatchObject({
      passes: 8,
      device: { device: 'cpu' },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(progress.at(-1)).toMatchObject({ phase: 'decode', done: 8, total: 8, secondsLeft: 0 })
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).toSorted((a, b) => a - b))
    expect(progress.findLast(({ phase }) => phase === 'denoise')).toMatchObject({
      variant: 1,
      tracks: [{ instanceId: null, done: 2, total: 2 }],
    })
    expect(previews.length).toBeGreaterThan(0)
    expect(previews[0]).toMatchObject({ width: 64, height: 64, rgb: expect.objectContaining({ length: 64 * 64 * 3 }) })
  })

  it('G5 host: the same run gives the same bytes, in another engine too', async () => {
    const other = new EngineHost(forkEngine(path.join(import.meta.dirname, '..', 'engine', 'tiny-engine.helper.ts')))
    const [again, elsewhere] = [await host.generate(tinyRun()), await other.generate(tinyRun())]
    await other.close()
    expect(again.pictures[0]!.rgb).toEqual(first)
    expect(elsewhere.pictures[0]!.rgb).toEqual(first)
    expect(elsewhere.digest).toBe(again.digest)
  })

  it('G2 host: a plan says how many passes the run will take, and what the model cannot take', async () => {
    const run = tinyRun({ variants: 3 })
    const crowd = { ...run, scene: { ...run.scene, instances: [{ id: 'ghost', caption: 'a ghost' }] } }
    const plan = await host.plan(crowd)
    expect(plan).toMatchObject({ width: 64, height: 64, passes: 12 })
    expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'noPlace', instanceId: 'ghost' }))
  })

  it('G2 host: progress names the tracks by their instances, each its own run before the joint one', async () => {
    const tracks: RunProgress['tracks'][] = []
    const onProgress = (progress: RunProgress): void => void (progress.tracks && tracks.push(progress.tracks))
    const run = tinyRun({ steps: 4, mis: 0.5 })
    await host.generate(run, { onProgress })
    expect(tracks).toHaveLength((await host.plan(run)).passes)
    expect(tracks.at(-1)).toEqual([
      { instanceId: 'ball', done: 2, total: 2 },
      { instanceId: null, done: 4, total: 4 },
    ])
    expect(tracks.find((each) => each![0]!.done === 1)![1]).toEqual({ instanceId: null, done: 0, total: 4 })
  })

  it('M4 host: a dry run says what a pass takes, and what memory the model and its passes take', async () => {
    const { model } = tinyRun()
    const measured = await host.call('measure', { model, width: 64, height: 128 })
    expect(measured).toMatchObject({ device: { device: 'cpu' } })
    expect(measured.secondsPerPass).toBeGreaterThan(0)
    const square = await host.call('measure', { model, width: 64, height: 64 })
    expect(measured.workBytes).toBe(2 * square.workBytes)
    // all of this file's tensors are float32, but for a few integers
    const { bytes } = await host.call('inspect', { path: tinyCheckpoint })
    expect(measured.weightBytes / bytes).toBeGreaterThan(0.9)
    expect(measured.weightBytes / bytes).toBeLessThan(1)
    const error = await errorOf(host.call('measure', { model, width: 0, height: 64 }))
    expect(error).toMatchObject({ code: 'badRun', message: expect.stringContaining('multiples of') })
  })

  it('G2 host: calls that come while another runs wait for their turn', async () => {
    const order: number[] = []
    const seeds = [1, 2, 3]
    await Promise.all(seeds.map((seed) => host.generate(tinyRun({ seed, steps: 1 })).then(() => order.push(seed))))
    expect(order).toEqual(seeds)
  })

  it('G2 host: a waiting call can be cancelled, and the one that runs goes on', async () => {
    const controller = new AbortController()
    const running = host.generate(tinyRun())
    const waiting = errorOf(host.generate(tinyRun({ seed: 1 }), { signal: controller.signal }))
    controller.abort()
    expect(await waiting).toMatchObject({ code: 'cancelled' })
    expect((await running).pictures[0]!.rgb).toEqual(first)
    expect(processes).toHaveLength(1)
  })

  it('M2 host: a model that is not there, or none, is refused with its name, and the engine lives on', async () => {
    const missing = await errorOf(host.generate(tinyRun({}, '/nowhere/cats.safetensors')))
    expect(missing).toMatchObject({ code: 'modelNotFound', message: expect.stringContaining('cats.safetensors') })
    const none = await errorOf(host.generate(tinyRun({}, import.meta.filename)))
    expect(none).toMatchObject({ code: 'modelNotUsable', message: expect.stringContaining('engine-host.test.ts') })
    expect(processes).toHaveLength(1)
  })

  it('G1 host: a size that the model cannot draw is refused with the sizes that it can', async () => {
    const error = await errorOf(host.generate(tinyRun({ size: { width: 40, height: 36 } })))
    expect(error).toMatchObject({ code: 'badRun', message: expect.stringMatching(/40 x 36.*multiples of \d+/) })
  })

  it('M2 host: a checkpoint is described without being run, and another file with the reason why it is no model', async () => {
    const info = await host.call('inspect', { path: tinyCheckpoint })
    expect(info.groups.find(({ name }) => name === 'autoencoder')).toMatchObject({ tensors: 184, types: ['float32'] })
    const error = await errorOf(host.call('inspect', { path: import.meta.filename }))
    expect(error.code).toBe('modelNotUsable')
  })
})

describe('an engine that is lost', () => {
  const hosts: EngineHost[] = []
  const folders: string[] = []
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.close()))
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  function start(options: ConstructorParameters<typeof EngineHost>[1] = {}) {
    const { spawn, processes } = watched()
    const host = new EngineHost(spawn, options)
    hosts.push(host)
    return { host, processes }
  }

  it('G3 host: cancelling a run frees the caller at once, and the engine starts again with the model open', async () => {
    const { host, processes } = start()
    const expected = await host.generate(tinyRun())
    const hooks = abortIn('denoise')
    expect(await errorOf(host.generate(tinyRun({ steps: 20 }), hooks))).toMatchObject({ code: 'cancelled' })
    expect(await isGone(processes[0]!.pid!)).toBe(true)
    expect(processes).toHaveLength(2)
    expect((await host.generate(tinyRun())).pictures[0]!.rgb).toEqual(expected.pictures[0]!.rgb)
  })

  it('G3 host: a call that is cancelled while the engine starts does not stop the start', async () => {
    const { host, processes } = start()
    const controller = new AbortController()
    const work = errorOf(host.generate(tinyRun(), { signal: controller.signal }))
    setTimeout(() => controller.abort(), 20)
    expect(await work).toMatchObject({ code: 'cancelled' })
    await host.start()
    expect(processes).toHaveLength(1)
  })

  it('G3 host: a crash in native code fails that run with the signal, and the next one works', async () => {
    const { host, processes } = start()
    const crash = (progress: RunProgress): void => {
      if (progress.phase === 'denoise') process.kill(processes[0]!.pid!, 'SIGSEGV')
    }
    const error = await errorOf(host.generate(tinyRun({ steps: 20 }), { onProgress: crash }))
    expect(error).toMatchObject({ code: 'engineEnded', message: expect.stringContaining('signal SIGSEGV') })
    await expect(host.generate(tinyRun())).resolves.toMatchObject({ passes: 4 })
  })

  it('M2 host: a checkpoint that is cut short under a run costs that run only', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-host-'))
    folders.push(folder)
    const copy = path.join(folder, 'copy.pth')
    copyFileSync(tinyCheckpoint, copy)
    const { host } = start()
    const cut = ({ phase }: RunProgress): void => {
      if (phase === 'denoise') truncateSync(copy, 4096)
    }
    const error = await errorOf(host.generate(tinyRun({ steps: 20 }, copy), { onProgress: cut }))
    expect(['engineEnded', 'modelChanged', 'deviceFailed']).toContain(error.code)
    await expect(host.generate(tinyRun())).resolves.toMatchObject({ passes: 4 })
  })

  it('G3 host: an idle engine gives its memory back, and the next call starts it again', async () => {
    const { host, processes } = start({ idleMs: 50 })
    await host.call('unload', {})
    expect(await isGone(processes[0]!.pid!)).toBe(true)
    await host.call('unload', {})
    expect(processes).toHaveLength(2)
  })

  it('G3 host: closing ends a run with an error, refuses new ones and leaves no process', async () => {
    const { host, processes } = start()
    const { promise: isRunning, resolve } = Promise.withResolvers<void>()
    const run = errorOf(host.generate(tinyRun({ steps: 20 }), { onProgress: ({ done }) => done > 0 && resolve() }))
    await isRunning
    await host.close()
    expect(await run).toMatchObject({ code: 'closed' })
    expect(await errorOf(host.generate(tinyRun()))).toMatchObject({ code: 'closed' })
    expect(processes).toHaveLength(1)
    expect(isAlive(processes[0]!.pid!)).toBe(false)
  })

  it('G3 host: an engine ends when its host is killed', async () => {
    const host = fork(path.join(import.meta.dirname, 'dying-host.helper.ts'), { execArgv: [] })
    const pid = await new Promise<number>((resolve) => host.once('message', (message) => resolve(message as number)))
    host.kill('SIGKILL')
    expect(await isGone(pid)).toBe(true)
  })
})

describe('an engine that is not as it should be', () => {
  /** An engine that greets properly and then answers each call with `answers`. */
  function scripted(answers: readonly unknown[], greeting: unknown = { type: 'ready', protocol: protocolVersion }) {
    const lives = { started: 0, killed: 0 }
    const spawn = (): EngineProcess => {
      lives.started++
      let hear: (message: unknown) => void = () => {}
      let exit: () => void = () => {}
      return {
        pid: undefined,
        send: (request) =>
          setTimeout(() => (request.type === 'hello' ? [greeting] : answers).forEach((each) => each && hear(each))),
        onMessage: (listener) => void (hear = listener),
        onExit: (listener) => void (exit = () => listener({ code: null, signal: 'SIGKILL', lastWords: '' })),
        kill() {
          lives.killed++
          setTimeout(exit)
        },
      }
    }
    return { host: new EngineHost(spawn, { startTimeoutMs: 100 }), lives }
  }

  it('G3 host: a message that it does not know fails the call and ends that engine', async () => {
    const { host, lives } = scripted([{ type: 'song', id: 0 }])
    expect(await errorOf(host.call('unload', {}))).toMatchObject({ code: 'badMessage' })
    expect(lives.killed).toBe(1)
    expect(await errorOf(host.call('unload', {}))).toMatchObject({ code: 'badMessage' })
    expect(lives.started).toBeGreaterThan(1)
  })

  it('G3 host: a device that failed is tried again by a new engine, as it is lost for the old one', async () => {
    const message = 'The graph failed on webgpu: device lost.'
    const { host, lives } = scripted([{ type: 'error', id: 0, code: 'deviceFailed', message }])
    expect(await errorOf(host.call('unload', {}))).toMatchObject({ code: 'deviceFailed', message })
    expect(lives).toEqual({ started: 2, killed: 1 })
    expect(await errorOf(host.call('unload', {}))).toMatchObject({ code: 'deviceFailed', message })
    expect(lives).toEqual({ started: 3, killed: 2 })
  })

  it('G3 host: an engine that answers with another error is kept', async () => {
    const { host, lives } = scripted([{ type: 'error', id: 0, code: 'badRun', message: 'No.' }])
    expect(await errorOf(host.call('unload', {}))).toMatchObject({ code: 'badRun' })
    expect(lives).toEqual({ started: 1, killed: 0 })
  })

  it('G3 host: a result of the wrong shape is an error and not a picture', async () => {
    const { host } = scripted([{ type: 'result', id: 0, output: { pictures: 'none' } }])
    expect(await errorOf(host.generate(tinyRun()))).toMatchObject({ code: 'badMessage' })
  })

  it('G3 host: an engine of another version is refused', async () => {
    const { host } = scripted([], { type: 'ready', protocol: 99 })
    expect(await errorOf(host.call('unload', {}))).toMatchObject({ code: 'badMessage' })
  })

  it('G3 host: an engine that never answers is ended after the time that it had', async () => {
    const { host, lives } = scripted([], null)
    const error = await errorOf(host.call('unload', {}))
    expect(error).toMatchObject({ code: 'engineNotStarted', message: expect.stringContaining('0.1 seconds') })
    expect(lives.killed).toBe(1)
  })

  it('G3 host: an engine that cannot be started says why', async () => {
    const host = new EngineHost(forkEngine('/nowhere/engine.ts'))
    const error = await errorOf(host.call('unload', {}))
    expect(error).toMatchObject({
      code: 'engineNotStarted',
      message: expect.stringMatching(/exit code 1: Error: Cannot find module/),
    })
    await host.close()
  })
})

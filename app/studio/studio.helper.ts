/** A studio in a folder of its own, with the real engine and starter model, as a host has it. */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { Command, GestureKind } from '../contract/edit.ts'
import type { Job } from '../contract/jobs.ts'
import type { Instance } from '../contract/scene.ts'
import type { Studio, StudioEvent } from '../contract/studio.ts'
import { EngineHost } from '../engine-host/engine-host.ts'
import { forkEngine } from '../engine-host/fork.ts'
import type { EngineProcess, Spawn } from '../engine-host/engine-process.ts'
import { openStudio, type OpenStudio } from './studio.ts'

export const installation = path.resolve(import.meta.dirname, '..', '..')
export const starterFile = path.join(installation, 'native-models', 'starter', 'starter.safetensors')

export interface TestStudio extends OpenStudio {
  readonly folder: string
  readonly processes: EngineProcess[]
  readonly heard: StudioEvent[]
}

const folders: string[] = []
const opened: OpenStudio[] = []

/** @param folder to open again what an earlier studio left */
export function testStudio({
  folder = testFolder(),
  examples = path.join(folder, 'examples'),
  spawn = forkEngine(),
  choosePlace,
}: {
  folder?: string
  examples?: string
  spawn?: Spawn
  choosePlace?: Studio['choosePlace']
} = {}): TestStudio {
  const processes: EngineProcess[] = []
  const watched: Spawn = () => {
    const started = spawn()
    processes.push(started)
    return started
  }
  // The CPU is known to be right: no device is tested.
  const engine = new EngineHost(watched, {
    devices: [{ device: 'cpu', available: true, reason: 'It is the reference.' }],
  })
  const studio = openStudio({
    engine,
    folders: {
      data: path.join(folder, 'data'),
      projects: path.join(folder, 'projects'),
      examples,
      installation,
    },
    kind: choosePlace ? 'desktop' : 'browser',
    version: '0.1.0',
    ...(choosePlace && { choosePlace }),
  })
  opened.push(studio)
  const heard: StudioEvent[] = []
  void (async () => {
    for await (const event of studio.studio.events(new AbortController().signal)) heard.push(event)
  })()
  return { ...studio, folder, processes, heard }
}

export function testFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-studio-'))
  folders.push(folder)
  return folder
}

afterAll(async () => {
  await Promise.all(opened.map((studio) => studio.close()))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

export const redHouse: Instance = { id: 'house', caption: 'a red house', box: { x0: 120, y0: 160, x1: 380, y1: 420 } }
export const blueBall: Instance = { id: 'ball', caption: 'a blue ball', box: { x0: 20, y0: 330, x1: 150, y1: 460 } }

export function add(instance: Instance, at = 0): Command {
  return { do: 'addInstance', at, instance }
}

/** Does a gesture from the newest state. */
export async function edit({ studio }: OpenStudio, project: string, commands: Command[], kind: GestureKind = 'draw') {
  const { history } = await studio.project({ project })
  return studio.edit({ project, sequence: history.sequence, gesture: { kind, commands } }, 'window')
}

/** A project with a scene that takes few passes. */
export async function quickProject(open: OpenStudio, commands: Command[] = [add(redHouse)]): Promise<string> {
  const { id } = await open.studio.create({})
  const settings = { steps: 3, mis: 0, device: 'cpu' } as const
  await edit(open, id, [{ do: 'changeSettings', change: settings }, ...commands])
  return id
}

export async function generate({ studio }: OpenStudio, project: string, variants?: number): Promise<Job> {
  const { history } = await studio.project({ project })
  return studio.generate({ project, sequence: history.sequence, ...(variants !== undefined && { variants }) })
}

/** The job once it has come to one of the states. */
export async function jobIn({ studio }: OpenStudio, id: string, states: readonly Job['state'][]): Promise<Job> {
  for (;;) {
    const job = (await studio.jobs()).find((one) => one.id === id)!
    if (states.includes(job.state)) return job
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Waits until a job has got somewhere. */
export async function jobWhere({ studio }: OpenStudio, id: string, is: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = (await studio.jobs()).find((one) => one.id === id)!
    if (is(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Where nothing may need the engine. */
export const noEngine: Spawn = () => {
  throw new Error('The engine was started.')
}

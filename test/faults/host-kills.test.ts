/**
 * The host killed in the middle of everything: a window draws, moves, undoes and generates without a pause, and at a
 * seeded moment `diorama serve` is gone, its engine with it. Whatever the window was told is done is in the file.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { createTRPCClient } from '@trpc/client'
import type { TRPCClient } from '@trpc/client'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Gesture } from '../../app/contract/edit.ts'
import type { StudioRouter } from '../../app/contract/router.ts'
import { fractions } from '../../app/conditions/random.ts'
import { enter } from '../../app/hosts/server/browser.helper.ts'
import { connectWebSocket, studioAddress } from '../../app/links/websocket-client.ts'
import { openProject } from '../../app/project/project.ts'
import { makeId } from '../../app/project/ids.ts'
import { start, temporaryFolder } from '../cli/cli.helper.ts'

/** KILLINGS=50 is the longer run that the README's figure is from. */
const killings = Number(process.env['KILLINGS'] ?? 12)
/** Two cores: more would only wait for each other. */
const atOnce = 2
/** A kill comes so long, at most, after what it waits for. */
const longestMs = 80
const mostGestures = 40
/** What a kill waits for: some gestures, a run in progress, or a stored picture. */
const causes = ['gestures', 'gestures', 'drawing', 'round'] as const

const folder = temporaryFolder()
const options = { now: Date.now, newId: () => makeId(Date.now()), version: '0.0.0' }

type Client = TRPCClient<StudioRouter>

test(
  `P2 after each of ${killings} killings of the host the file is sound and no acknowledged gesture or round is missing`,
  { timeout: 300_000 },
  async () => {
    const random = fractions(9)
    const moments = Array.from({ length: killings }, (_, number): Moment => {
      const cause = causes[Math.floor(random() * causes.length)]!
      return { number, cause, gestures: Math.ceil(random() * mostGestures), milliseconds: random() * longestMs }
    })
    const outcomes: Outcome[] = []
    const next = async (): Promise<void> => {
      for (let at = moments.shift(); at !== undefined; at = moments.shift()) outcomes.push(await killedAt(at))
    }
    await Promise.all(Array.from({ length: atOnce }, next))
    for (const { file, gestures, rounds } of outcomes) {
      expect(integrity(file)).toBe('ok')
      const project = openProject(file, options)
      expect(project.history.sequence).toBeGreaterThanOrEqual(gestures)
      const kept = new Set(project.rounds.map(({ id }) => id))
      expect(rounds.filter((id) => !kept.has(id))).toEqual([])
      expect(project.rounds.every(({ picture }) => (project.blob(picture)?.length ?? 0) > 0)).toBe(true)
      project.close()
    }
    // The moments meet all that a host does: some runs were in progress, some pictures were stored.
    expect(outcomes.some(({ gestures }) => gestures > 20)).toBe(true)
    expect(outcomes.some(({ rounds }) => rounds.length > 0)).toBe(true)
    expect(outcomes.some(({ wasDrawing }) => wasDrawing)).toBe(true)
  },
)

interface Moment {
  readonly number: number
  readonly cause: (typeof causes)[number]
  readonly gestures: number
  readonly milliseconds: number
}

interface Told {
  gestures: number
  readonly rounds: string[]
  readonly jobs: Set<string>
}

interface Outcome {
  readonly file: string
  /** Sequence of the last change that was acknowledged. */
  readonly gestures: number
  /** Ids of the rounds that were told of. */
  readonly rounds: readonly string[]
  /** Whether a run was in progress when it was killed. */
  readonly wasDrawing: boolean
}

async function killedAt({ number, cause, gestures, milliseconds }: Moment): Promise<Outcome> {
  const home = path.join(folder, String(number))
  mkdirSync(home)
  const file = path.join(home, 'work.diorama')
  const env = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home }
  const running = start(['serve', '--json', '--project', file], { cwd: home, env })
  const url = await firstLine(running.process.stdout!)
  const { client, close } = await connect(url)
  const told: Told = { gestures: 0, rounds: [], jobs: new Set() }
  client.events.subscribe(undefined, {
    onData(event) {
      if (event.type === 'roundAdded') told.rounds.push(event.round.id)
      else if (event.type === 'job' && event.job.state === 'running') told.jobs.add(event.job.id)
      else if (event.type === 'job') told.jobs.delete(event.job.id)
    },
    onError: () => {},
  })
  // Its last call is never answered.
  void work(client, new URL(url).hash.replace('#project=', ''), told).catch(() => {})
  const isDue = {
    gestures: () => told.gestures >= gestures,
    drawing: () => told.jobs.size > 0,
    round: () => told.rounds.length > 0,
  }
  await vi.waitUntil(isDue[cause], { timeout: 120_000, interval: 2 })
  await setTimeout(milliseconds)
  const wasDrawing = told.jobs.size > 0
  running.process.kill('SIGKILL')
  await running.ended
  void close().catch(() => {})
  return { file, gestures: told.gestures, rounds: told.rounds, wasDrawing }
}

/** Draws, moves, undoes and generates until the host is gone. */
async function work(client: Client, project: string, told: Told): Promise<void> {
  let { sequence } = (await client.project.query({ project })).history
  const edit = async (gesture: Gesture): Promise<void> => {
    try {
      sequence = (await client.edit.mutate({ project, sequence, gesture })).history.sequence
    } catch {
      // A finished run changed the document in between; a host that is gone ends the work here.
      sequence = (await client.project.query({ project })).history.sequence
    }
    told.gestures = sequence
  }
  await edit({ kind: 'settings', commands: [{ do: 'changeSettings', change: { steps: 2, mis: 0 } }] })
  for (let i = 0; ; i++) {
    const box = { x0: (i * 37) % 400, y0: (i * 53) % 400, x1: ((i * 37) % 400) + 90, y1: ((i * 53) % 400) + 90 }
    if (i < 6) {
      const instance = { id: `i${i}`, caption: 'a red ball', box }
      await edit({ kind: 'draw', commands: [{ do: 'addInstance', at: 0, instance }] })
    } else await edit({ kind: 'move', commands: [{ do: 'changeInstance', id: `i${i % 6}`, change: { box } }] })
    if (i % 8 === 1) await client.generate.mutate({ project, sequence }).catch(() => {})
    if (i % 5 === 4) {
      sequence = (await client.undo.mutate({ project, sequence }).catch(() => client.project.query({ project })))
        .history.sequence
      told.gestures = sequence
    }
  }
}

async function connect(url: string): Promise<{ client: Client; close(): Promise<void> }> {
  const headers = { cookie: await enter(url), origin: new URL(url).origin }
  class Browser extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers })
    }
  }
  const { link, close } = connectWebSocket({
    address: studioAddress(url),
    origin: 'window',
    WebSocket: Browser as unknown as typeof globalThis.WebSocket,
  })
  return { client: createTRPCClient<StudioRouter>({ links: [link] }), close }
}

function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    stream.on('data', (more: string) => {
      text += more
      if (text.includes('\n')) resolve((JSON.parse(text) as { url: string }).url)
    })
  })
}

function integrity(file: string): unknown {
  const db = new SQLite(file, { readonly: true })
  try {
    return db.pragma('integrity_check', { simple: true })
  } finally {
    db.close()
  }
}

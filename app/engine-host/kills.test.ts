/** The engine killed at seeded moments of its life: the caller hears of it, and what comes next works. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineError } from '../contract/errors.ts'
import { EngineHost } from './engine-host.ts'
import type { Run } from '../contract/run.ts'
import { fractions } from '../conditions/random.ts'
import { isAlive, spellingModel, tinyRun, watched } from './tiny.helper.ts'

const kills = 15
const moments = ['start', 'load', 'start', 'run', 'idle'] as const

const { spawn, processes } = watched()
const host = new EngineHost(spawn)
const random = fractions(20_261_122)
const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)
let model: Awaited<ReturnType<typeof spellingModel>>
let run: Run
let expected: Uint8Array

beforeAll(async () => {
  process.on('unhandledRejection', note)
  model = await spellingModel()
  run = tinyRun({}, model.file)
  expected = (await host.generate(run)).pictures[0]!.rgb
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  await host.close()
  model.remove()
})

const kill = (): void => processes.at(-1)!.kill()

interface Outcome {
  readonly picture?: Uint8Array
  readonly error?: EngineError
}

/** A call that the engine does not survive, or just so. Only where the model matters is it a run. */
async function killedIn(moment: (typeof moments)[number]): Promise<Outcome> {
  if (moment === 'start' || moment === 'idle') kill()
  // Sometimes the host has heard of it when the call comes, sometimes not.
  if (moment === 'idle') await sleep(random() * 40)
  // A run tells of three phases before its first pass, then of four passes and the decoder.
  const at = moment === 'load' ? Math.floor(random() * 3) : 3 + Math.floor(random() * 5)
  let events = 0
  const onProgress = (): void => void (events++ === at && kill())
  const isRun = moment === 'load' || moment === 'run'
  const call = isRun ? host.generate(run, { onProgress }) : host.call('unload', {}).then(() => undefined)
  let isOver = false
  const outcome = call
    .then((result): Outcome => (result ? { picture: result.pictures[0]!.rgb } : {}))
    .catch((error): Outcome => ({ error: error as EngineError }))
    .finally(() => (isOver = true))
  if (moment === 'start') {
    await sleep(random() * 300)
    if (!isOver) kill()
  }
  return outcome
}

it(
  `G3 an engine killed at ${kills} seeded moments: each call ends in a clear error or its result, the next one works`,
  { timeout: 300_000 },
  async () => {
    const errors: Record<string, number> = { start: 0, load: 0, run: 0, idle: 0 }
    for (let i = 0; i < kills; i++) {
      const moment = moments[i % moments.length]!
      const { picture, error } = await killedIn(moment)
      if (picture) expect(picture).toEqual(expected)
      if (error) {
        errors[moment]!++
        expect(['engineEnded', 'engineNotStarted']).toContain(error.code)
        expect(error.message).toMatch(/^The engine (ended during the run|could not be started) \(signal SIGKILL.*\.$/)
      }
      // Each is followed by a call that must work, now and then by a whole picture.
      if (i % 10 === 0) expect((await host.generate(run)).pictures[0]!.rgb).toEqual(expected)
      else await expect(host.call('unload', {})).resolves.toEqual({})
    }
    // Not by luck: whoever was killed while it ran did not give a picture.
    expect(errors['load']).toBe(
      moments.filter((moment) => moment === 'load').length * Math.floor(kills / moments.length),
    )
    expect(errors['run']).toBeGreaterThan(0)
    expect(processes.length).toBeGreaterThan(kills / 2)
    expect(unhandled).toEqual([])
  },
)

it('G3 after all that, only one engine is left, and none when the host is closed', async () => {
  const alive = (): number => processes.filter(({ pid }) => isAlive(pid!)).length
  expect(alive()).toBe(1)
  await host.close()
  expect(alive()).toBe(0)
})

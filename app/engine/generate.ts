/** The call that everything is for: a run in, its pictures out. */
import type { RoundRecord, RoundRun } from '../contract/hold.ts'
import type { Picture, RunPlan, RunProgress, RunResult, TrackName } from '../contract/result.ts'
import { variantSeed, type Run } from '../contract/run.ts'
import type { Hooks, Model, PictureRecord, Progress } from '../../native-models/pipeline.ts'
import type { DeviceChoice } from '../../native-models/session/devices.ts'
import type { Devices } from './devices.ts'
import type { Models } from './models.ts'
import { prepareRound } from './prepare-round.ts'
import { prepare, readerOf } from './prepare.ts'
import { runDigest } from './run-digest.ts'
import type { CallEvents } from './server.ts'
import { TimeLeft } from './time-left.ts'
import type { Words } from './words.ts'

/** An open model, as far as a run needs it. */
export type RunModel = Pick<
  Model,
  'checkpoint' | 'config' | 'networks' | 'tokenizer' | 'prepare' | 'plan' | 'generate' | 'encode' | 'close'
>

export interface Parts {
  readonly models: Models<RunModel>
  readonly words: Words<RunModel>
  readonly devices: Devices
}

export async function generate(round: RoundRun, { models, devices }: Parts, events: CallEvents): Promise<RunResult> {
  const { run } = round
  const start = performance.now()
  events.progress({ phase: 'load', done: 0, total: 0 })
  const device = await devices.choose(run.model.device)
  const model = await models.use(run.model, device)
  const { request, instanceIds, warnings } = prepareRound(round, await readerOf(model))
  const load = (performance.now() - start) / 1000
  const each = model.plan(request).passes
  const { variants } = run.settings
  const timeLeft = new TimeLeft()
  const pictures: Picture[] = []
  for (let index = 0; index < variants; index++) {
    const onProgress = ({ phase, done: doneHere, tracks }: Progress): void => {
      const done = index * each + doneHere
      const total = variants * each
      const secondsLeft = timeLeft.after(done, total)
      events.progress({
        phase,
        done,
        total,
        ...(secondsLeft !== undefined && { secondsLeft }),
        variant: index,
        ...(tracks && { tracks: namedTracks(tracks, instanceIds) }),
      })
    }
    const seed = variantSeed(run.settings, index)
    const { width, height, rgb, latents_Chw, seconds, record } = await model.generate(
      { ...request, seed },
      { onProgress, ...previewHooks(events, instanceIds) },
    )
    const kept = round.isRecorded && { record: namedRecord(record, instanceIds) }
    pictures.push({ width, height, rgb, latents_Chw, seed, seconds, ...kept })
  }
  const seconds = {
    load,
    ...summed(pictures.map((picture) => picture.seconds)),
    total: (performance.now() - start) / 1000,
  }
  return { pictures, warnings: [...warnings], passes: variants * each, seconds, device, digest: runDigest(run) }
}

/** The model numbers instances where the contract names them. */
function previewHooks({ preview, shown }: CallEvents, instanceIds: readonly string[]): Hooks {
  if (!preview) return {}
  const numberOf = (track: TrackName): number | null => (track === null ? null : instanceIds.indexOf(track))
  return {
    onPreview: (picture) => preview(picture),
    tracksToShow: () => shown().map(numberOf),
    onTrackPreview: (track, picture) => preview(picture, track === null ? null : instanceIds[track]!),
  }
}

/** What the run would do; opens the model for it. */
export async function plan(run: Run, { models, devices }: Parts): Promise<RunPlan> {
  const device: DeviceChoice = await devices.choose(run.model.device)
  const model = await models.use(run.model, device)
  const { request, warnings } = prepare(run, await readerOf(model))
  const { width, height } = request
  return { width, height, passes: run.settings.variants * model.plan(request).passes, warnings: [...warnings], device }
}

/** The model numbers the joint run first; for people it comes last, as it is drawn. */
function namedTracks(
  tracks: NonNullable<Progress['tracks']>,
  instanceIds: readonly string[],
): NonNullable<RunProgress['tracks']> {
  const named = tracks.map(({ instance, done, total }) => ({
    instanceId: instance === null ? null : instanceIds[instance]!,
    done,
    total,
  }))
  return [...named.slice(1), named[0]!]
}

function namedRecord({ trajectory, tracks }: PictureRecord, instanceIds: readonly string[]): RoundRecord {
  return {
    trajectory: trajectory.map(({ step, x_BChw }) => ({ step, x_Chw: x_BChw })),
    tracks: Array.from(tracks, ([instance, x_Chw]) => ({ instanceId: instanceIds[instance]!, x_Chw })),
  }
}

function summed(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const one of all) for (const [name, value] of Object.entries(one)) sums[name] = (sums[name] ?? 0) + value
  return sums
}

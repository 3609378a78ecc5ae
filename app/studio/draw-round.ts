/**
 * The one place where a round is drawn, for the queue and for the command line: what its plan holds and takes from earlier
 * rounds goes to the engine, the parent's pixels are put back where they must stand, and what became of it is measured.
 *
 * A picture in which a pixel that had to stay is another is kept all the same, with how many there are: thrown away, nobody
 * could find out why.
 */
import { featherOf, pasteBack, pixelMask, reportOf } from '../consistency/consistency.ts'
import { stepsOf } from '../conditions/plan.ts'
import type { Draft } from '../contract/document.ts'
import { EngineError } from '../contract/errors.ts'
import type { Hold, RoundRun } from '../contract/hold.ts'
import type { Round } from '../contract/project.ts'
import type { RoundReport } from '../contract/report.ts'
import type { Picture, RunResult } from '../contract/result.ts'
import type { Run } from '../contract/run.ts'
import type { EngineHost, HostHooks } from '../engine-host/engine-host.ts'
import { decodePng } from '../exchange/picture.ts'
import type { Pixels } from '../exchange/png.ts'
import type { PlannedParent, RoundPlan, RoundStore } from './round-plan.ts'

export interface Drawable {
  readonly draft: Draft
  /** Of one picture. */
  readonly run: Run
  readonly plan: RoundPlan
}

export interface Drawn {
  /** Of the one picture, with the parent's pixels put back. */
  readonly result: RunResult
  readonly picture: Picture
  /** A byte a pixel: 0 where the parent's pixel must stand; null without a parent. */
  readonly region: Uint8Array | null
  readonly report: RoundReport
}

type Engine = Pick<EngineHost, 'generateRound' | 'encode'>

/**
 * @throws EngineError of the engine, and StudioError projectDamaged if the parent's picture cannot be read
 */
export async function drawRound(
  engine: Engine,
  { draft, run, plan }: Drawable,
  store: RoundStore,
  hooks: HostHooks = {},
): Promise<Drawn> {
  const parent = plan.parent && { ...plan.parent, picture: await pictureOf(plan.parent.round, store) }
  const held = plan.hold.mode !== 'free' && parent !== null
  const round: RoundRun = {
    run,
    isRecorded: true,
    ...(plan.hold.alone && { alone: [...plan.alone] }),
    ...tracksOf(plan, store),
    ...(held && { hold: await holdOf(engine, { run, plan, parent, store, signal: hooks.signal }) }),
  }
  const result = await engine.generateRound(round, hooks)
  const drawn = result.pictures[0]!
  const { pixelRegion } = plan.hold
  const pasted =
    parent &&
    pixelRegion &&
    pasteBack({ parent: parent.picture, drawn, region: pixelRegion, feather: featherOf(drawn, pixelRegion) })
  const picture = pasted ? { ...drawn, rgb: pasted.rgb } : drawn
  const { width, height, rgb } = picture
  const report = reportOf({
    parent: parent && { draft: parent.draft, picture: parent.picture },
    draft,
    picture: { width, height, rgb },
    plan: plan.hold,
    passes: result.passes,
    reused: plan.reused,
    seconds: result.seconds['total'] ?? 0,
  })
  const region = parent && (pasted ? pasted.mask : pixelMask(picture, plan.hold.region, 0))
  return { result: { ...result, pictures: [picture] }, picture, region, report }
}

async function pictureOf({ picture }: Round, store: RoundStore): Promise<Pixels> {
  const png = store.blob(picture)
  if (!png) throw new EngineError('failed', 'The picture that this one goes on from is not in the project any more.')
  return decodePng(png)
}

/** What is gone by now, or was damaged, runs again after all. */
function tracksOf({ taken }: RoundPlan, store: RoundStore): Pick<RoundRun, 'tracks'> {
  const tracks = [...taken].flatMap(([instanceId, name]) => {
    const x_Chw = store.track(name)
    return x_Chw ? [{ instanceId, x_Chw }] : []
  })
  return tracks.length > 0 ? { tracks } : {}
}

interface Holding {
  readonly run: Run
  readonly plan: RoundPlan
  readonly parent: PlannedParent & { readonly picture: Pixels }
  readonly store: RoundStore
  readonly signal: AbortSignal | undefined
}

async function holdOf(engine: Engine, { run, plan, parent, store, signal }: Holding): Promise<Hold> {
  const { region, until, startsFromTracks } = plan.hold
  const { round, picture, isOfModel } = parent
  const known = isOfModel ? store.latents(round.id) : undefined
  const clean_Chw = known ?? (await engine.encode({ model: run.model, ...picture }, { signal }))
  if (!known && isOfModel && round.kind === 'picture') store.keepLatents(round.id, clean_Chw)
  const trajectory = hasSameSteps(round, run) ? store.trajectory(round.id) : []
  return { region_hw: region.cells, until, startsFromTracks, clean_Chw, trajectory }
}

/** Latents stand for the same noise levels at the same steps of the same schedule. */
function hasSameSteps({ kind, draft: { settings } }: Round, run: Run): boolean {
  const [own, other] = [stepsOf(settings), stepsOf(run.settings)]
  const isSame = settings.sampler === run.settings.sampler && own.made === other.made && own.spacing === other.spacing
  return kind === 'generated' && isSame
}

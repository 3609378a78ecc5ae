/** From the Generate button to a job in the queue: what is drawn, from which seed, and what it would cost. */
import type { Draft } from '../contract/document.ts'
import type { NextRound } from '../consistency/next-round.ts'
import { StudioError } from '../contract/errors.ts'
import type { Estimate, Job } from '../contract/jobs.ts'
import type { Round } from '../contract/project.ts'
import type { Project } from '../project/project.ts'
import type { Estimator } from './estimate.ts'
import type { Jobs } from './jobs.ts'
import type { Models } from './models.ts'
import { drawsTheSame, isNothingToDraw, isSameWhole, nextSeed, runOf, seedsFrom } from './run.ts'

export interface Generating {
  readonly jobs: Jobs
  readonly models: Models
  readonly estimator: Estimator
}

interface Wanted {
  /** Of the project, as windows name it. */
  readonly id: string
  readonly project: Project
  readonly variants?: number | undefined
}

/** @throws StudioError nothingToDraw, projectReadOnly, modelUnknown; EngineError for a model that cannot be used */
export async function generate(parts: Generating, wanted: Wanted): Promise<Job> {
  const { jobs, estimator } = parts
  const { id, project } = wanted
  const { draft } = project.document
  if (project.readOnly !== undefined) throw new StudioError('projectReadOnly', project.readOnly)
  if (isNothingToDraw(draft)) throw new StudioError('nothingToDraw')
  const prepared = await estimator.prepare(draft, project)
  // From here on nothing waits, so that two jobs in a row do not come to the same seed.
  const asked = estimator.nextRound(prepared, withVariants(draft, wanted))
  if (asked.isEmpty) throw new StudioError('nothingToDraw', nothingMayChange)
  const run = seededRun(parts, asked, wanted)
  const expected = estimator.estimateOf(prepared, { ...asked, run })
  const queued = { parent: draft.parent, seed: draft.settings.seed }
  return jobs.add({ project: id, draft: asked.draft, queued, run, estimate: expected })
}

const nothingMayChange =
  'Nothing in the picture may change as it stands; add or change something, paint where it may change, or choose to keep nothing.'

/** Of just what `generate` would draw. @throws as generate, but for a draft in which there is nothing to draw */
export async function estimate({ estimator, ...parts }: Generating, wanted: Wanted): Promise<Estimate> {
  const { draft } = wanted.project.document
  const prepared = await estimator.prepare(draft, wanted.project)
  const asked = estimator.nextRound(prepared, withVariants(draft, wanted))
  return estimator.estimateOf(prepared, { ...asked, run: seededRun(parts, asked, wanted) })
}

function withVariants(draft: Draft, { variants }: Wanted): Draft {
  return variants === undefined ? draft : { ...draft, settings: { ...draft.settings, variants } }
}

function seededRun({ models, jobs }: Pick<Generating, 'models' | 'jobs'>, asked: NextRound, { id, project }: Wanted) {
  const { draft } = asked
  const { model, variants } = draft.settings
  const seed = nextSeed(draft.settings, variants, takenSeeds(asked, id, project, jobs))
  return runOf(draft, models.pathOf(model), { seed })
}

function parentOf({ parent }: Draft, rounds: readonly Round[]): Round | undefined {
  return rounds.find(({ id }) => id === parent)
}

/**
 * Seeds that drew just this already, or will; where a round is tried again, only a region was painted or a thing was let go,
 * those that drew the same scene, which would give what is there already. Something else than any round is new from any seed.
 */
function takenSeeds({ draft, isAgain }: NextRound, id: string, project: Project, jobs: Jobs): Set<number> {
  const parent = parentOf(draft, project.rounds)
  const isSame = isAgain || (parent && isSameWhole(parent.draft, draft)) ? isSameWhole : drawsTheSame
  const pending = jobs.pending(id).filter((job) => isSame(job.draft, draft))
  const drawn = project.rounds.filter(({ kind, draft: other }) => kind === 'generated' && isSame(other, draft))
  return new Set([
    ...pending.flatMap(({ run }) => seedsFrom(run.settings.seed, run.settings.variants)),
    ...drawn.map((round) => round.seed),
  ])
}

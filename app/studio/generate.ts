/** From the Generate button to a job in the queue: what is drawn, from which seed. */
import type { Draft } from '../contract/document.ts'
import { StudioError } from '../contract/errors.ts'
import type { Job } from '../contract/jobs.ts'
import type { Project } from '../project/project.ts'
import type { Estimator } from './estimate.ts'
import type { Jobs } from './jobs.ts'
import type { Models } from './models.ts'
import { drawsTheSame, isNothingToDraw, nextSeed, runOf, seedsFrom } from './run.ts'

export interface Generating {
  readonly jobs: Jobs
  readonly models: Models
  readonly estimator: Estimator
}

/**
 * @param id of the project, as windows name it
 * @throws StudioError nothingToDraw, projectReadOnly, modelUnknown; EngineError for a model that cannot be used
 */
export async function generate(
  { jobs, models, estimator }: Generating,
  { id, project, variants }: { id: string; project: Project; variants: number | undefined },
): Promise<Job> {
  const { draft } = project.document
  if (project.readOnly !== undefined) throw new StudioError('projectReadOnly', project.readOnly)
  if (isNothingToDraw(draft)) throw new StudioError('nothingToDraw')
  const count = variants ?? draft.settings.variants
  const asked: Draft = { ...draft, settings: { ...draft.settings, variants: count } }
  const estimate = await estimator.estimate(asked)
  // From here on nothing waits, so that two jobs in a row do not come to the same seed.
  const seed = nextSeed(draft.settings, count, takenSeeds(asked, id, project, jobs))
  const run = runOf(asked, models.pathOf(draft.settings.model), { seed })
  return jobs.add({ project: id, draft: asked, run, estimate })
}

/** Seeds that drew just this already, or will. Something else on the canvas than the parent shows is new from any seed. */
function takenSeeds(draft: Draft, id: string, project: Project, jobs: Jobs): Set<number> {
  const pending = jobs.pending(id).filter((job) => drawsTheSame(job.draft, draft))
  const taken = pending.flatMap(({ run }) => seedsFrom(run.settings.seed, run.settings.variants))
  const parent = project.rounds.find((round) => round.id === draft.parent)
  if (!parent || !drawsTheSame(parent.draft, draft)) return new Set(taken)
  const drawn = project.rounds.filter(({ kind, draft: other }) => kind === 'generated' && drawsTheSame(other, draft))
  return new Set([...taken, ...drawn.map((round) => round.seed)])
}

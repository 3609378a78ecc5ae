/** How many steps and network passes a run takes, known before it runs; `sample` keeps to it. */
import { isHeld, type Hold } from './hold.ts'
import { stepCount, type SolverName } from './schedule.ts'

export interface RunShape {
  readonly solver: SolverName
  /** As asked for; the published schedules may run one more. */
  readonly steps: number
  readonly multiInstance?:
    | {
        readonly share: number
        /** That take part in the multi-instance phase. */
        readonly instances: number
        /** Of those, how many need not run, because their latents at its end are given. */
        readonly given?: number
      }
    | undefined
  readonly hold?: Pick<Hold, 'until' | 'startsFromTracks'> | undefined
}

/**
 * How many network passes `sample` will ask for, by kind.
 *
 * @param shape `guided` is false at guidance scale 1, where no unconditional pass runs
 * @returns unconditional counts the estimate that tracks share at their first step once; a joint run that is held from
 *   its first step has latents of its own there
 */
export function expectedPasses(shape: RunShape & { readonly guided: boolean }): {
  conditional: number
  unconditional: number
} {
  const [joint, ...own] = trackSteps(shape) as [number, ...number[]]
  const ahead = looksAhead(shape.solver)
  const asksOf = (steps: number): number => (steps > 0 ? steps + ahead : 0)
  const conditional = [joint, ...own].reduce((sum, steps) => sum + asksOf(steps), 0)
  const { hold } = shape
  const isJointAlike = !hold || !(hold.startsFromTracks || isHeld(hold, 0, joint))
  const sharing = own.length + Number(isJointAlike)
  return { conditional, unconditional: shape.guided ? conditional - Math.max(0, sharing - 1) : 0 }
}

/** Steps of each track that runs: the joint run, then those of the instances whose latents are not given. */
export function trackSteps(shape: RunShape): number[] {
  const steps = stepCount(shape.solver, shape.steps)
  const { instances, mergeAt } = multiInstancePhase(steps, shape.multiInstance)
  const given = instances > 0 ? (shape.multiInstance?.given ?? 0) : 0
  const joint = shape.hold?.startsFromTracks ? steps - mergeAt : steps
  return [joint, ...Array<number>(instances - given).fill(mergeAt)]
}

/** Asks that a track makes beside one a step: PLMS looks one step ahead in the first. */
export function looksAhead(solver: SolverName): number {
  return solver === 'plms' ? 1 : 0
}

/**
 * @returns how many instances take part and after how many steps they merge; 0 and 0 without such a phase
 * @throws RangeError for a share that is none
 */
export function multiInstancePhase(
  steps: number,
  multiInstance: { readonly share: number; readonly instances: number } | undefined,
): { instances: number; mergeAt: number } {
  const { share, instances } = multiInstance ?? { share: 0, instances: 0 }
  if (!(share >= 0 && share <= 1))
    throw new RangeError(`The multi-instance share is ${share}: give a share of the steps from 0 to 1.`)
  const mergeAt = Math.trunc(steps * share)
  return mergeAt > 0 && instances > 0 ? { instances, mergeAt } : { instances: 0, mergeAt: 0 }
}

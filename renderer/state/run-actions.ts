/** Actions on the queue: generate, stop, and what to do with what was stopped. */
import type { Actions } from './actions.ts'
import type { Region } from '../../app/consistency/region.ts'
import { selectCanGenerate, selectFailedJobs, selectPlan, selectRunningJob } from './derived.ts'
import type { WindowState } from './window.ts'
import type { ActionParts } from './window-actions.ts'

type RunActions = Pick<Actions, 'generate' | 'stop' | 'goOnWithJob' | 'keepAsDraft' | 'discard' | 'showTrack'>

export function runActions({ store, client, queue, board }: ActionParts): RunActions {
  const discard = async (job: string): Promise<void> => {
    await client.discard.mutate({ job })
    store.setState(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job) }))
  }

  return {
    generate: (variants) =>
      board.attempt(async () => {
        const { project } = store.getState()
        if (!project || !selectCanGenerate(store.getState())) return
        await queue.kept()
        const sequence = store.getState().project?.history.sequence
        if (sequence === undefined) return
        const plan = selectPlan(store.getState())
        const failed = selectFailedJobs(store.getState())
        const job = await client.generate.mutate({
          project: project.id,
          sequence,
          ...(variants !== undefined && { variants }),
        })
        if (plan && plan.mode !== 'free' && plan.region.share > 0) store.setState(withRegion(job.id, plan.region))
        await Promise.all(failed.map(({ id }) => discard(id)))
      }),
    stop: (job) =>
      board.attempt(async () => {
        const running = job ?? selectRunningJob(store.getState())?.id
        if (running !== undefined) await client.stop.mutate({ job: running })
      }),
    goOnWithJob: (job) =>
      board.attempt(async () => {
        await client.goOn.mutate({ job })
      }),
    keepAsDraft: (job) =>
      board.attempt(async () => {
        await client.keepAsDraft.mutate({ job })
      }),
    discard: (job) => board.attempt(() => discard(job)),
    showTrack(track) {
      const job = selectRunningJob(store.getState())?.id
      store.setState({ shownTrack: job === undefined || track === undefined ? null : { job, track, preview: null } })
    },
  }
}

/** Those of jobs that are forgotten go. */
function withRegion(job: string, region: Region): (state: WindowState) => Partial<WindowState> {
  return ({ jobs, drawnRegions }) => {
    const known = [...drawnRegions].filter(([id]) => jobs.some((each) => each.id === id))
    return { drawnRegions: new Map([...known, [job, region]]) }
  }
}

/**
 * The size of a project's file: what takes it, what is kept, and giving room back.
 *
 * Nothing here waits, and neither does the storing of a round, so neither ever meets the other half-way.
 */
import type { Compacted, Keeping, Storage } from '../contract/storage.ts'
import type { Project } from '../project/project.ts'
import type { Events } from './events.ts'
import type { Jobs } from './jobs.ts'
import type { Projects } from './projects.ts'

interface Parts {
  readonly projects: Projects
  readonly jobs: Jobs
  readonly events: Events
}

/** @param id of the project, as windows name it @throws StudioError projectDamaged */
export function storageOf({ projects, jobs }: Parts, id: string): Storage {
  const project = projects.get(id)
  const { keeping } = project
  return { usage: project.usage(), keeping, compactable: project.compactable(jobs.parents(id)) }
}

/** @throws StudioError projectReadOnly, diskFull */
export function setKeeping(
  parts: Parts,
  id: string,
  change: { [key in keyof Keeping]?: Keeping[key] | undefined },
): Storage {
  parts.projects.get(id).setKeeping(change as Partial<Keeping>)
  // What is gone may have been in an estimate.
  parts.events.emit({ type: 'compacted', project: id })
  return storageOf(parts, id)
}

/** @throws StudioError projectReadOnly, projectDamaged, diskFull */
export function compact({ projects, jobs, events }: Parts, id: string): Compacted {
  const project: Project = projects.get(id)
  try {
    return project.compact(jobs.parents(id))
  } finally {
    // Rounds may be gone though the file could not be made smaller, as on a full disk.
    events.emit({ type: 'compacted', project: id })
  }
}

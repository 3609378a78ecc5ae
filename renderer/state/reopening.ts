/**
 * Windows that came by an address show a project that another one has opened; when that one leaves it, it closes. The next
 * call of a window that still shows it opens it again and is made once more.
 */
import type { TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { StudioRouter } from '../../app/contract/router.ts'
import { errorOf } from './client.ts'

export interface ShownProject {
  readonly id: string
  readonly path: string
  readonly readOnly: string | undefined
}

export function reopening(shown: () => ShownProject | null): TRPCLink<StudioRouter> {
  return () => {
    /** Calls that find it closed at the same time open it once. */
    let opening: Promise<unknown> | null = null
    return ({ op, next }) =>
      observable((observer) => {
        const open = ({ path, readOnly }: ShownProject): Promise<unknown> => {
          const input = { path, as: readOnly === undefined ? 'normal' : 'readOnly' }
          opening ??= new Promise<void>((complete, error) => {
            next({ ...op, type: 'mutation', path: 'open', input }).subscribe({ error, complete })
          }).finally(() => (opening = null))
          return opening
        }
        const again = (): void => void next(op).subscribe(observer)
        return next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            const project = shown()
            const isOfIt = project !== null && (op.input as { project?: string } | undefined)?.project === project.id
            if (!isOfIt || op.path === 'close' || errorOf(error).code !== 'projectNotOpen') return observer.error(error)
            open(project).then(again, () => observer.error(error))
          },
        })
      })
  }
}

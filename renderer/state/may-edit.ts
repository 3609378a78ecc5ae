/** Whether the project can be changed; where it is open to look only, each try is told why. */
import type { ActionParts } from './window-actions.ts'

export function mayEdit({ store, board }: Pick<ActionParts, 'store' | 'board'>): boolean {
  const { project } = store.getState()
  if (project?.readOnly !== undefined) board.tell({ tone: 'notice', title: project.readOnly, offers: [] })
  return project !== null && project.readOnly === undefined
}

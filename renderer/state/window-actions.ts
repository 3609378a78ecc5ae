/** The actions of one window: each group by its own file, over one store, one client and one queue of edits. */
import { billboard } from './messages.ts'
import { editActions } from './edit-actions.ts'
import { editQueue } from './edit-queue.ts'
import { exportActions } from './export-actions.ts'
import { modelActions } from './model-actions.ts'
import { pictureActions } from './picture-actions.ts'
import { projectActions } from './project-actions.ts'
import { roundActions } from './round-actions.ts'
import { runActions } from './run-actions.ts'
import { settingsActions } from './settings-actions.ts'
import { storageActions } from './storage-actions.ts'
import { viewActions } from './view-actions.ts'
import type { Actions } from './actions.ts'
import type { StudioClient } from './client.ts'
import type { EditQueue } from './edit-queue.ts'
import type { Billboard } from './messages.ts'
import type { WindowStore } from './window.ts'

/** What every group of actions is made from. */
export interface ActionParts {
  readonly store: WindowStore
  readonly client: StudioClient
  readonly queue: EditQueue
  readonly board: Billboard
}

export function windowActions(store: WindowStore, client: StudioClient): { actions: Actions; queue: EditQueue } {
  const board = billboard(store)
  const queue = editQueue(store, client, board.refused, () => board.solved('diskFull'))
  const parts: ActionParts = { store, client, queue, board }
  const models = modelActions(parts)
  const projects = projectActions(parts, models)
  const edits = editActions(parts)
  const actions: Actions = {
    ...projects,
    ...edits,
    ...settingsActions(parts, edits.edit),
    ...viewActions(parts),
    ...runActions(parts),
    ...roundActions(parts),
    ...models,
    ...pictureActions(parts, { ...projects, ...edits }),
    ...storageActions(parts),
    ...exportActions(parts),
    tell: board.tell,
    dismiss: board.dismiss,
    say: board.say,
  }
  return { actions, queue }
}

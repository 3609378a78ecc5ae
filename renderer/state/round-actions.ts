/** Actions on the tree of rounds: looking, going on, noting, comparing. */
import type { Actions } from './actions.ts'
import { clipboardText, pasteText } from '../../app/scene/clipboard.ts'
import { draftFrom, selectDraft, selectRound } from './derived.ts'
import { newId } from './ids.ts'
import { mayEdit } from './may-edit.ts'
import type { ActionParts } from './window-actions.ts'

type RoundActions = Pick<Actions, 'look' | 'goOnFrom' | 'goOnWith' | 'noteRound' | 'startCompare' | 'changeCompare'>

export function roundActions({ store, queue, board }: ActionParts): RoundActions {
  return {
    look(id) {
      const { project } = store.getState()
      // The round that the draft goes on from is what the draft shows already, as long as nothing was changed.
      const round = selectRound(store.getState(), id)
      store.setState({ looking: round && project ? round.id : null, compare: null, selection: [], editingPoints: null })
    },
    goOnFrom(id) {
      const round = selectRound(store.getState(), id)
      if (!round || !mayEdit({ store, board })) return
      const name = store.getState().project?.document.rounds[id]?.name
      queue.edit({
        kind: 'goOn',
        ...(name !== undefined && { of: name }),
        commands: [{ do: 'setDraft', draft: draftFrom(round) }],
      })
      store.setState({ looking: null, compare: null, selection: [], editingPoints: null })
    },
    goOnWith(id, ids) {
      const [now, round] = [selectDraft(store.getState()), selectRound(store.getState(), id)]
      if (!now || !round || !mayEdit({ store, board })) return
      void board.attempt(async () => {
        const draft = draftFrom(round)
        const pasted = pasteText(draft, clipboardText(now, ids), newId, { dx: 0, dy: 0 })
        queue.edit({ kind: 'goOn', commands: [{ do: 'setDraft', draft }, ...pasted.commands] })
        store.setState({ looking: null, compare: null, selection: pasted.ids, editingPoints: null })
      })
    },
    noteRound(id, change) {
      if (!mayEdit({ store, board })) return
      const name = store.getState().project?.document.rounds[id]?.name
      queue.edit({
        kind: 'round',
        ...(name !== undefined && { of: name }),
        commands: [{ do: 'noteRound', id, change }],
      })
      if (change.deleted && store.getState().looking === id) store.setState({ looking: null })
    },
    startCompare(after, before) {
      const first = before ?? selectRound(store.getState(), after)?.parent
      if (!first) return
      store.setState({ compare: { way: 'slider', before: first, after, divider: 0.5, gain: 4 }, peek: null })
    },
    changeCompare: (change) =>
      store.setState(({ compare }) => ({ compare: change && compare ? { ...compare, ...change } : null })),
  }
}

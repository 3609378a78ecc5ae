/** Actions that change only what this window shows. Nothing of it is in the project, and nothing of it can be undone. */
import { overlayNames } from '../../app/contract/preferences.ts'
import type { Actions } from './actions.ts'
import { selectDraft } from './derived.ts'
import { unmeasured } from './initial.ts'
import type { ActionParts } from './window-actions.ts'
import type { WindowState } from './window.ts'

type ViewActions = Pick<
  Actions,
  | 'select'
  | 'selectNext'
  | 'focusCaption'
  | 'rename'
  | 'setTool'
  | 'setToolOptions'
  | 'editPoints'
  | 'setShows'
  | 'setScale'
  | 'zoomTo'
  | 'setPeek'
  | 'find'
  | 'goTo'
  | 'openDialog'
  | 'openMenu'
  | 'setPanelsHidden'
  | 'setRoundsOpen'
  | 'setPreferences'
  | 'setTourCard'
  | 'takeEarly'
>

/** A field that is not there by then does not come; then keys are commands again. */
const fieldMs = 400

/** Selects a thing and asks for the focus in its caption field. */
export function captionWish(id: string): (state: WindowState) => Partial<WindowState> {
  return ({ captionFocus }) => ({
    selection: [id],
    captionFocus: captionFocus + 1,
    early: { text: '', until: performance.now() + fieldMs },
  })
}

export function viewActions({ store, client, board }: ActionParts): ViewActions {
  const set = store.setState
  let lastChange = 0
  return {
    select: (ids) => set({ selection: [...new Set(ids)], editingPoints: null }),
    selectNext(direction) {
      const { selection } = store.getState()
      const ids = selectDraft(store.getState())?.scene.instances.map(({ id }) => id) ?? []
      if (ids.length === 0) return
      const at = ids.indexOf(selection.at(-1) ?? '')
      const next = at < 0 ? (direction === 1 ? 0 : ids.length - 1) : (at + direction + ids.length) % ids.length
      set({ selection: [ids[next]!] })
    },
    focusCaption: (id) => set(captionWish(id)),
    rename: (id) => set({ renaming: id }),
    takeEarly() {
      const { early } = store.getState()
      set({ early: null })
      return early?.text ?? ''
    },
    setTool: (tool) => set({ tool, editingPoints: null }),
    setToolOptions: (change) => set(({ toolOptions }) => ({ toolOptions: { ...toolOptions, ...change } })),
    editPoints: (id) => set({ editingPoints: id }),
    setShows(change) {
      set(({ shows }) => ({ shows: { ...shows, ...change } }))
      const { project, shows, preferences } = store.getState()
      const hidden = overlayNames.filter((name) => !shows[name])
      const { [project?.id ?? '']: before = [], ...others } = preferences.hidden
      if (!project || hidden.join() === before.join()) return
      void this.setPreferences({ hidden: hidden.length > 0 ? { ...others, [project.id]: hidden } : others })
    },
    setScale: (scale) => set({ scale }),
    zoomTo: (to) => set(({ viewWish }) => ({ viewWish: { to, count: viewWish.count + 1 } })),
    setPeek: (peek) => set({ peek }),
    find: (text) => set({ find: text }),
    goTo: (screen) => set({ screen, dialog: null, menu: null }),
    openDialog: (dialog, round) =>
      set({ dialog, dialogRound: round ?? null, menu: null, ...(dialog === 'storage' && { storage: unmeasured }) }),
    openMenu: (screen, instance = null) => set({ menu: screen && { screen, instance } }),
    setPanelsHidden: (panelsHidden) => set({ panelsHidden }),
    setRoundsOpen: (roundsOpen) => set({ roundsOpen }),
    async setPreferences(change) {
      set(({ preferences }) => ({ preferences: { ...preferences, ...change } }))
      const own = ++lastChange
      await board.attempt(async () => {
        const preferences = await client.setPreferences.mutate(change)
        // An older answer knows nothing of what was chosen since.
        if (own === lastChange) set({ preferences })
      })
    },
    setTourCard(card) {
      set({ tour: card === null ? null : { card } })
      if (card === null) void this.setPreferences({ tourDone: true })
    },
  }
}

/** Actions that change the draft. Each makes one gesture; the queue shows and sends it. */
import type { Draft } from '../../app/contract/document.ts'
import type { Command, Gesture, GestureKind, InstanceChange } from '../../app/contract/edit.ts'
import type { Instance, LocationFormat } from '../../app/contract/scene.ts'
import {
  alignInstances,
  copyInstances,
  fitInstance,
  groupInstances,
  moveInstances,
  orderInstances,
  ungroupInstances,
} from '../../app/scene/arrange.ts'
import { clipboardText, pasteText } from '../../app/scene/clipboard.ts'
import { EditError } from '../../app/scene/edit.ts'
import { editMask } from '../../app/scene/mask-edit.ts'
import { placeBounds } from '../../app/scene/place.ts'
import { resizeScene } from '../../app/scene/resize.ts'
import { SceneError } from '../../app/scene/scene-error.ts'
import { notices } from '../text/notices.ts'
import type { Actions } from './actions.ts'
import { burstNames } from './bursts.ts'
import { selectCanEdit, selectDraft, selectInstance, selectSelected, titleOf } from './derived.ts'
import { newId } from './ids.ts'
import { captionWish } from './view-actions.ts'
import type { ActionParts } from './window-actions.ts'

type EditActions = Pick<
  Actions,
  | 'edit'
  | 'undo'
  | 'redo'
  | 'place'
  | 'copyMoved'
  | 'setCaption'
  | 'setName'
  | 'noteInstances'
  | 'toggleFormat'
  | 'moveSelection'
  | 'resizeSelection'
  | 'setBounds'
  | 'order'
  | 'orderAt'
  | 'align'
  | 'group'
  | 'ungroup'
  | 'duplicate'
  | 'removeSelection'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'pasteText'
  | 'editMask'
  | 'changeScene'
  | 'setKeep'
  | 'resetRegion'
  | 'setSize'
  | 'changeBackdrop'
>

/** Scene pixels that a copy stands beside its original. */
const copyOffset = 16
/** A side that a resize by keys does not go under, in scene pixels. */
const smallestSide = 8

export function editActions({ store, queue, board }: ActionParts): EditActions {
  const burst = burstNames(() => performance.now())
  const draft = (): Draft | null => selectDraft(store.getState())
  const selection = (): readonly string[] => store.getState().selection

  /** The last place that everything passes. @returns whether it may be done */
  const edit = (gesture: Gesture): boolean => {
    const { project } = store.getState()
    if (!project) return false
    if (!selectCanEdit(store.getState())) {
      board.tell({ tone: 'notice', title: project.readOnly ?? notices.lookedAt, offers: [] })
      return false
    }
    try {
      queue.edit(gesture)
      return true
    } catch (error) {
      if (!(error instanceof EditError)) throw error
      const title = error.code === 'tooManyInstances' ? error.message : notices.gone
      board.tell({ tone: 'notice', title, offers: [] })
      return false
    }
  }

  const gesture = (kind: GestureKind, commands: readonly Command[], of?: string | null, mergeKey?: string): boolean => {
    if (commands.length === 0) return false
    return edit({
      kind,
      commands: [...commands],
      ...(of && { of: of.slice(0, 200) }),
      ...(mergeKey !== undefined && { mergeKey }),
    })
  }

  const nameOf = (ids: readonly string[]): string | null => {
    const instance = ids.length === 1 ? selectInstance(store.getState(), ids[0]) : null
    return instance && titleOf(instance)
  }

  const change = (kind: GestureKind, id: string, what: InstanceChange, mergeKey?: string): boolean =>
    gesture(kind, [{ do: 'changeInstance', id, change: what }], nameOf([id]), mergeKey)

  const isPinned = (id: string): boolean => draft()?.notes[id]?.pinned === true
  const movable = (): string[] => selection().filter((id) => !isPinned(id))

  const copies = (ids: readonly string[], dx: number, dy: number): void => {
    const now = draft()
    if (!now || ids.length === 0) return
    const made = copyInstances(now, ids, newId, dx, dy)
    if (gesture('duplicate', made.commands, nameOf(ids))) store.setState({ selection: made.ids })
  }

  const remove = (): void => {
    const ids = selection()
    const commands = ids.map((id): Command => ({ do: 'removeInstance', id }))
    if (gesture('remove', commands, nameOf(ids))) store.setState({ selection: [] })
  }

  const pasteFrom = (text: string, inPlace: boolean): void => {
    const now = draft()
    if (!now) return
    const by = inPlace ? 0 : copyOffset
    try {
      const pasted = pasteText(now, text, newId, { dx: by, dy: by })
      if (gesture('paste', pasted.commands)) store.setState({ selection: pasted.ids })
    } catch (error) {
      if (!(error instanceof SceneError)) throw error
      board.tell({ tone: 'notice', title: isOther(error) ? notices.nothingCopied : error.message, offers: [] })
    }
  }

  const copy = async (): Promise<void> => {
    const now = draft()
    if (now && selection().length > 0) await navigator.clipboard.writeText(clipboardText(now, selection()))
  }

  return {
    // A tool has no clock: what it does to the same thing much later is a step of its own.
    edit: (done) => edit(done.mergeKey === undefined ? done : { ...done, mergeKey: burst(done.mergeKey) }),
    undo: () => queue.undo(),
    redo: () => queue.redo(),
    place(location, toSelected) {
      const now = draft()
      const selected = selectSelected(store.getState())
      if (!now) return
      if (toSelected && selected) {
        const off = selected.off?.filter((format) => !(format in location))
        change('addLocation', selected.id, { ...location, ...(selected.off && { off: off?.length ? off : null }) })
        return
      }
      const instance: Instance = { id: newId(), caption: '', ...location }
      const isDrawn = gesture('draw', [{ do: 'addInstance', at: now.scene.instances.length, instance }])
      if (isDrawn) store.setState(captionWish(instance.id))
    },
    copyMoved: copies,
    setCaption: (id, caption) => change('reword', id, { caption }, burst(`caption ${id}`)),
    setName: (id, name) => change('rename', id, { name: name?.trim() || null }),
    noteInstances(ids, what) {
      const kind = 'hidden' in what ? 'hide' : 'pinned' in what ? 'pin' : 'opacity' in what ? 'opacity' : 'keep'
      gesture(
        kind,
        ids.map((id): Command => ({ do: 'noteInstance', id, change: what })),
        nameOf(ids),
        kind === 'opacity' ? burst(`opacity ${ids.join(' ')}`) : undefined,
      )
    },
    toggleFormat(id, format) {
      const instance = selectInstance(store.getState(), id)
      if (!instance || instance[format] === undefined) return
      const off = new Set<LocationFormat>(instance.off)
      if (!off.delete(format)) off.add(format)
      change('formats', id, { off: off.size > 0 ? [...off] : null })
    },
    moveSelection(dx, dy) {
      const now = draft()
      const ids = movable()
      if (now) gesture('move', moveInstances(now, ids, dx, dy), nameOf(ids), burst(`move ${ids.join(' ')}`))
    },
    resizeSelection(dw, dh) {
      const now = draft()
      const [id] = movable()
      const instance = selectInstance(store.getState(), id)
      const bounds = now && instance && placeBounds(now.scene, instance)
      if (!now || !id || !bounds) return
      const x1 = Math.max(bounds.x0 + smallestSide, bounds.x1 + dw)
      const y1 = Math.max(bounds.y0 + smallestSide, bounds.y1 + dh)
      gesture('resize', fitInstance(now, id, { ...bounds, x1, y1 }), nameOf([id]), burst(`resize ${id}`))
    },
    setBounds(id, box) {
      const now = draft()
      if (now) gesture('resize', fitInstance(now, id, box), nameOf([id]), burst(`bounds ${id}`))
    },
    order(ids, order) {
      const now = draft()
      if (now) gesture('order', orderInstances(now, ids, order), nameOf(ids))
    },
    orderAt: (id, at) => gesture('order', [{ do: 'orderInstance', id, at }], nameOf([id])),
    align(alignment) {
      const now = draft()
      if (now) gesture('align', alignInstances(now, movable(), alignment))
    },
    group() {
      const now = draft()
      if (now) gesture('group', groupInstances(now, selection()))
    },
    ungroup() {
      const now = draft()
      if (now) gesture('group', ungroupInstances(now, selection()))
    },
    duplicate: () => copies(selection(), copyOffset, copyOffset),
    removeSelection: remove,
    copy: () => board.attempt(copy),
    cut: () =>
      board.attempt(async () => {
        await copy()
        remove()
      }),
    paste: (inPlace) => board.attempt(async () => pasteFrom(await navigator.clipboard.readText(), inPlace)),
    pasteText: pasteFrom,
    editMask(how) {
      const now = draft()
      const selected = selectSelected(store.getState())
      if (now && selected?.mask) change('paint', selected.id, { mask: editMask(now.scene, selected, how) })
    },
    changeScene: (what) =>
      gesture('scene', [{ do: 'changeScene', change: what }], null, burst(`scene ${Object.keys(what).join(' ')}`)),
    setKeep: (keep) => gesture('keep', [{ do: 'setKeep', keep }]),
    resetRegion: () => draft()?.region && gesture('region', [{ do: 'setRegion', region: null }]),
    setSize(width, height) {
      const now = draft()
      if (now) gesture('size', resizeScene(now, width, height))
    },
    changeBackdrop(what) {
      const backdrop = draft()?.backdrop
      if (what === null) gesture('backdrop', [{ do: 'setBackdrop', backdrop: null }])
      else if (backdrop)
        gesture('backdrop', [{ do: 'setBackdrop', backdrop: { ...backdrop, ...what } }], null, burst('backdrop'))
    },
  }
}

/** Text from somewhere else, and not a copy that is broken. */
function isOther({ code }: SceneError): boolean {
  return code === 'notJson' || code === 'notAScene'
}

/**
 * What the canvas shows at this moment, as a value: the draft with the gesture in progress done to it, what that changes,
 * and which of the overlays are wanted. Pure, so that it can be tested without a canvas.
 */
import { changesOf, handMadeOf, keepPlanOf } from '../../app/consistency/consistency.ts'
import type { Changes, InstanceEdit, Region } from '../../app/consistency/consistency.ts'
import type { Draft } from '../../app/contract/document.ts'
import type { Command } from '../../app/contract/edit.ts'
import type { Box, Instance } from '../../app/contract/scene.ts'
import { applyCommands, EditError } from '../../app/scene/edit.ts'
import { depthOrder } from '../../app/scene/place.ts'
import {
  selectDraft,
  selectGrid,
  selectParentDraft,
  selectRound,
  selectRunningJob,
  selectWarnings,
  titleOf,
} from '../state/derived.ts'
import type { WindowState } from '../state/window.ts'
import { handlesOf } from './tools/handles.ts'
import type { Handles } from './tools/handles.ts'
import { previewId } from './tools/target.ts'
import type { ToolView } from './tools/tool.ts'

/** One instance as it is drawn. */
export interface Shown {
  readonly instance: Instance
  /** In list order, from 1. */
  readonly number: number
  readonly title: string | null
  readonly bounds: Box | null
  readonly isSelected: boolean
  readonly isHovered: boolean
  readonly opacity: number
  readonly isWarned: boolean
  readonly hasTag: boolean
}

type Grid = ReturnType<typeof selectGrid>

/** What can be taken hold of. */
export interface Grips {
  readonly handles: Handles | null
  /** The bounds are drawn already, as the selected thing's box. */
  readonly hasBox: boolean
}

/** A thing that was elsewhere in the picture below, or is no more. */
export interface Ghost {
  readonly edit: InstanceEdit
  /** As it was, at the draft's size. */
  readonly old: Instance
  readonly isMoved: boolean
}

export interface Frame {
  readonly draft: Draft
  readonly changes: Changes
  /** Back to front, hidden ones left out. */
  readonly shown: readonly Shown[]
  readonly ghosts: readonly Ghost[]
  readonly grips: Grips
  readonly region: Region | null
  /** The hatch, or the rim alone while something else is looked at through it. */
  readonly isRegionFilled: boolean
}

/** The draft after what the gesture would do; as it is where that does not fit it. */
export function draftWith(draft: Draft, commands: readonly Command[]): Draft {
  if (commands.length === 0) return draft
  try {
    return applyCommands({ draft, rounds: {} }, commands).document.draft
  } catch (error) {
    if (error instanceof EditError) return draft
    throw error
  }
}

/** @param scale CSS pixels in a scene pixel */
export function frameOf(state: WindowState, view: Pick<ToolView, 'commands' | 'hovered'>, scale: number): Frame | null {
  const base = selectDraft(state)
  if (!base) return null
  const draft = draftWith(base, view.commands)
  const parent = selectParentDraft(state)
  const changes = changesOf(parent, draft)
  const isBare = state.peek !== null
  const isLookingThrough = state.compare !== null || selectRunningJob(state)?.preview !== undefined
  const isComposing = !isBare && state.compare === null
  return {
    draft,
    changes,
    shown: isComposing ? shownOf(state, draft, changes, view.hovered) : [],
    ghosts: isComposing && !isLookingThrough ? ghostsOf(changes) : [],
    grips: isComposing ? gripsOf(state, draft, scale) : noGrips,
    region:
      isBare || !state.shows.region ? null : state.compare ? comparedRegion(state) : regionFor(state, parent, draft),
    isRegionFilled: !isLookingThrough,
  }
}

/** A first picture has nothing that could change. */
function regionFor(state: WindowState, parent: Draft | null, draft: Draft): Region | null {
  if (!parent) return null
  const region = rememberedRegion(parent, draft, selectGrid(state))
  return region.share > 0 ? region : null
}

const lastRegions = new WeakMap<Draft, { parent: Draft; grid: Grid; region: Region }>()

/** A stroke or a hover asks every frame without changing the draft. */
function rememberedRegion(parent: Draft, draft: Draft, grid: Grid): Region {
  const last = lastRegions.get(draft)
  const isSame =
    last?.parent === parent && last.grid.gridWidth === grid.gridWidth && last.grid.gridHeight === grid.gridHeight
  if (isSame) return last.region
  const { region } = keepPlanOf(parent, draft, grid, handMadeOf(draft, grid))
  lastRegions.set(draft, { parent, grid, region })
  return region
}

/** What was drawn anew from one round to the other, or what differs between rounds of two branches; side by side it would lie on neither picture. */
function comparedRegion(state: WindowState): Region | null {
  const { compare } = state
  const [before, after] = [selectRound(state, compare?.before ?? null), selectRound(state, compare?.after ?? null)]
  if (!before || !after || compare?.way === 'side') return null
  return regionFor(state, before.draft, after.draft)
}

function shownOf(state: WindowState, draft: Draft, changes: Changes, hovered: string | null): Shown[] {
  const { scene, notes } = draft
  const selected = new Set(state.selection)
  const isGenerating = selectRunningJob(state)?.preview !== undefined
  return depthOrder(scene).flatMap((at) => {
    const instance = scene.instances[at]!
    const { id } = instance
    const noted = Object.hasOwn(notes, id) ? notes[id]! : {}
    if (noted.hidden || id === previewId) return []
    const isSelected = selected.has(id)
    const isHovered = hovered === id
    const isActedOn = isSelected || isHovered || state.editingPoints === id
    if (!isActedOn && (!state.shows.outlines || isGenerating)) return []
    return {
      instance,
      number: at + 1,
      title: titleOf(instance),
      bounds: changes.instances.get(id)?.after ?? null,
      isSelected,
      isHovered,
      opacity: noted.opacity ?? 1,
      isWarned: selectWarnings(state, id).length > 0,
      hasTag: state.shows.tags,
    }
  })
}

const noGrips: Grips = { handles: null, hasBox: false }

function gripsOf({ selection, editingPoints, looking }: WindowState, draft: Draft, scale: number): Grips {
  if (looking !== null || editingPoints !== null) return noGrips
  const only = selection.length === 1 ? draft.scene.instances.find(({ id }) => id === selection[0]) : undefined
  return { handles: handlesOf(draft, selection, scale), hasBox: only?.box !== undefined }
}

function ghostsOf(changes: Changes): Ghost[] {
  const old = new Map(changes.parentScene?.instances.map((instance) => [instance.id, instance]))
  return [...changes.instances.values()].flatMap((edit) => {
    const before = old.get(edit.id)
    const isMoved = edit.kinds.includes('moved')
    const isGhost = isMoved || edit.kinds.includes('resized') || edit.state === 'removed'
    return before && edit.before && isGhost ? [{ edit, old: before, isMoved }] : []
  })
}

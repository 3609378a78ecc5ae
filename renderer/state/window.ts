/**
 * What a window knows: a mirror of the open project, what the artist is doing with it, and what the studio told.
 *
 * One store outside React (zustand). Components read it with `useWindow`, and change it only through the functions of
 * window-actions.ts; pointer moves never come here.
 */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { Region } from '../../app/consistency/region.ts'
import type { Document } from '../../app/contract/document.ts'
import type { Step } from '../../app/contract/edit.ts'
import type { DeviceReport } from '../../app/contract/engine.ts'
import type { StudioErrorData } from '../../app/contract/errors.ts'
import type { Estimate, Job } from '../../app/contract/jobs.ts'
import type { History, Round } from '../../app/contract/project.ts'
import type { Compacted, Storage } from '../../app/contract/storage.ts'
import type {
  Example,
  HostState,
  ModelEntry,
  RecentProject,
  UploadedPicture,
  Words,
} from '../../app/contract/studio.ts'
import type { TrackName } from '../../app/contract/result.ts'
import type { Preferences } from '../../app/contract/preferences.ts'
import type { Point } from '../../app/contract/scene.ts'
import type { ToolName, ToolOptions } from '../canvas/tools/tool.ts'
import { shownStore } from './shown.ts'

export type Screen = 'starting' | 'start' | 'studio' | 'models'
export type CompareWay = 'slider' | 'side' | 'blink' | 'difference'
/** A step in or out, everything, the selection, 100 %, or a number of CSS pixels in a scene pixel. */
export type ViewTarget = 'in' | 'out' | 'fit' | 'selection' | 'full' | number
/** Dialogs, of which one is open at a time. */
export type DialogName =
  | 'palette'
  | 'shortcuts'
  | 'settings'
  | 'size'
  | 'find'
  | 'roundName'
  | 'roundNote'
  | 'open'
  | 'saveCopy'
  | 'export'
  | 'storage'
  | 'about'

export interface ProjectMirror {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly readOnly: string | undefined
  readonly document: Document
  readonly history: History
  readonly rounds: readonly Round[]
  /** Gestures that the host has not answered yet. */
  readonly unsaved: number
}

export interface Compare {
  readonly way: CompareWay
  /** Shown first, left and below. */
  readonly before: string
  readonly after: string
  /** Share of the width that shows `before`, 0 to 1. */
  readonly divider: number
  /** 1, 4, 16, or 0 for any change as white. */
  readonly gain: number
}

/** Something to say that is not at an instance: an alert stays, a notice goes after 6 s. */
export interface Message {
  readonly id: string
  readonly tone: 'notice' | 'error'
  readonly title: string
  readonly text?: string
  readonly error?: StudioErrorData
  /** The project file that could not be opened. */
  readonly path?: string
  readonly offers: readonly { readonly label: string; readonly run: () => void }[]
}

/** One track of a running picture, looked at alone. */
export interface ShownTrack {
  readonly job: string
  readonly track: TrackName
  /** Where its newest estimate lies; null until it comes. */
  readonly preview: string | null
}

export interface TourState {
  /** 0 to 5. */
  readonly card: number
}

/** What the dialog about the file's size knows. */
export interface StorageView {
  /** Null until it was measured. */
  readonly storage: Storage | null
  /** Why it cannot be told, or was not done. */
  readonly error: StudioErrorData | null
  readonly isBusy: boolean
  /** What the last compacting in this dialog did. */
  readonly compacted: Compacted | null
}

/** A picture that came from outside and waits for what it shall be. */
export interface OfferedPicture {
  readonly file: File
  readonly picture: UploadedPicture
}

export interface WindowState {
  readonly screen: Screen
  readonly connection: 'open' | 'lost'
  readonly host: HostState | null
  readonly preferences: Preferences
  readonly project: ProjectMirror | null
  /** Ids, the last one picked last. */
  readonly selection: readonly string[]
  readonly tool: ToolName
  readonly toolOptions: ToolOptions
  /** Instance whose polygon or scribble is changed point by point. */
  readonly editingPoints: string | null
  readonly shows: {
    readonly outlines: boolean
    readonly tags: boolean
    readonly region: boolean
    readonly latentGrid: boolean
  }
  /** The round that is looked at in place of the draft. */
  readonly looking: string | null
  readonly compare: Compare | null
  /** Shows the parent alone while its key is held, or the picture without overlays. */
  readonly peek: 'parent' | 'bare' | null
  /** CSS pixels in a scene pixel, as the canvas last said. */
  readonly scale: number
  /** Where keys and menus want the view to go; `count` rises with every wish. */
  readonly viewWish: { readonly to: ViewTarget; readonly count: number }
  readonly estimate: Estimate | null
  /** Why there is no estimate. */
  readonly estimateError: StudioErrorData | null
  readonly jobs: readonly Job[]
  /** In place of all tracks so far, for as long as its picture is drawn. */
  readonly shownTrack: ShownTrack | null
  /** By job that was begun in this window and holds something: where its picture changes. */
  readonly drawnRegions: ReadonlyMap<string, Region>
  readonly models: readonly ModelEntry[]
  readonly devices: readonly DeviceReport[] | null
  readonly recent: readonly RecentProject[]
  readonly examples: readonly Example[]
  readonly words: ReadonlyMap<string, Words['captions'][number]>
  readonly wordLimit: number | null
  readonly storage: StorageView
  readonly offered: OfferedPicture | null
  readonly dialog: DialogName | null
  /** Round that the open dialog or menu is about. */
  readonly dialogRound: string | null
  readonly menu: { readonly screen: Point; readonly instance: string | null } | null
  readonly panelsHidden: boolean
  readonly roundsOpen: boolean
  readonly messages: readonly Message[]
  /** What the polite live region says; `count` tells two equal sentences apart. */
  readonly spoken: { readonly text: string; readonly count: number }
  /** What was undone or done again last in this window; a new object each time. */
  readonly lastStep: { readonly did: 'undo' | 'redo'; readonly step: Step } | null
  readonly tour: TourState | null
  /** Rises when the caption field of the selected instance is to take the focus. */
  readonly captionFocus: number
  /** What is typed before that field is there, until a moment of performance.now(). */
  readonly early: { readonly text: string; readonly until: number } | null
  /** The instance whose name is being written in the list. */
  readonly renaming: string | null
  /** Ids of instances that the list shows, by the search text; null shows all. */
  readonly find: string | null
}

export type WindowStore = StoreApi<WindowState>

export const WindowContext = createContext<WindowStore | null>(null)

export function useWindowStore(): WindowStore {
  const store = useContext(WindowContext)
  if (!store) throw new Error('There is no window store above this component.')
  return store
}

export function useWindow<T>(select: (state: WindowState) => T): T {
  return useStore(shownStore(useWindowStore()), select)
}

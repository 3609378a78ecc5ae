/**
 * Everything that a window does, by name. Menus, keys, the palette and the canvas call these and nothing else.
 *
 * Edits show at once and are sent to the host in order; if the host refuses one, the mirror is read again and a message says why.
 */
import { createContext, useContext } from 'react'
import type { Backdrop, DraftSettings, KeepMode, PresetName } from '../../app/contract/document.ts'
import type { ExportAs } from '../../app/contract/exports.ts'
import type { Gesture, NotesChange, RoundChange, SceneChange } from '../../app/contract/edit.ts'
import type { TrackName } from '../../app/contract/result.ts'
import type { Preferences } from '../../app/contract/preferences.ts'
import type { Box, LocationFormat, Point } from '../../app/contract/scene.ts'
import type { Keeping } from '../../app/contract/storage.ts'
import type { Alignment, Order } from '../../app/scene/arrange.ts'
import type { Locations } from '../../app/scene/locations.ts'
import type { ToolName, ToolOptions } from '../canvas/tools/tool.ts'
import type { Compare, DialogName, Message, Screen, ViewTarget, WindowState } from './window.ts'

/** A whole path, or a name in a folder. */
export type CopyPlace = { readonly path: string } | { readonly folder: string; readonly name: string }

export interface Actions {
  // Projects
  createProject(size?: { readonly width: number; readonly height: number }): Promise<void>
  openProject(path: string, as?: 'normal' | 'readOnly' | 'copy' | 'repaired'): Promise<void>
  openExample(id: string): Promise<void>
  /** Whatever a project is opened from or begun with. Asks with the desktop's dialog; in a browser opens the window's own. */
  chooseProject(): Promise<void>
  /**
   * What was dropped, pasted or chosen: a project, a scene, a picture or a checkpoint. On the desktop projects and
   * checkpoints are opened where they lie; a browser gives the bytes only, so there a project is opened as a copy.
   */
  openFile(file: File): Promise<void>
  /** Asks where; as chooseProject. */
  chooseCopy(): Promise<void>
  saveCopy(to: CopyPlace): Promise<void>
  renameProject(name: string): Promise<void>
  /** What takes the room in its file. */
  measureStorage(): Promise<void>
  setKeeping(change: Partial<Keeping>): Promise<void>
  compact(): Promise<void>
  /** To a place that the desktop's dialog asks for; in a browser to its downloads. */
  exportRound(round: string, as: ExportAs): Promise<void>
  /** At the size of its scene. */
  copyPicture(round: string): Promise<void>
  closeProject(): Promise<void>
  forgetRecent(id: string): Promise<void>

  // Edits
  edit(gesture: Gesture): void
  undo(): void
  redo(): void
  /** A new instance from a drawn location, or a further location of the selected one; it is then selected. */
  place(location: Locations, toSelected: boolean): void
  /** Copies of instances, moved by scene pixels. */
  copyMoved(ids: readonly string[], dx: number, dy: number): void
  setCaption(id: string, caption: string): void
  setName(id: string, name: string | null): void
  noteInstances(ids: readonly string[], change: NotesChange): void
  /** Switches a location format on or off without deleting it. */
  toggleFormat(id: string, format: LocationFormat): void
  moveSelection(dx: number, dy: number): void
  resizeSelection(dw: number, dh: number): void
  setBounds(id: string, box: Box): void
  order(ids: readonly string[], order: Order): void
  /** Moves an instance in the list to a place counted from the back. */
  orderAt(id: string, at: number): void
  align(alignment: Alignment): void
  group(): void
  ungroup(): void
  duplicate(): void
  removeSelection(): void
  copy(): Promise<void>
  cut(): Promise<void>
  paste(inPlace: boolean): Promise<void>
  pasteText(text: string, inPlace: boolean): void
  /** Of the selected instance's mask. */
  editMask(how: 'invert' | 'fillHoles' | { readonly grow: number }): void
  changeScene(change: SceneChange): void
  changeSettings(change: Partial<DraftSettings>): void
  setPreset(preset: Exclude<PresetName, 'custom'>): void
  /** Off again, the settings are what they were before it. */
  toggleDraftQuality(): void
  /** A model with the settings that it is offered with, in the preset that is in use. */
  takeModel(id: string): void
  rollSeed(): void
  setKeep(keep: KeepMode): void
  /** Takes away what was painted on the region. */
  resetRegion(): void
  setSize(width: number, height: number): void
  /** Asks for a file, and takes it without a question. */
  choosePicture(as: 'round' | 'backdrop'): Promise<void>
  /** Of the picture that waits for it; null puts it aside. */
  answerPicture(as: 'round' | 'backdrop' | null): Promise<void>
  /** The backdrop becomes a round that the draft goes on from. */
  startFromBackdrop(): Promise<void>
  changeBackdrop(change: Partial<Backdrop> | null): void

  // Selecting and looking
  select(ids: readonly string[]): void
  /** The next in front (1) or behind (-1). */
  selectNext(direction: 1 | -1): void
  focusCaption(id: string): void
  /** Writes a name in the list; null ends that. */
  rename(id: string | null): void
  /** What was typed before the caption field had the focus; once. */
  takeEarly(): string
  setTool(tool: ToolName): void
  setToolOptions(change: Partial<ToolOptions>): void
  editPoints(id: string | null): void
  setShows(change: Partial<WindowState['shows']>): void
  setScale(scale: number): void
  zoomTo(target: ViewTarget): void
  setPeek(peek: WindowState['peek']): void
  find(text: string | null): void

  // Generating
  /** @param variants the draft's own number unless given */
  generate(variants?: number): Promise<void>
  stop(job?: string): Promise<void>
  goOnWithJob(job: string): Promise<void>
  keepAsDraft(job: string): Promise<void>
  discard(job: string): Promise<void>
  /** Of the picture that is being drawn; undefined shows all of them so far. */
  showTrack(track: TrackName | undefined): void

  // Rounds
  look(round: string | null): void
  goOnFrom(round: string): void
  /** Goes on from a round with copies of instances of the shown draft and their parts. */
  goOnWith(round: string, ids: readonly string[]): void
  noteRound(id: string, change: RoundChange): void
  /** With the parent unless `before` is given. */
  startCompare(after: string, before?: string): void
  changeCompare(change: Partial<Compare> | null): void

  // Window
  goTo(screen: Screen): void
  openDialog(dialog: DialogName | null, round?: string): void
  openMenu(screen: Point | null, instance?: string | null): void
  setPanelsHidden(hidden: boolean): void
  setRoundsOpen(open: boolean): void
  setPreferences(change: Partial<Preferences>): Promise<void>
  say(text: string): void
  tell(message: Omit<Message, 'id'>): void
  dismiss(id: string): void
  startTour(): Promise<void>
  setTourCard(card: number | null): void

  // Models and devices
  /** Without a path asks with the desktop's dialog. */
  addModel(path?: string): Promise<void>
  removeModel(id: string): Promise<void>
  measureModel(id: string): Promise<void>
  testDevices(again: boolean): Promise<void>
}

export const ActionsContext = createContext<Actions | null>(null)

export function useActions(): Actions {
  const actions = useContext(ActionsContext)
  if (!actions) throw new Error('There are no actions above this component.')
  return actions
}

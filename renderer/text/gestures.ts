/** What a step of undo is called. By the kinds of contract/edit.ts. */
import { theThing } from './region.ts'

const verbs: Readonly<Record<string, string>> = {
  draw: 'draw',
  addLocation: 'add a place to',
  move: 'move',
  resize: 'resize',
  reshape: 'reshape',
  paint: 'paint',
  reword: 'reword',
  rename: 'rename',
  remove: 'remove',
  duplicate: 'duplicate',
  paste: 'paste',
  order: 'reorder',
  align: 'align',
  group: 'group',
  hide: 'hide or show',
  pin: 'pin',
  opacity: 'opacity of',
  formats: 'locations of',
  keep: 'keep mode of',
}

const deeds: Readonly<Record<string, string>> = {
  scene: 'words for the scene',
  size: 'size of the picture',
  settings: 'settings of the round',
  backdrop: 'backdrop',
  goOn: 'go on from a round',
  generate: 'generate',
  open: 'open a scene',
  round: 'note on a round',
  keep: 'keep mode',
  region: 'region by hand',
  move: 'move',
  draw: 'draw',
}

export interface StepWords {
  readonly kind: string
  readonly of?: string | undefined
}

/** "move the red fish". */
export function stepName({ kind, of }: StepWords): string {
  const verb = verbs[kind]
  const what = of?.trim()
  if (verb !== undefined && what) return `${verb} ${theThing(what)}`
  return deeds[kind] ?? (verb === undefined ? 'change' : `${verb.replace(/ (of|to)$/, '')}`)
}

export function undoLabel(step: StepWords | null): string {
  return step ? `Undo: ${stepName(step)}` : 'Nothing to undo'
}

export function redoLabel(step: StepWords | null): string {
  return step ? `Redo: ${stepName(step)}` : 'Nothing to redo'
}

export function undone(step: StepWords): string {
  return `Undone: ${stepName(step)}.`
}

export function redone(step: StepWords): string {
  return `Done again: ${stepName(step)}.`
}

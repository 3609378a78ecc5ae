/**
 * What a draft is compared with: the draft of the round that it goes on from, by what was drawn and not by what files are
 * called.
 */

import type { Draft } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'

/** What the round is about to be drawn with, as far as it is known. */
export type Drawing = {
  /** Digest of the model file. */
  readonly model: string
  /** Of the picture, in pixels. */
  readonly width: number
  readonly height: number
}

/**
 * A photograph was drawn from no words and by no model: those of the draft stand for it. Any other round was drawn by the
 * same model if the files are the same, wherever they lie. A picture of another size cannot be held.
 */
export function parentDraftOf(
  parent: Pick<Round, 'kind' | 'draft' | 'model' | 'width' | 'height'>,
  draft: Draft,
  drawing?: Drawing,
): Draft {
  const alike = withModel(
    parent.kind === 'picture' ? worded(parent.draft, draft) : parent.draft,
    modelOf(parent, draft, drawing),
  )
  const isOtherSize = drawing !== undefined && (drawing.width !== parent.width || drawing.height !== parent.height)
  if (!isOtherSize || alike.scene.width !== draft.scene.width || alike.scene.height !== draft.scene.height) return alike
  return { ...alike, scene: { ...alike.scene, width: alike.scene.width + 1 } }
}

function modelOf(
  { kind, draft: own, model }: Pick<Round, 'kind' | 'draft' | 'model'>,
  { settings }: Draft,
  drawing?: Drawing,
): string {
  if (kind === 'picture') return settings.model
  if (!drawing) return own.settings.model
  return model.digest === drawing.model ? settings.model : `another than ${settings.model}`
}

function withModel(draft: Draft, model: string): Draft {
  return draft.settings.model === model ? draft : { ...draft, settings: { ...draft.settings, model } }
}

function worded(draft: Draft, { scene: { caption, negativeCaption } }: Draft): Draft {
  if (draft.scene.caption === caption && draft.scene.negativeCaption === negativeCaption) return draft
  const { negativeCaption: _, ...scene } = draft.scene
  return { ...draft, scene: { ...scene, caption, ...(negativeCaption !== undefined && { negativeCaption }) } }
}

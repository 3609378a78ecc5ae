/** A photograph or drawing that rounds start from: it becomes a round of its own, which the draft then goes on from. */
import type { Draft } from '../contract/document.ts'
import type { Command, Gesture } from '../contract/edit.ts'
import { StudioError } from '../contract/errors.ts'
import type { Changed } from '../contract/project.ts'
import { encodePlainPng, scaledPixels } from '../exchange/picture.ts'
import { fitSize, scaleScene, type Size } from '../scene/fit.ts'
import type { Models } from './models.ts'
import type { Projects } from './projects.ts'
import type { NewRound } from './new-round.ts'
import { pictureOf } from './dropped-files.ts'

interface Start {
  /** Of the project, as windows name it. */
  readonly id: string
  readonly sequence: number
  /** Digest of what was put into the project. */
  readonly picture: string
  /** Of its file. */
  readonly name?: string | undefined
}

/** @throws StudioError conflict, notAPicture, projectReadOnly, modelUnknown; EngineError for a model that cannot be used */
export async function startFromPicture(
  { models, projects, newId }: { readonly models: Models; readonly projects: Projects; readonly newId: () => string },
  { id, sequence, picture, name }: Start,
): Promise<Changed> {
  const project = projects.get(id)
  const { draft } = project.document
  const found = project.blob(picture)
  if (!found) throw new StudioError('notAPicture', 'The picture is not in the project.')
  const { png, width, height } = await pictureOf(found, 'The picture')
  const { facts } = await models.read(draft.settings.model)
  const model = await models.named(draft.settings.model)
  const size = fitSize(width, height, { nativeArea: facts.nativeSide ** 2, multiple: facts.sideMultiple })
  const drawn = await encodePlainPng(await scaledPixels(png, size.width, size.height))
  // Nothing was changed for it yet.
  if (project.history.sequence !== sequence) throw new StudioError('conflict')
  const own = sceneOf(draft, sceneSize(draft, size))
  const fields: NewRound = {
    ...size,
    kind: 'picture',
    job: newId(),
    variant: 0,
    draft: { ...own, scene: { ...own.scene, instances: [] }, notes: {} },
    seed: draft.settings.seed,
    passes: 0,
    seconds: 0,
    model,
    device: { device: 'cpu', reason: 'No model has drawn it.' },
    warnings: [],
  }
  const goOn = (round: string): Gesture => {
    const commands: Command[] = [{ do: 'setDraft', draft: { ...own, parent: round } }]
    if (name !== undefined) commands.push({ do: 'noteRound', id: round, change: { name } })
    return { kind: 'goOn', ...(name !== undefined && { of: name }), commands }
  }
  return projects.addPicture(id, fields, drawn, goOn)
}

/** As many pixels as the scene has now, in the picture's shape. */
function sceneSize({ scene }: Draft, { width, height }: Size): Size {
  const scale = Math.max(1, Math.round(Math.sqrt((scene.width * scene.height) / (width * height))))
  return { width: width * scale, height: height * scale }
}

/** Things that a round shows already belong to that round, those that none shows are still to be drawn. */
function sceneOf(before: Draft, size: Size): Draft {
  const { region: _, ...draft } = before
  const isDrawn = draft.parent !== null
  const scene = scaleScene(isDrawn ? { ...draft.scene, instances: [] } : draft.scene, size)
  return { ...draft, scene, notes: isDrawn ? {} : draft.notes, keep: 'locked', backdrop: null, parent: null }
}

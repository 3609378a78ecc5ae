/** Rounds on their way out: a picture or a scene as a file, by address or at a place that was chosen. */
import path from 'node:path'
import { StudioError } from '../contract/errors.ts'
import { exportEndings, type ExportAs } from '../contract/exports.ts'
import type { Round } from '../contract/project.ts'
import type { Studio } from '../contract/studio.ts'
import { LayersError } from '../exchange/layers.ts'
import { pictureFile, pictureTypes } from '../exchange/picture-file.ts'
import { writeInPlace, writeOver } from '../project/files.ts'
import { toPublished } from '../scene/published.ts'
import { fileName } from './names.ts'

export interface ExportedFile {
  readonly name: string
  /** Of its content, as MIME has it. */
  readonly type: string
  bytes(): Promise<Uint8Array>
}

/** A project, as far as exporting goes. */
export interface ExportedProject {
  readonly name: string
  readonly rounds: readonly Round[]
  readonly document: { readonly rounds: Readonly<Record<string, { readonly name?: string | undefined }>> }
  blob(digest: string): Uint8Array | undefined
}

/** @throws StudioError roundNotFound; when its bytes are asked for pictureTooLarge, for layers that are too large together */
export function exportedRound(project: ExportedProject, id: string, as: ExportAs): ExportedFile {
  const round = project.rounds.find((each) => each.id === id)
  const png = round && project.blob(round.picture)
  if (!png) throw new StudioError('roundNotFound')
  const name = `${fileName(`${project.name}, ${nameOf(project, round)}`)}.${exportEndings[as.format]}`
  const { scene } = round.draft
  if (as.format !== 'json')
    return { name, type: pictureTypes[as.format], bytes: () => withReason(pictureFile(png, scene, as)) }
  const text = `${JSON.stringify(toPublished(scene), null, 2)}\n`
  return { name, type: 'application/json', bytes: async () => Buffer.from(text) }
}

/** To where the artist says, who has agreed to what is replaced there. @returns the path, or null if they chose none */
export async function exportTo(
  project: ExportedProject & { readonly path: string },
  { round, as }: { readonly round: string; readonly as: ExportAs },
  choosePlace: Studio['choosePlace'],
): Promise<string | null> {
  const file = exportedRound(project, round, as)
  const place = await choosePlace({ suggested: path.join(path.dirname(project.path), file.name), kind: as.format })
  if (place === null) return null
  const hasEnding = /\.[a-z]{3,4}$/i.test(place)
  const to = hasEnding ? place : place + path.extname(file.name)
  // To replace what has the whole name was not agreed to.
  const write = hasEnding ? writeOver : writeInPlace
  write(to, await file.bytes())
  return to
}

async function withReason(work: Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work
  } catch (error) {
    throw error instanceof LayersError ? new StudioError('pictureTooLarge', error.message, { cause: error }) : error
  }
}

/** By its own name, else by its place in the tree: variants are told apart. */
function nameOf({ document }: ExportedProject, { id, level, variant }: Round): string {
  const plain = `round ${level}${variant > 0 ? `-${variant + 1}` : ''}`
  return document.rounds[id]?.name ?? plain
}

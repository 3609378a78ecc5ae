/** Rounds on their way out: a picture or a scene as a file, by address or at a place that was chosen. */
import path from 'node:path'
import { StudioError } from '../contract/errors.ts'
import { exportEndings, type ExportAs } from '../contract/exports.ts'
import type { Round } from '../contract/project.ts'
import type { Studio } from '../contract/studio.ts'
import { contactSheet } from '../exchange/contact-sheet.ts'
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

interface RoundNote {
  readonly name?: string | undefined
  readonly deleted?: boolean | undefined
}

/** A project, as far as exporting goes. */
export interface ExportedProject {
  readonly name: string
  readonly rounds: readonly Round[]
  readonly document: { readonly rounds: Readonly<Record<string, RoundNote>> }
  blob(digest: string): Uint8Array | undefined
}

/** @throws StudioError roundNotFound; when its bytes are asked for pictureTooLarge, for layers that are too large together */
export function exportedRound(project: ExportedProject, id: string, as: ExportAs): ExportedFile {
  const round = project.rounds.find((each) => each.id === id)
  const png = round && project.blob(round.picture)
  if (!png) throw new StudioError('roundNotFound')
  if (as.format === 'sheet') return exportedSheet(project)
  const name = `${fileName(`${project.name}, ${nameOf(project, round)}`)}.${exportEndings[as.format]}`
  const { scene } = round.draft
  if (as.format !== 'json')
    return { name, type: pictureTypes[as.format], bytes: () => withReason(pictureFile(png, scene, as)) }
  const text = `${JSON.stringify(toPublished(scene), null, 2)}\n`
  return { name, type: 'application/json', bytes: async () => Buffer.from(text) }
}

/** Every round that is not deleted, in the order of making. */
function exportedSheet(project: ExportedProject): ExportedFile {
  const { rounds: notes } = project.document
  const shown = project.rounds.filter(({ id }) => notes[id]?.deleted !== true)
  const pictures = shown.flatMap(({ id, picture, width, height, ...place }) => {
    const png = project.blob(picture)
    const name = [numberOf(place), notes[id]?.name].filter(Boolean).join('  ')
    return png ? [{ png, width, height, name }] : []
  })
  return {
    name: `${fileName(`${project.name}, contact sheet`)}.${exportEndings.sheet}`,
    type: pictureTypes.png,
    bytes: () => contactSheet(project.name, pictures),
  }
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
function nameOf({ document }: ExportedProject, round: Round): string {
  return document.rounds[round.id]?.name ?? `round ${numberOf(round)}`
}

function numberOf({ level, variant }: Pick<Round, 'level' | 'variant'>): string {
  return `${level}${variant > 0 ? `-${variant + 1}` : ''}`
}

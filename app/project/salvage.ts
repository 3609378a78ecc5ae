/**
 * What can still be read of a damaged project. Reads only.
 *
 * Rows are asked for one by one, by number, so that a bad page costs the rows that lie on it and no others; and so that the
 * time is bounded even where pages refer to each other in circles.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Document, Draft } from '../contract/document.ts'
import { StudioError } from '../contract/errors.ts'
import type { Round } from '../contract/project.ts'
import { applyCommands } from '../scene/edit.ts'
import { readBlob } from './blobs.ts'
import { backdropsIn } from './cut.ts'
import type { Database } from './database.ts'
import { checkFile, openDatabase } from './database.ts'
import { named } from './errors.ts'
import { readDocument } from './read.ts'
import { roundReader } from './rounds.ts'
import { checkSchema } from './schema.ts'
import type { LoggedStep } from './steps.ts'
import { loggedStepReader } from './steps.ts'
import { sha256 } from './values.ts'

/** After so many numbers that cannot be read there is nothing more: rounds and steps run without gaps, bytes come and go. */
const longestGap = { round: 1000, step: 1000, blob: 100_000 }

export interface Salvage {
  /** Undefined if neither the document nor anything that it can be made from is readable. */
  readonly document: Document | undefined
  /** Each with its picture; one whose parent is lost begins a tree of its own. */
  readonly rounds: readonly Round[]
  /** Number of the first round that is lost, from 1. */
  readonly firstLost: number | undefined
  /** Whether no round is lost and no backdrop, which the document and the rounds then do without. */
  readonly isWhole: boolean
  /** Only if it leads to the document. */
  readonly history:
    | { readonly first: Document; readonly steps: readonly LoggedStep[]; readonly sequence: number }
    | undefined
  readonly db: Database
  /** The bytes of a blob, if they are what they were. */
  bytesOf(digest: string): Uint8Array | undefined
  close(): void
}

/** @throws StudioError projectDamaged if nothing at all can be read, projectNotFound, notAProject, projectNewer */
export function openSalvage(path: string, program: string): Salvage {
  const db = openSound(path, program)
  const bytesOf = blobReader(db, path)
  const { rounds: found, firstLost } = salvageRounds(db, path, bytesOf)
  const steps = salvageSteps(db, path)
  const newest = attempt(() => readDocument(db, 'newest', path))
  const first = attempt(() => readDocument(db, 'first', path))?.document
  const replayed = first && replay(first, steps.list)
  const last = newest?.document ?? replayed ?? newestDraft(found)
  const lost = lostBackdrops([last, first, ...found], steps.list, bytesOf)
  const rounds = found.map((round) => withoutBackdrops(round, lost))
  const document = last && withKnownParent(withoutBackdrops(last, lost), rounds)
  const isWhole = firstLost === undefined && lost.size === 0
  const isLogWhole = first && steps.isWhole && isWhole && isDeepStrictEqual(replayed, document)
  const sequence = newest?.sequence ?? steps.list.length
  const history = isLogWhole ? { first, steps: steps.list, sequence } : undefined
  return { document, rounds, firstLost, isWhole, history, db, bytesOf, close: () => db.close() }
}

/**
 * The error for a damaged file, with what can be read of it in its sentence; projectLost if that is nothing, and projectNewer
 * for a file that is not damaged but of a form that is not known here.
 */
export function describeDamage(path: string, program: string, cause: unknown): StudioError {
  const name = named(path)
  try {
    const salvage = openSalvage(path, program)
    salvage.close()
    if (salvage.document) return new StudioError('projectDamaged', damageOf(name, salvage), { cause })
  } catch (error) {
    if (error instanceof StudioError && error.code === 'projectNewer') return error
  }
  return new StudioError('projectLost', `${name} is damaged, and nothing in it can be read.`, { cause })
}

function damageOf(name: string, { rounds, firstLost }: Salvage): string {
  if (rounds.length === 0) return `${name} is damaged. Its captions and places can be read.`
  const count = rounds.length === 1 ? 'One round' : `${rounds.length} rounds`
  if (firstLost === undefined) return `${name} is damaged. ${count} and all captions can be read.`
  if (firstLost !== rounds.length + 1) return `${name} is damaged. ${count} and the captions can be read.`
  const before = rounds.length === 1 ? 'Round 1' : `Rounds 1 to ${rounds.length}`
  return `${name} is damaged from round ${firstLost} on. ${before} and all captions can be read.`
}

function openSound(path: string, program: string): Database {
  checkFile(path)
  const db = openDatabase(path, 'salvage')
  try {
    checkSchema(db, path, program)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Undefined for whatever cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** By the index if that is sound, else by a list of what is there. */
function blobReader(db: Database, path: string): Salvage['bytesOf'] {
  let numbers: Map<string, number> | undefined
  return (digest) => {
    const direct = attempt(() => readBlob(db, digest, path))
    if (direct) return direct
    numbers ??= blobNumbers(db)
    const number = numbers.get(digest)
    const bytes = attempt(() => db.prepare('SELECT bytes FROM blob WHERE number = ?').pluck().get(number))
    return bytes instanceof Uint8Array && sha256(bytes) === digest ? bytes : undefined
  }
}

function blobNumbers(db: Database): Map<string, number> {
  const numbers = new Map<string, number>()
  const one = db.prepare('SELECT sha256 FROM blob WHERE number = ?').pluck()
  eachNumber(db, 'blob', (number) => {
    const digest = attempt(() => one.get(number))
    if (typeof digest === 'string') numbers.set(digest, number)
    return digest !== undefined
  })
  return numbers
}

/** From 1 to the last there is, or until `isThere` has said no too often. */
function eachNumber(db: Database, table: 'round' | 'step' | 'blob', isThere: (number: number) => boolean): void {
  const last = attempt(() => Number(db.prepare(`SELECT max(number) FROM ${table}`).pluck().get() ?? 0)) ?? Infinity
  for (let number = 1, gap = 0; number <= last && gap < longestGap[table]; number++) gap = isThere(number) ? 0 : gap + 1
}

function salvageRounds(
  db: Database,
  path: string,
  bytesOf: Salvage['bytesOf'],
): { rounds: Round[]; firstLost: number | undefined } {
  const rounds: Round[] = []
  const known = new Map<string, Round>()
  const missing: number[] = []
  let lastSeen = 0
  const read = roundReader(db, path)
  eachNumber(db, 'round', (number) => {
    const { round, isBroken } = oneRound(read, number)
    if (round || isBroken) lastSeen = number
    const isKept = round !== undefined && !known.has(round.id) && bytesOf(round.picture) !== undefined
    if (!isKept) missing.push(number)
    else {
      const placed = placedUnder(round, known)
      rounds.push(placed)
      known.set(placed.id, placed)
    }
    return round !== undefined
  })
  return { rounds, firstLost: missing.find((number) => number <= lastSeen) }
}

function oneRound(
  read: (number: number) => Round | undefined,
  number: number,
): { round?: Round | undefined; isBroken: boolean } {
  try {
    return { round: read(number), isBroken: false }
  } catch {
    return { isBroken: true }
  }
}

function placedUnder(round: Round, known: ReadonlyMap<string, Round>): Round {
  const parent = known.get(round.parent ?? '')
  const id = parent?.id ?? null
  return { ...round, parent: id, level: (parent?.level ?? 0) + 1, draft: { ...round.draft, parent: id } }
}

interface Drafted {
  readonly draft: Draft
}

/** Digests of those that something refers to and whose bytes are gone: no edit of a document with such a one is taken. */
function lostBackdrops(
  some: readonly (Drafted | undefined)[],
  steps: readonly LoggedStep[],
  bytesOf: Salvage['bytesOf'],
): ReadonlySet<string> {
  const drafts = some.flatMap((one) => one?.draft.backdrop?.picture ?? [])
  const pictures = new Set([...drafts, ...steps.flatMap(backdropsIn)])
  return new Set([...pictures].filter((picture) => bytesOf(picture) === undefined))
}

function withoutBackdrops<T extends Drafted>(one: T, lost: ReadonlySet<string>): T {
  const { backdrop } = one.draft
  return backdrop && lost.has(backdrop.picture) ? { ...one, draft: { ...one.draft, backdrop: null } } : one
}

function salvageSteps(db: Database, path: string): { list: LoggedStep[]; isWhole: boolean } {
  const list: LoggedStep[] = []
  let isBroken = false
  const read = loggedStepReader(db, path)
  eachNumber(db, 'step', (number) => {
    try {
      const step = read(number)
      if (step) list.push(step)
      return step !== undefined
    } catch {
      isBroken = true
      return false
    }
  })
  return { list, isWhole: !isBroken && list.every(({ number }, index) => number === index + 1) }
}

/** As far as the log leads without a gap. */
function replay(first: Document, steps: readonly LoggedStep[]): Document {
  let document = first
  for (const [index, { number, state, commands }] of steps.entries()) {
    const next =
      number === index + 1 ? attempt(() => applyCommands(document, state === 'done' ? commands : [])) : undefined
    if (!next) return document
    ;({ document } = next)
  }
  return document
}

function newestDraft(rounds: readonly Round[]): Document | undefined {
  const newest = rounds.at(-1)
  return newest && { draft: { ...newest.draft, parent: newest.id }, rounds: {} }
}

function withKnownParent(document: Document, rounds: readonly Round[]): Document {
  const { parent } = document.draft
  if (parent === null || rounds.some(({ id }) => id === parent)) return document
  return { ...document, draft: { ...document.draft, parent: null } }
}

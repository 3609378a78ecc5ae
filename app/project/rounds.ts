/** Rounds as rows: each is written once, whole, with its picture. */
import { z } from 'zod'
import { draftSchema } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import { roundSchema } from '../contract/project.ts'
import { roundReportSchema } from '../contract/report.ts'
import { runWarningSchema } from '../contract/result.ts'
import type { BlobKind } from './blobs.ts'
import { putBlob, readBlob } from './blobs.ts'
import type { Database } from './database.ts'
import { largestText } from './database.ts'
import { fileError, ifSound } from './errors.ts'
import { float32Bytes, fromFloat32 } from './latents.ts'
import { checked, jsonOf } from './values.ts'

/** What the caller knows of a round; its parent is its draft's, and the project adds the rest. */
export type NewRound = Omit<Round, 'id' | 'parent' | 'level' | 'createdAt' | 'picture'>

/** Further bytes of a round, each by its role. `latents`: those at the end of its run, as float32. */
export interface RoundPart {
  readonly role: string
  readonly kind: BlobKind
  readonly bytes: Uint8Array
}

/** More than anyone makes; what a file with more is made for cannot be good. */
const mostRounds = 100_000

const columns = `id, parent, kind, level, job, variant, created_at, picture, width, height, seed, passes, seconds,
  model_name, model_digest, device, device_reason,
  CASE WHEN octet_length(draft) <= ${largestText} THEN draft END AS draft,
  CASE WHEN octet_length(warnings) <= ${largestText} THEN warnings END AS warnings`

const reportRole = 'report'
const reportJson = jsonOf(roundReportSchema)

const { shape } = roundSchema.omit({ report: true })
const rowSchema = z.object({
  ...shape,
  created_at: shape.createdAt,
  draft: jsonOf(draftSchema),
  model_name: z.string(),
  model_digest: z.string(),
  device: shape.device.shape.device,
  device_reason: z.string(),
  warnings: jsonOf(z.array(runWarningSchema)),
})
const storedSchema = rowSchema.omit({ createdAt: true, model: true })

/** In the order in which they were made, with their reports. @throws StudioError projectDamaged */
export function readRounds(db: Database, path: string): Round[] {
  const rounds: Round[] = []
  const levels = new Map<string, number>()
  for (const row of db.prepare(`SELECT ${columns} FROM round ORDER BY number LIMIT ${mostRounds + 1}`).iterate()) {
    const round = roundOf(row, path)
    if (!isInTree(round, levels) || rounds.length === mostRounds) throw fileError('projectDamaged', path)
    levels.set(round.id, round.level)
    rounds.push(round)
  }
  return rounds.map((round) => withReport(db, path, round))
}

/** What cannot be read of a report costs no round. */
export function withReport(db: Database, path: string, round: Round): Round {
  const bytes = ifSound(path, () => readPart(db, path, round.id, reportRole))
  const { data: report } = reportJson.safeParse(bytes && Buffer.from(bytes).toString('utf8'))
  return report ? { ...round, report } : round
}

/** By number. @throws StudioError projectDamaged, from the function that it gives */
export function roundReader(db: Database, path: string): (number: number) => Round | undefined {
  const statement = db.prepare(`SELECT ${columns} FROM round WHERE number = ?`)
  return (number) => {
    const row = statement.get(number)
    return row === undefined ? undefined : roundOf(row, path)
  }
}

/** A parent comes before its children, so that the rounds are a tree. @param levels of the rounds before, by id */
export function isInTree({ id, parent, level, draft }: Round, levels: ReadonlyMap<string, number>): boolean {
  const expected = parent === null ? 1 : (levels.get(parent) ?? Number.NaN) + 1
  return level === expected && draft.parent === parent && !levels.has(id)
}

function roundOf(row: unknown, path: string): Round {
  const {
    created_at: createdAt,
    model_name,
    model_digest,
    device,
    device_reason,
    ...same
  } = checked(storedSchema, row, path)
  return {
    ...same,
    createdAt,
    model: { name: model_name, digest: model_digest },
    device: { device, reason: device_reason },
  }
}

/** Its picture is there already, its report is not put in with it: it is a part. */
export function insertRound(db: Database, round: Round): void {
  const { createdAt, draft, model, device, warnings, report: _, ...same } = round
  const row = {
    ...same,
    created_at: Math.trunc(createdAt),
    draft: JSON.stringify(draft),
    model_name: model.name,
    model_digest: model.digest,
    device: device.device,
    device_reason: device.reason,
    warnings: JSON.stringify(warnings),
  }
  const names = Object.keys(row)
  db.prepare(`INSERT INTO round (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`).run(row)
}

export function insertPart(db: Database, round: string, role: string, blob: string): void {
  db.prepare('INSERT INTO round_part (round, role, blob) VALUES (?, ?, ?)').run(round, role, blob)
}

export function insertReport(db: Database, { id, report }: Round): void {
  if (report) insertPart(db, id, reportRole, putBlob(db, Buffer.from(JSON.stringify(report)), 'report'))
}

/** By its role; undefined if it is not there. @throws StudioError projectDamaged */
export function readPart(db: Database, path: string, round: string, role: string): Uint8Array | undefined {
  const digest = db.prepare('SELECT blob FROM round_part WHERE round = ? AND role = ?').pluck().get(round, role)
  return typeof digest === 'string' ? readBlob(db, digest, path) : undefined
}

/** In place of what may be damaged. */
export function putLatents(db: Database, round: string, latents: Float32Array): void {
  const blob = putBlob(db, float32Bytes(latents), 'latents')
  db.prepare("INSERT OR REPLACE INTO round_part (round, role, blob) VALUES (?, 'latents', ?)").run(round, blob)
}

/** Those at the end of its run; undefined if they are not there, or not what they were. */
export function readLatents(db: Database, path: string, round: string): Float32Array | undefined {
  const bytes = ifSound(path, () => readPart(db, path, round, 'latents'))
  return bytes && fromFloat32(bytes)
}

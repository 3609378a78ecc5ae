/** Values out of a project file: nothing in it is believed before a schema has read it. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Document } from '../contract/document.ts'
import { documentSchema } from '../contract/document.ts'
import { fileError } from './errors.ts'

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** A row whose columns are checked by `schema`. @throws StudioError projectDamaged */
export function checked<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value)
  if (!result.success) throw fileError('projectDamaged', path, result.error)
  return result.data
}

/** A column of text that holds JSON. */
export function jsonOf<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' })
        return z.NEVER
      }
    })
    .pipe(schema) as unknown as z.ZodType<T>
}

/** The document as it lies in the file. */
export const storedDocumentSchema = z.object({
  sequence: z.int().min(0),
  step: z.int().min(0),
  body: z.string(),
  sha256: z.string(),
})
const documentJson = jsonOf(documentSchema)

/** @throws StudioError projectDamaged */
export function documentOf(row: z.infer<typeof storedDocumentSchema>, path: string): Document {
  if (sha256(row.body) !== row.sha256) throw fileError('projectDamaged', path)
  return checked(documentJson, row.body, path)
}

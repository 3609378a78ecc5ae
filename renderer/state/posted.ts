/** A file on its way to the host. */
import { StudioError, studioErrorSchema } from '../../app/contract/errors.ts'

/** @throws StudioError with what the host says */
export async function posted(address: string, file: File): Promise<unknown> {
  const response = await fetch(address, { method: 'POST', body: file })
  const answer = (await response.json()) as unknown
  if (response.ok) return answer
  const { error } = answer as { error?: unknown }
  const { code, message } = studioErrorSchema.parse(error)
  throw new StudioError(code, message)
}

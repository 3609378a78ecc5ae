/** Files on their way to the host and from it. */
import { StudioError, studioErrorSchema } from '../../app/contract/errors.ts'

/** @throws StudioError with what the host says */
export async function posted(address: string, file: File): Promise<unknown> {
  return (await answered(await fetch(address, { method: 'POST', body: file }))).json()
}

/** With the name that the host gives it. @throws StudioError with what the host says */
export async function fetched(address: string): Promise<File> {
  const response = await answered(await fetch(address))
  const [, name = ''] = /filename\*=UTF-8''(.+)$/.exec(response.headers.get('content-disposition') ?? '') ?? []
  const content = await response.blob()
  return new File([content], decodeURIComponent(name), { type: content.type })
}

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response
  const { error } = (await response.json()) as { error?: unknown }
  const { code, message } = studioErrorSchema.parse(error)
  throw new StudioError(code, message)
}

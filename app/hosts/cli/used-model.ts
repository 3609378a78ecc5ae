/** A model that rounds are drawn with: where it lies, what it can, and by which digest what it leaves is known. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { modelFacts, type ModelFacts } from '../../conditions/plan.ts'
import { starterModel } from '../../contract/document.ts'
import type { RecommendedSettings } from '../../contract/model.ts'
import type { Round } from '../../contract/project.ts'
import type { ModelUse } from '../../contract/run.ts'
import { BadInput } from './bad-input.ts'
import { requireDevice } from './device.ts'
import { modelFile } from './model-file.ts'
import type { EngineSession } from './session.ts'

export interface UsedModel {
  /** As drafts name it. */
  readonly id: string
  readonly use: ModelUse
  readonly facts: ModelFacts
  readonly recommended: RecommendedSettings
  readonly model: Round['model']
}

/**
 * @param wished as drafts name it
 * @throws EngineError; BadInput for a model or device that cannot be used
 */
export async function usedModel(
  session: EngineSession,
  wished: string,
  device: ModelUse['device'],
): Promise<UsedModel> {
  const use: ModelUse = { path: modelFile(wished), device }
  await requireDevice(session, device)
  const info = await session.host.call('inspect', { path: use.path }, { signal: session.signal })
  if (!info.networks)
    throw new BadInput(`"${wished}" cannot draw: ${info.problem ?? 'it holds no network that is known.'}`)
  const { recommended } = info.networks
  const { name } = path.parse(use.path)
  const model = { name, digest: await digestOf(use.path, session.signal) }
  return { id: wished === starterModel ? wished : use.path, use, facts: modelFacts(info.networks), recommended, model }
}

async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20, signal })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

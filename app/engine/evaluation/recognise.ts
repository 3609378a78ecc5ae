/** Reads pictures with the recogniser that lies beside a model of the starter's world. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { LookedAt } from '../../contract/engine.ts'
import { EngineError } from '../../contract/errors.ts'
import type { Recognised } from '../../contract/evaluation.ts'
import { Recogniser } from '../../../native-models/recogniser/recogniser.ts'

/** To be closed. @throws EngineError if there is none */
export async function openRecogniser(model: string): Promise<Recogniser> {
  const file = path.join(path.dirname(path.resolve(model)), 'recogniser.safetensors')
  if (!existsSync(file))
    throw new EngineError('badRun', 'There is no recogniser beside this model; evaluate the starter model.')
  return Recogniser.open(file)
}

/** @throws EngineError if there is no recogniser */
export async function recognise(model: string, pictures: readonly LookedAt[]): Promise<Recognised[][]> {
  const recogniser = await openRecogniser(model)
  try {
    const found: Recognised[][] = []
    for (const { boxes, ...picture } of pictures) found.push(await recogniser.read(picture, boxes))
    return found
  } finally {
    await recogniser.close()
  }
}

/** Reads pictures with the recogniser that lies beside a model of the starter's world. */
import type { LookedAt } from '../../contract/engine.ts'
import type { Recognised } from '../../contract/evaluation.ts'
import { openRecogniser } from './readers.ts'

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

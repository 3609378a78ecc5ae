/** A run and what it goes on from as the request that the pipeline takes: ids become the numbers of instances. */
import { EngineError } from '../contract/errors.ts'
import type { Hold, RoundRun } from '../contract/hold.ts'
import { prepare, type Prepared, type Reader } from './prepare.ts'

/**
 * Whether latents have the right size is the pipeline's to check.
 * @throws EngineError for ids that the scene does not have, and tracks that can be of no use
 */
export function prepareRound({ run, hold, alone, tracks }: RoundRun, reader: Reader): Prepared {
  const { scene, settings } = run
  const known = new Set(scene.instances.map(({ id }) => id))
  const named = [...(alone ?? []), ...(tracks ?? []).map(({ instanceId }) => instanceId)]
  const stranger = named.find((id) => !known.has(id))
  if (stranger !== undefined)
    throw badRun(`The run names an instance "${shown(stranger)}", but its scene has none of that id.`)
  if (tracks && tracks.length > 0 && settings.variants > 1)
    throw badRun('Latents of tracks belong to one seed: draw the variants one by one, or leave the tracks out.')
  const prepared = prepare(run, reader)
  const numbers = new Map(prepared.instanceIds.map((id, number) => [id, number]))
  return {
    ...prepared,
    request: {
      ...prepared.request,
      // an instance without a place in the picture is known to the scene, but not to the network
      ...(alone && { alone: [...new Set(alone.flatMap((id) => numbers.get(id) ?? []))].sort((a, b) => a - b) }),
      ...(tracks && { tracks: new Map(tracks.map(({ instanceId, x_Chw }) => [numberOf(instanceId, numbers), x_Chw])) }),
      ...(hold && { hold: heldOf(hold) }),
    },
  }
}

function numberOf(id: string, numbers: ReadonlyMap<string, number>): number {
  const number = numbers.get(id)
  if (number === undefined)
    throw badRun(`There are latents of instance "${shown(id)}", which has no place in the picture: leave them out.`)
  return number
}

function heldOf({ clean_Chw, trajectory, ...hold }: Hold): NonNullable<Prepared['request']['hold']> {
  return {
    ...hold,
    clean_BChw: clean_Chw,
    trajectory: trajectory.map(({ step, x_Chw }) => ({ step, x_BChw: x_Chw })),
  }
}

/** An id may be of any length; a sentence may not. */
function shown(id: string): string {
  return id.length > 40 ? `${id.slice(0, 37)}...` : id
}

function badRun(sentence: string): EngineError {
  return new EngineError('badRun', sentence)
}

/**
 * What was measured of models on this machine: seconds of a pass and bytes, by model, device and picture size, kept between
 * sessions. The model is known by its digest, so that a file that was moved keeps its figures.
 */
import path from 'node:path'
import { z } from 'zod'
import { JsonFile } from './json-file.ts'

const measureSchema = z.object({
  digest: z.string(),
  device: z.string(),
  width: z.number(),
  height: z.number(),
  /** Of a whole picture by its passes, so that reading words and decoding are in it. */
  secondsPerPass: z.number().optional(),
  weightBytes: z.number().optional(),
  workBytes: z.number().optional(),
})
type Measure = z.infer<typeof measureSchema>

export type Measured = Pick<Measure, 'digest' | 'device' | 'width' | 'height'>
type Found = Pick<Measure, 'secondsPerPass' | 'weightBytes' | 'workBytes'>

/** More sizes, models and devices than anybody uses; the oldest go. */
const mostKept = 500
/** Of what is new against what was known: a machine that is busy for a moment should not turn the figure over. */
const newShare = 0.5

export class Speeds {
  readonly #file: JsonFile<Measure[]>

  constructor(folder: string) {
    this.#file = new JsonFile(path.join(folder, 'speeds.json'), z.array(measureSchema), [])
  }

  learn(what: Measured, found: Found): void {
    const known = this.#file.value.find((one) => isSame(one, what))
    const secondsPerPass = mixed(known?.secondsPerPass, found.secondsPerPass)
    const entry: Measure = { ...known, ...what, ...found, ...(secondsPerPass !== undefined && { secondsPerPass }) }
    const others = this.#file.value.filter((one) => one !== known)
    this.#file.set([...others, entry].slice(-mostKept))
  }

  /** Of this size, or from the nearest that was measured: passes and their memory grow with the area. */
  find({ digest, device, width, height }: Measured): Found {
    const area = width * height
    const distance = (one: Measure): number => Math.abs(Math.log((one.width * one.height) / area))
    const near = this.#file.value
      .filter((one) => one.digest === digest && one.device === device)
      .sort((a, b) => distance(a) - distance(b))
    const factorOf = (one: Measure): number => area / (one.width * one.height)
    const timed = near.find((one) => one.secondsPerPass !== undefined)
    const weighed = near.find((one) => one.workBytes !== undefined)
    return {
      ...(timed && { secondsPerPass: timed.secondsPerPass! * factorOf(timed) }),
      ...(weighed && { weightBytes: weighed.weightBytes ?? 0, workBytes: weighed.workBytes! * factorOf(weighed) }),
    }
  }

  /** Devices that something of this model was measured on. */
  devicesOf(digest: string): string[] {
    return [...new Set(this.#file.value.filter((one) => one.digest === digest).map(({ device }) => device))]
  }
}

function isSame(a: Measured, b: Measured): boolean {
  return a.digest === b.digest && a.device === b.device && a.width === b.width && a.height === b.height
}

function mixed(before: number | undefined, now: number | undefined): number | undefined {
  if (before === undefined || now === undefined) return now ?? before
  return newShare * now + (1 - newShare) * before
}

/** The networks that read pictures of the starter's world, and one picture as they see it. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { EngineError } from '../../contract/errors.ts'
import type { Layout as SetLayout } from '../../exchange/evaluation-set.ts'
import { decodeMask } from '../../scene/rle.ts'
import { Detector } from '../../../native-models/detector/detector.ts'
import type { Rgb } from '../../../native-models/recogniser/crop.ts'
import { Recogniser } from '../../../native-models/recogniser/recogniser.ts'
import { findingOf, type Finding, type Layout, type Pixel, type Wanted } from './finding.ts'

/** To be closed. @throws EngineError if there is none */
export function openRecogniser(model: string): Promise<Recogniser> {
  return Recogniser.open(beside(model, 'recogniser'))
}

/** What looks at the pictures of an evaluation. */
export class Readers {
  readonly detector: Detector
  readonly #recogniser: Recogniser

  private constructor(recogniser: Recogniser, detector: Detector) {
    this.#recogniser = recogniser
    this.detector = detector
  }

  /** @throws EngineError if one of them is missing */
  static async open(model: string): Promise<Readers> {
    const file = beside(model, 'detector')
    const recogniser = await openRecogniser(model)
    return new Readers(recogniser, await Detector.open(file))
  }

  /** @throws RangeError for a picture of another size than the world's */
  async find(picture: Rgb, layout: Layout): Promise<Finding> {
    const boxes = layout.wanted.map(({ box }) => box)
    const [read, detected] = [await this.#recogniser.read(picture, boxes), await this.detector.read(picture)]
    return findingOf(layout, read, detected, this.detector.config.sure)
  }

  async close(): Promise<void> {
    await this.#recogniser.close()
    await this.detector.close()
  }
}

/** @throws EngineError for a layout without boxes, points, scribbles and masks, or of another size than its picture */
export function layoutOf({ scene, truths, background }: SetLayout): Layout {
  const { width, height } = scene
  const pixel = ({ x, y }: { readonly x: number; readonly y: number }): Pixel => [
    Math.min(width - 1, Math.max(0, Math.floor(x))),
    Math.min(height - 1, Math.max(0, Math.floor(y))),
  ]
  const wanted = scene.instances.map(({ box, point, scribble, mask }, i): Wanted => {
    if (!box || !point || !scribble || !mask)
      throw new EngineError('badRun', 'A layout lacks a box, point, scribble or mask; make the evaluation set anew.')
    const { x0, y0, x1, y1 } = box
    return {
      ...truths[i]!,
      box: [x0, y0, x1, y1],
      mask: decodeMask(mask),
      point: pixel(point),
      scribble: scribble.flat().map(pixel),
    }
  })
  return { wanted, background, width }
}

function beside(model: string, what: 'recogniser' | 'detector'): string {
  const file = path.join(path.dirname(path.resolve(model)), `${what}.safetensors`)
  if (existsSync(file)) return file
  throw new EngineError('badRun', `There is no ${what} beside this model; evaluate the starter model.`)
}

/**
 * How well the starter model draws what it is told: pictures of held-out layouts, read by a recogniser that knows real
 * pictures only. Its own accuracy on those real pictures stands beside every figure.
 */
import path from 'node:path'
import { EngineError } from '../../contract/errors.ts'
import type { EvaluationInput, EvaluationReport, EvaluationRow } from '../../contract/evaluation.ts'
import type { RunProgress } from '../../contract/result.ts'
import { runFormat, runVersion, type Run } from '../../contract/run.ts'
import type { Scene } from '../../contract/scene.ts'
import type { Recogniser } from '../../../native-models/recogniser/recogniser.ts'
import type { Rgb } from '../../../native-models/recogniser/crop.ts'
import type { Picture } from '../../../native-models/pipeline.ts'
import type { RunModel } from '../generate.ts'
import { prepare, readerOf, type Reader } from '../prepare.ts'
import { inFormat, readLayouts, type Layout } from '../../exchange/evaluation-set.ts'
import { openRecogniser } from './recognise.ts'
import { Tally } from './score.ts'

/** What a row of the report changes; all else is the same. */
type Variation = Pick<EvaluationRow, 'formats' | 'mis' | 'merge'>

/** @throws EngineError if there is no evaluation set beside the model, or a picture is missing or a copy of a real one */
export async function evaluate(
  input: EvaluationInput,
  model: RunModel,
  onProgress: (progress: RunProgress) => void,
): Promise<EvaluationReport> {
  const folder = path.dirname(path.resolve(input.path))
  const layouts = await readLayouts(path.join(folder, 'evaluation'), input.layouts)
  const recogniser = await openRecogniser(input.path)
  try {
    const real = new Tally()
    for (const layout of layouts)
      real.add(await recogniser.read(layout.real, boxesOf(layout.scene, layout.real)), layout.truths)
    const rows: EvaluationRow[] = []
    const variations = variationsOf(input)
    for (const [index, variation] of variations.entries()) {
      const onLayout = (done: number): void =>
        onProgress({
          phase: 'evaluate',
          done: index * layouts.length + done,
          total: variations.length * layouts.length,
        })
      rows.push(await evaluateRow(input, variation, layouts, model, recogniser, onLayout))
    }
    const { present, class: kind, colour, texture, success } = real.shares()
    return {
      layouts: layouts.length,
      instances: real.instances,
      recogniser: { present, class: kind, colour, texture, success },
      rows,
    }
  } finally {
    await recogniser.close()
  }
}

/** Without places first; then every format, without and with a multi-instance phase. */
function variationsOf({ formats, mis, merges }: EvaluationInput): Variation[] {
  const grounded = formats.flatMap((format) =>
    mis.flatMap((share) =>
      (share > 0 ? merges : merges.slice(0, 1)).map((merge) => ({ formats: format, mis: share, merge })),
    ),
  )
  return [{ formats: 'none', mis: 0, merge: merges[0]! }, ...grounded]
}

async function evaluateRow(
  input: EvaluationInput,
  variation: Variation,
  layouts: readonly Layout[],
  model: RunModel,
  recogniser: Recogniser,
  onLayout: (done: number) => void,
): Promise<EvaluationRow> {
  const tally = new Tally()
  const reader = await readerOf(model)
  let [seconds, passes] = [0, 0]
  for (const [index, layout] of layouts.entries()) {
    onLayout(index)
    const picture = await draw(input, variation, layout, index, model, reader)
    refuseCopies(picture, layouts)
    tally.add(await recogniser.read(picture, boxesOf(layout.scene, picture)), layout.truths)
    seconds += picture.seconds.total
    passes += picture.passes
  }
  return {
    ...variation,
    grounding: variation.formats !== 'none',
    steps: input.settings.steps,
    sampler: input.settings.sampler,
    guidance: input.settings.guidance,
    ...tally.shares(),
    seconds: seconds / layouts.length,
    passes: passes / layouts.length,
  }
}

/** Layout i has seed i in every row, so that rows differ in nothing but what they name. */
function draw(
  input: EvaluationInput,
  { formats, mis, merge }: Variation,
  layout: Layout,
  index: number,
  model: RunModel,
  reader: Reader,
): Promise<Picture> {
  const run: Run = {
    format: runFormat,
    version: runVersion,
    scene: inFormat(layout.scene, formats),
    settings: { ...input.settings, seed: index, mis, merge, variants: 1 },
    model: { path: input.path, device: input.device },
  }
  return model.generate(prepare(run, reader).request)
}

/** A figure for a picture that was copied would be a lie. */
function refuseCopies(picture: Rgb, layouts: readonly Layout[]): void {
  const isCopy = layouts.some(({ real }) => Buffer.compare(real.rgb, picture.rgb) === 0)
  if (isCopy || picture.rgb.length === 0) {
    throw new EngineError(
      'failed',
      'A picture to be scored is missing or equal to a real one, byte for byte; the evaluation was ended.',
    )
  }
}

/** Boxes of the instances, in the picture's pixels. */
function boxesOf(scene: Scene, picture: Rgb): [number, number, number, number][] {
  const [across, down] = [picture.width / scene.width, picture.height / scene.height]
  return scene.instances.map(({ box }) => [box!.x0 * across, box!.y0 * down, box!.x1 * across, box!.y1 * down])
}

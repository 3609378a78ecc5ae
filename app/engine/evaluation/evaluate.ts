/**
 * How well the starter model draws what it is told: pictures of held-out layouts, read by two networks that know real pictures
 * only. What they say of the real pictures stands beside every figure.
 *
 * Of a picture nothing is kept but what was found in it, so the number of layouts does not matter to the memory.
 */
import { createHash } from 'node:crypto'
import { EngineError } from '../../contract/errors.ts'
import type { EvaluationInput, EvaluationReport, EvaluationRow, Variation } from '../../contract/evaluation.ts'
import type { RunProgress } from '../../contract/result.ts'
import { runFormat, runVersion, type Run } from '../../contract/run.ts'
import type { Picture } from '../../../native-models/pipeline.ts'
import type { Rgb } from '../../../native-models/recogniser/crop.ts'
import type { RunModel } from '../generate.ts'
import { prepare, readerOf, type Reader } from '../prepare.ts'
import { evaluationFolder, inFormat, readLayouts, type Layout } from '../../exchange/evaluation-set.ts'
import { TimeLeft } from '../time-left.ts'
import { figuresOf } from './figures.ts'
import type { Finding } from './finding.ts'
import { greatestOverlap } from './overlap.ts'
import { layoutOf, Readers } from './readers.ts'
import { writeBeside } from './show.ts'
import { plannedTables, variationKey, type PlannedRow } from './tables.ts'

/** What is kept of a picture. */
interface Drawn {
  readonly finding: Finding
  readonly seconds: number
  readonly passes: number
}

interface Evaluation {
  readonly input: EvaluationInput
  readonly layouts: readonly Layout[]
  readonly readers: Readers
  /** Digests of the real pictures. */
  readonly real: ReadonlySet<string>
  readonly onPicture: () => void
}

/**
 * @param open the model, with or without ScaleU; it closes the one before
 * @throws EngineError if there is no evaluation set beside the model, or a picture is missing or a copy of a real one
 */
export async function evaluate(
  input: EvaluationInput,
  open: (scaleU: boolean) => Promise<RunModel>,
  onProgress: (progress: RunProgress) => void,
): Promise<EvaluationReport> {
  const readers = await Readers.open(input.path)
  try {
    return await evaluateWith(readers, input, open, onProgress)
  } finally {
    await readers.close()
  }
}

async function evaluateWith(
  readers: Readers,
  input: EvaluationInput,
  open: (scaleU: boolean) => Promise<RunModel>,
  onProgress: (progress: RunProgress) => void,
): Promise<EvaluationReport> {
  const layouts = await readLayouts(evaluationFolder(input.path, input.set), input.layouts)
  requireSameWorld(layouts, readers)
  const tables = plannedTables(input)
  const rows = tables.flatMap((table) => table.rows)
  const variations = new Map(rows.map(({ variation }) => [variationKey(variation), variation]))
  const onPicture = counted(variations.size * layouts.length, onProgress)
  const real = new Set(layouts.map((layout) => digestOf(layout.real())))
  const evaluation: Evaluation = { input, layouts, readers, real, onPicture }
  const found = await findReal(evaluation)
  const figures = figuresOf(found, readers.detector.statistics)
  const drawn = new Map<string, readonly Drawn[]>()
  for (const [key, variation] of variations)
    drawn.set(key, await drawAll(evaluation, variation, await open(variation.scaleU)))
  const row = (planned: PlannedRow): EvaluationRow[] =>
    rowOf(evaluation, planned, drawn.get(variationKey(planned.variation))!, found)
  return {
    layouts: layouts.length,
    instances: figures.instances,
    real: figures,
    compared: readers.detector.config.statistics,
    tables: tables.map((table) => ({ name: table.name, rows: table.rows.flatMap(row) })),
  }
}

async function findReal({ layouts, readers }: Evaluation): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const layout of layouts) findings.push(await readers.find(layout.real(), layoutOf(layout)))
  return findings
}

/** Layout i has seed i in every variation, so that rows differ in nothing but what they name. */
async function drawAll(evaluation: Evaluation, variation: Variation, model: RunModel): Promise<Drawn[]> {
  const { input, layouts, readers, real, onPicture } = evaluation
  const reader = await readerOf(model)
  const drawn: Drawn[] = []
  for (const [index, layout] of layouts.entries()) {
    const picture = await draw(input, variation, layout, index, model, reader)
    refuseCopies(picture, real)
    const finding = await readers.find(picture, layoutOf(layout))
    drawn.push({ finding, seconds: picture.seconds.total, passes: picture.passes })
    if (input.pictures !== undefined)
      await writeBeside(input.pictures, variationKey(variation), index, layout.real(), picture)
    onPicture()
  }
  return drawn
}

function draw(
  input: EvaluationInput,
  { formats, mis, merge, steps, sampler }: Variation,
  layout: Layout,
  index: number,
  model: RunModel,
  reader: Reader,
): Promise<Picture> {
  const run: Run = {
    format: runFormat,
    version: runVersion,
    scene: inFormat(layout.scene, formats, index),
    settings: { ...input.settings, seed: index, mis, merge, steps, sampler, variants: 1 },
    model: { path: input.path, device: input.device },
  }
  return model.generate(prepare(run, reader).request)
}

/** None for a group that no layout is in. @param real what was found in the real pictures */
function rowOf(
  { input, layouts, readers }: Evaluation,
  { label, variation, isIn }: PlannedRow,
  drawn: readonly Drawn[],
  real: readonly Finding[],
): EvaluationRow[] {
  const isOwn = layouts.map((layout) => isIn?.(crowdOf(layout)) ?? true)
  const own = drawn.filter((_, i) => isOwn[i])
  if (own.length === 0) return []
  const mean = (of: (each: Drawn) => number): number => own.reduce((sum, each) => sum + of(each), 0) / own.length
  return [
    {
      label,
      ...variation,
      grounding: variation.formats !== 'none',
      guidance: input.settings.guidance,
      alpha: input.settings.alpha,
      ...figuresOf(
        own.map(({ finding }) => finding),
        isIn ? undefined : readers.detector.statistics,
      ),
      ...(isIn && { real: figuresOf(real.filter((_, i) => isOwn[i])) }),
      seconds: mean(({ seconds }) => seconds),
      passes: mean(({ passes }) => passes),
    },
  ]
}

function crowdOf(layout: Layout): { instances: number; greatestOverlap: number } {
  const { wanted } = layoutOf(layout)
  return { instances: wanted.length, greatestOverlap: greatestOverlap(wanted.map(({ box }) => box)) }
}

/** A figure for a picture that was copied would be a lie. */
function refuseCopies(picture: Rgb, real: ReadonlySet<string>): void {
  if (picture.rgb.length > 0 && !real.has(digestOf(picture))) return
  throw new EngineError(
    'failed',
    'A picture to be scored is missing or equal to a real one, byte for byte; the evaluation was ended.',
  )
}

function digestOf({ rgb }: Rgb): string {
  return createHash('sha256').update(rgb).digest('hex')
}

/** Masks are compared pixel by pixel, things and backgrounds by their names. */
function requireSameWorld(layouts: readonly Layout[], { detector }: Readers): void {
  const { side, classes, backgrounds } = detector.config
  const isKnown = ({ scene, truths, background }: Layout): boolean =>
    scene.width === side &&
    scene.height === side &&
    backgrounds.includes(background) &&
    truths.every((truth) => classes.includes(truth.class))
  if (layouts.every(isKnown)) return
  throw new EngineError(
    'badRun',
    'The detector beside this model knows another world than the evaluation set does; train it for this one.',
  )
}

function counted(total: number, onProgress: (progress: RunProgress) => void): () => void {
  const timeLeft = new TimeLeft()
  const show = (done: number): void => {
    const secondsLeft = timeLeft.after(done, total)
    onProgress({ phase: 'evaluate', done, total, ...(secondsLeft !== undefined && { secondsLeft }) })
  }
  let done = 0
  show(done)
  return () => show(++done)
}

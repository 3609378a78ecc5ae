/** Which pictures each table of an evaluation needs, as rows that change one thing each. Pure. */
import type { EvaluationInput, EvaluationTable, Variation } from '../../contract/evaluation.ts'
import { mergeNames, samplerNames } from '../../contract/run.ts'

/** What rows group layouts by. */
export interface Crowd {
  readonly instances: number
  /** Share of a box, 0 to 1. */
  readonly greatestOverlap: number
}

export interface PlannedRow {
  readonly label: string
  readonly variation: Variation
  /** Only these layouts, of pictures that are drawn for all of them. */
  readonly isIn?: (crowd: Crowd) => boolean
}

export interface PlannedTable {
  readonly name: EvaluationTable
  readonly rows: readonly PlannedRow[]
}

/** No layout has more; a number that none has gets no row. */
const mostInstances = 12

const overlapBands = [
  { label: 'none: under 2 %', from: 0, to: 0.02 },
  { label: 'light: under 12 %', from: 0.02, to: 0.12 },
  { label: 'heavy: 12 % and more', from: 0.12, to: Infinity },
]

export function plannedTables(input: EvaluationInput): PlannedTable[] {
  return input.tables.map((name) => ({ name, rows: rowsOf[name](input) }))
}

/** Pictures are the same for rows that differ only in their layouts. */
export function variationKey({ formats, mis, merge, steps, sampler, scaleU }: Variation): string {
  const alone = mis > 0 ? `mis-${mis}-${merge}` : 'mis-0'
  return [formats, alone, sampler, steps, ...(scaleU ? [] : ['without-scaleu'])].join('-')
}

const rowsOf: Readonly<Record<EvaluationTable, (input: EvaluationInput) => PlannedRow[]>> = {
  main: (input) => [withoutPlaces(input), ...input.formats.flatMap((formats) => phasesOf(input, formats))],
  grounding: (input) => [
    { ...withoutPlaces(input), label: 'off' },
    { label: 'on', variation: usual(input) },
  ],
  formats: (input) =>
    (['box', 'point', 'scribble', 'mask', 'all', 'mixed'] as const).map((formats) => ({
      label: formats,
      variation: { ...usual(input), formats },
    })),
  scaleu: (input) =>
    [true, false].map((scaleU) => ({ label: scaleU ? 'on' : 'off', variation: { ...usual(input), scaleU } })),
  mis: (input) => [
    { label: '0', variation: { ...usual(input), mis: 0 } },
    ...[0.2, 0.36, 0.6].flatMap((mis) =>
      mergeNames.map((merge) => ({ label: `${mis} ${merge}`, variation: { ...usual(input), mis, merge } })),
    ),
  ],
  count: (input) =>
    Array.from({ length: mostInstances }, (_, i) => ({
      label: `${i + 1}`,
      variation: usual(input),
      isIn: ({ instances }) => instances === i + 1,
    })),
  overlap: (input) =>
    overlapBands.map(({ label, from, to }) => ({
      label,
      variation: usual(input),
      isIn: ({ greatestOverlap }) => greatestOverlap >= from && greatestOverlap < to,
    })),
  steps: (input) =>
    stepsCompared(input).map(([steps, sampler]) => ({
      label: `${steps} ${sampler}`,
      variation: { ...usual(input), steps, sampler },
    })),
}

/** Few steps, for a quick look, by the usual sampler alone. */
function stepsCompared({ settings }: EvaluationInput): (readonly [number, Variation['sampler']])[] {
  const few = [4, 5, 6, 8].map((steps) => [steps, settings.sampler] as const)
  const many = [10, 20, 50].flatMap((steps) => samplerNames.map((sampler) => [steps, sampler] as const))
  return [...few, ...many]
}

/** What the tables that change something else keep: the first of everything that was asked for. */
function usual({ formats, mis, merges, settings }: EvaluationInput): Variation {
  const { steps, sampler } = settings
  return { formats: formats[0]!, mis: mis[0]!, merge: merges[0]!, steps, sampler, scaleU: true }
}

/** The same words without places: there is nothing that could run alone. */
function withoutPlaces(input: EvaluationInput): PlannedRow {
  return { label: 'none', variation: { ...usual(input), formats: 'none', mis: 0 } }
}

/** A format with every multi-instance phase that was asked for; merges differ only where there is one. */
function phasesOf(input: EvaluationInput, formats: Variation['formats']): PlannedRow[] {
  const { mis: shares, merges } = input
  const phases = shares.flatMap((mis) => (mis > 0 ? merges : merges.slice(0, 1)).map((merge) => ({ mis, merge })))
  return phases.map(({ mis, merge }) => ({
    label: phases.length === 1 ? formats : `${formats} ${mis > 0 ? `${mis} ${merge}` : '0'}`,
    variation: { ...usual(input), formats, mis, merge },
  }))
}

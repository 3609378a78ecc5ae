/** An evaluation's tables as text. */
import type { EvaluationReport, EvaluationRow, EvaluationTable, Figures } from '../../contract/evaluation.ts'
import { columns } from './output.ts'

/** The first column's heading. */
const titles: Readonly<Record<EvaluationTable, string>> = {
  main: 'places',
  grounding: 'places given',
  formats: 'places by',
  scaleu: 'ScaleU',
  mis: 'share alone, merge',
  count: 'things',
  overlap: 'greatest overlap',
  steps: 'steps, sampler',
}

const heads =
  'pictures present class colour texture success box-AP AP50 AR mask-AP AP50 AR mIoU point scribble backgr. extra FID'.split(
    ' ',
  )

/** Shares in per cent; the same measures on the real pictures of all layouts stand above the model's rows, a group's own below it. */
export function evaluationText(report: EvaluationReport): string {
  const { layouts, instances, compared, tables } = report
  const about = [
    `${layouts} scenes, ${instances} instances; shares in per cent; extra: things a picture in no place that was asked for.`,
    `FID: ${layouts} pictures against ${compared.scenes} fresh real ones; it falls with the number of pictures.`,
  ]
  return [...about, ...tables.map((table) => `\n${tableText(table, report.real)}`)].join('\n')
}

function tableText({ name, rows }: EvaluationReport['tables'][number], real: Figures): string {
  const lines = rows.flatMap((row) => [
    [row.label, ...figures(row), row.passes.toFixed(0), row.seconds.toFixed(2)],
    ...(row.real ? [['(real)', ...figures(row.real), '', '']] : []),
  ])
  const realLine = ['(real pictures)', ...figures(real), '', '']
  return `${settings(name, rows)}\n${columns([[titles[name], ...heads, 'passes', 'seconds'], realLine, ...lines])}`
}

/** What every row of the table has in common. */
function settings(name: EvaluationTable, rows: readonly EvaluationRow[]): string {
  const same = <T>(of: (row: EvaluationRow) => T): T | undefined => {
    const values = new Set(rows.filter(({ grounding }) => grounding).map(of))
    return values.size === 1 ? [...values][0] : undefined
  }
  const [formats, mis] = [same((row) => row.formats), same((row) => row.mis)]
  const merge = mis === 0 ? undefined : same((row) => row.merge)
  const parts = [
    formats && `places by ${formats}`,
    same(({ steps, sampler }) => `${steps} steps of ${sampler}`),
    mis !== undefined && `share alone ${mis}${merge ? ` merged by ${merge}` : ''}`,
    same(({ guidance }) => `guidance ${guidance}`),
  ]
  return `${name}: ${parts.filter(Boolean).join(', ')}`
}

function figures(of: Figures): string[] {
  const shares = [of.present, of.class, of.colour, of.texture, of.success]
  const found = [of.box, of.mask].flatMap(({ ap, ap50, ar }) => [ap, ap50, ar])
  return [
    String(of.pictures),
    ...[...shares, ...found, of.miou, of.point, of.scribble, of.background].map((share) => (100 * share).toFixed(1)),
    of.extra.toFixed(2),
    of.fid?.toFixed(2) ?? '',
  ]
}

/**
 * Fills the tables of the starter model's page and card from evaluations, and makes the page's picture: `node
 * scripts/with-node.mjs scripts/starter-figures.ts FOLDER`, where FOLDER holds what `diorama eval starter --json` answered, as
 * NAME.json, and what `--layouts 12 --formats box --pictures FOLDER/drawn` drew.
 *
 * A table is filled where a comment stands before it: `<!-- figures: NAME TABLE | first heading | column, column=Heading -->`.
 * Words around the tables are people's work.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import {
  evaluationReportSchema,
  type EvaluationReport,
  type EvaluationRow,
  type Figures,
} from '../app/contract/evaluation.ts'

const root = path.join(import.meta.dirname, '..')
const pages = ['docs/starter.md', 'native-models/starter/MODEL_CARD.md']

const percent = (share: number): string => (100 * share).toFixed(0)

/** A row of figures; what only drawn pictures have is missing in the real ones'. */
type Row = Figures & Partial<Pick<EvaluationRow, 'passes' | 'real'>>

const columns: Readonly<Record<string, readonly [heading: string, of: (row: Row) => string]>> = {
  pictures: ['pictures', ({ pictures }) => `${pictures}`],
  present: ['something there', ({ present }) => percent(present)],
  class: ['thing', (row) => percent(row.class)],
  colour: ['colour', ({ colour }) => percent(colour)],
  texture: ['texture', ({ texture }) => percent(texture)],
  success: ['all three', ({ success }) => percent(success)],
  realSuccess: ['_all three of real ones_', ({ real }) => (real ? `_${percent(real.success)}_` : '')],
  realBoxAp50: ['_box AP50 of real ones_', ({ real }) => (real ? `_${percent(real.box.ap50)}_` : '')],
  boxes: ['boxes', ({ box }) => [box.ap, box.ap50, box.ar].map(percent).join(' / ')],
  masks: ['masks', ({ mask }) => [mask.ap, mask.ap50].map(percent).join(' / ')],
  boxAp: ['box AP', ({ box }) => percent(box.ap)],
  boxAp50: ['box AP50', ({ box }) => percent(box.ap50)],
  boxAr: ['box AR', ({ box }) => percent(box.ar)],
  maskAp: ['mask AP', ({ mask }) => percent(mask.ap)],
  maskAp50: ['mask AP50', ({ mask }) => percent(mask.ap50)],
  shape: ['shape', ({ miou }) => percent(miou)],
  point: ['point', ({ point }) => percent(point)],
  scribble: ['scribble', ({ scribble }) => percent(scribble)],
  onThing: ['points / scribbles', ({ point, scribble }) => `${percent(point)} / ${percent(scribble)}`],
  place: ['place', ({ background }) => percent(background)],
  extra: ['extra', ({ extra }) => extra.toFixed(2)],
  fid: ['FID', ({ fid }) => fid?.toFixed(2) ?? ''],
  passes: ['passes', ({ passes }) => passes?.toFixed(0) ?? ''],
}

const labels: Readonly<Record<string, string>> = {
  none: 'none: the same words alone',
  all: 'all four at once',
  mixed: 'mixed: one kind for each thing',
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('Say in which folder the evaluations lie.')
for (const page of pages) {
  const file = path.join(root, page)
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text.replaceAll(
      /(<!-- figures: (.+?) -->\n\n)(?:\|.*\n)+/g,
      (_, comment: string, what: string) => comment + tableOf(what),
    ),
  )
}

await sharp(await pairs())
  .webp({ quality: 88 })
  .toFile(path.join(root, 'docs/starter.webp'))

/** The first layouts, four a row, each beside its real picture. @returns a PNG */
async function pairs(): Promise<Buffer> {
  const [perRow, edge, between] = [4, 8, { x: 12, y: 10 }]
  const drawn = globSync(path.join(folder!, 'drawn/box-*/*.png')).toSorted()
  const { width, height } = await sharp(drawn[0]!).metadata()
  const rows = Math.ceil(drawn.length / perRow)
  const across = (cells: number, side: number, gap: number): number => 2 * edge + cells * (side + gap) - gap
  const size = { width: across(perRow, width, between.x), height: across(rows, height, between.y) }
  const layers = drawn.map((input, i) => ({
    input,
    left: edge + (i % perRow) * (width + between.x),
    top: edge + Math.floor(i / perRow) * (height + between.y),
  }))
  return sharp({ create: { ...size, channels: 3, background: '#ffffff' } })
    .composite(layers)
    .png()
    .toBuffer()
}

function tableOf(what: string): string {
  const [from, head, wanted] = what.split('|').map((part) => part.trim()) as [string, string, string]
  const [source, name] = from.split(' ') as [string, string]
  const report = reportOf(source)
  const rows = report.tables.find((table) => table.name === name)?.rows
  if (!rows) throw new Error(`${source}.json has no table "${name}".`)
  const chosen = wanted.split(',').map((each) => {
    const [key, heading] = each.trim().split('=') as [string, string?]
    const column = columns[key]
    if (!column) throw new Error(`There is no column "${key}".`)
    return { heading: heading ?? column[0], of: column[1] }
  })
  const lines = [
    [head, ...chosen.map(({ heading }) => heading)],
    ['---', ...chosen.map(() => '---')],
    ['_real pictures_', ...chosen.map(({ of }) => of(report.real))],
    ...rows.map((row) => [labels[row.label] ?? row.label, ...chosen.map(({ of }) => of(row))]),
  ]
  return lines.map((line) => `| ${line.join(' | ')} |\n`).join('')
}

function reportOf(source: string): EvaluationReport {
  return evaluationReportSchema.parse(JSON.parse(readFileSync(path.join(folder!, `${source}.json`), 'utf8')))
}

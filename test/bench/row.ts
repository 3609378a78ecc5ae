/** What a part of the benchmark says: rows of one table, the same for people and for programs. */

export interface Row {
  /** a to g, as in the list of parts. */
  readonly part: string
  readonly what: string
  readonly value: number
  /** '%', 's', 'GFLOP/s', … */
  readonly unit: string
  readonly target?: { readonly atMost: number } | { readonly atLeast: number }
  /** How it was measured, and what else was seen. */
  readonly note?: string
  /** Load of the machine (processes that wanted a core) when it was measured. */
  readonly load: number
}

export interface PartOptions {
  /** Where large files may be put. Each part deletes its own. */
  readonly folder: string
  readonly rounds: number
  /** Checkpoint of the starter model. */
  readonly starter: string
  /** Figures of `diorama eval --json`, for success beside seconds. */
  readonly evaluation?: string
}

/** A figure for people: three digits that count. */
export function digits(value: number): string {
  if (value === 0) return '0'
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(({ part, what, value, unit, target, note, load }) =>
    cells([
      part,
      what,
      `${digits(value)} ${unit}`,
      target ? targetText(target, unit) : '',
      note ?? '',
      load.toFixed(1),
    ]),
  )
  return [
    cells(['part', 'what', 'measured', 'target', 'how', 'load']),
    cells(Array<string>(6).fill('---')),
    ...lines,
  ].join('\n')
}

function targetText(target: NonNullable<Row['target']>, unit: string): string {
  return 'atMost' in target ? `at most ${target.atMost} ${unit}` : `at least ${target.atLeast} ${unit}`
}

function cells(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
}

/** What a command says: its answer on stdout, everything else on stderr. */

/** With `--json` the only thing on stdout. JSON has no infinity: the largest number stands for it, not null. */
export function printJson(value: object): void {
  const finite = (_: string, inner: unknown): unknown => (inner === Infinity ? Number.MAX_VALUE : inner)
  process.stdout.write(`${JSON.stringify(value, finite, 2)}\n`)
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function printWarning(message: string): void {
  process.stderr.write(`warning: ${message}\n`)
}

export function printError(message: string): void {
  process.stderr.write(`error: ${message}\n`)
}

/** Rows as aligned columns, two blanks apart. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Seconds with milliseconds, and no more digits than mean something. */
export function roundSeconds(seconds: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(seconds).map(([phase, value]) => [phase, Math.round(value * 1000) / 1000]))
}

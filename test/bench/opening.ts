/** Part d: opening a checkpoint of the published size, 13 GB, of which almost nothing is on disk. */
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { load, spread } from './measures.ts'
import { digits, type PartOptions, type Row } from './row.ts'
import { makeSparseCheckpoint, measureOpening } from './sparse-checkpoint.ts'

export function opening({ folder, rounds }: PartOptions): Row[] {
  const own = mkdtempSync(path.join(folder, 'diorama-bench-'))
  try {
    const file = makeSparseCheckpoint(own)
    const all = Array.from({ length: rounds }, () => measureOpening(file.path))
    const seconds = spread(all.map((one) => one.seconds))
    const what = `opening a ${digits(file.sizeBytes / 1e9)} GB checkpoint (${file.tensors} tensors)`
    return [
      {
        part: 'd',
        what,
        value: seconds.median,
        unit: 's',
        target: { atMost: 1 },
        note: `wall, a fresh process each, best ${digits(seconds.min)}`,
        load: load(),
      },
      {
        part: 'd',
        what: `${what}: memory`,
        value: Math.max(...all.map((one) => one.peakGrowthBytes)) / 1e6,
        unit: 'MB',
        target: { atMost: 200 },
        note: 'peak growth of the process, worst',
        load: load(),
      },
    ]
  } finally {
    rmSync(own, { recursive: true })
  }
}

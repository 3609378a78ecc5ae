/** Seeded pictures for average precision: things in boxes, and detections that miss, double and mistake them. */
import { fractions } from '../../conditions/random.ts'
import type { PixelBox } from '../../../native-models/detector/decode.ts'

interface Thing {
  readonly class: string
  readonly box: PixelBox
}

export interface SamplePicture {
  readonly wanted: readonly Thing[]
  readonly found: readonly (Thing & { readonly score: number })[]
}

const classes = ['ball', 'star', 'mug']

export function samplePictures(seed: number, count: number): SamplePicture[] {
  const next = fractions(seed)
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from))
  const thing = (): Thing => {
    const [x, y] = [whole(0, 90), whole(0, 90)]
    return { class: classes[whole(0, 3)]!, box: [x, y, x + whole(12, 38), y + whole(12, 38)] }
  }
  const near = ({ class: kind, box: [x0, y0, x1, y1] }: Thing): Thing & { score: number } => ({
    class: next() < 0.8 ? kind : classes[whole(0, 3)]!,
    box: [x0 + whole(-4, 5), y0 + whole(-4, 5), x1 + whole(-4, 5), y1 + whole(-4, 5)],
    score: next(),
  })
  return Array.from({ length: count }, () => {
    const wanted = Array.from({ length: whole(1, 6) }, thing)
    const hits = wanted.filter(() => next() < 0.85).map(near)
    const doubles = wanted.filter(() => next() < 0.3).map(near)
    const strays = Array.from({ length: whole(0, 3) }, () => ({ ...thing(), score: next() }))
    return { wanted, found: [...hits, ...doubles, ...strays] }
  })
}

/** Part g: what the window computes at every move of a pointer, so that the region follows it: within a frame. */
import { boxAt, edited, grid64 } from '../../app/consistency/consistency.helper.ts'
import { holdPlanOf } from '../../app/consistency/hold-plan.ts'
import { regionOf } from '../../app/consistency/region.ts'
import { sentenceFacts } from '../../app/consistency/sentence-facts.ts'
import type { Draft } from '../../app/contract/document.ts'
import type { InstanceChange } from '../../app/contract/edit.ts'
import { draftOf } from '../../app/scene/document.helper.ts'
import { instance, maskOf } from '../../app/scene/scene.helper.ts'
import { digits, type Row } from './row.ts'
import { load, spread } from './measures.ts'

const moves = 40
const frameMs = 1000 / 60

export function plan(): Row[] {
  const parent = thirtyThings()
  const region = (now: Draft): unknown => sentenceFacts(parent, now, regionOf(parent, now, grid64))
  const boxed = (step: number): InstanceChange => boxAt(step * 5, step * 4)
  const drawn = (step: number): InstanceChange => ({ polygon: [ring(step * 5, step * 4)] })
  return [
    row('region and sentence, a box of 30 things dragged', dragged(parent, 'i0', boxed, region)),
    row('region and sentence, a polygon of 30 things dragged', dragged(parent, 'i1', drawn, region)),
    row(
      'the plan of a round, a polygon of 30 things dragged',
      dragged(parent, 'i1', drawn, (now) => holdPlanOf(parent, now, grid64, { mergeAt: 5 })),
    ),
  ]
}

/** Boxes, polygons and masks on a picture of 512 x 512 pixels, in cells of 8. */
function thirtyThings(): Draft {
  const things = Array.from({ length: 30 }, (_, i) => {
    const [x, y] = [60 + ((i * 67) % 380), 60 + ((i * 41) % 380)]
    if (i % 3 === 0) return instance(`i${i}`, boxAt(x, y))
    if (i % 3 === 1) return instance(`i${i}`, { polygon: [ring(x, y)] })
    return instance(`i${i}`, { mask: maskOf(512, 512, (a, b) => (a - x) ** 2 + (b - y) ** 2 < 2500) })
  })
  return { ...draftOf(...things), keep: 'locked' }
}

function ring(x: number, y: number): { x: number; y: number }[] {
  return Array.from({ length: 40 }, (_, i) => ({ x: x + 60 * Math.cos(i / 6.4), y: y + 50 * Math.sin(i / 6.4) }))
}

/** Milliseconds of the work after each move. */
function dragged(
  parent: Draft,
  id: string,
  to: (step: number) => InstanceChange,
  work: (now: Draft) => unknown,
): number[] {
  let now = parent
  return Array.from({ length: moves }, (_, step) => {
    now = edited(now, { do: 'changeInstance', id, change: to(step) })
    const start = performance.now()
    work(now)
    return performance.now() - start
  })
}

function row(what: string, times: readonly number[]): Row {
  const { median } = spread(times)
  const note = `median of ${moves} moves: ${digits(median)} ms; longest ${digits(Math.max(...times))} ms`
  return {
    part: 'g',
    what: `${what}, against a frame of 60 a second`,
    value: (100 * median) / frameMs,
    unit: '%',
    target: { atMost: 100 },
    note,
    load: load(),
  }
}

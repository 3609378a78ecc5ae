/** Rings and lines made ready for drawing. */
import { describe, expect, it } from 'vitest'
import { ringArea } from '../../app/scene/geometry.ts'
import { outlineOfCells } from '../../app/scene/outline.ts'
import { addRounded, resampled, smoothed, softened, thinned, upperLeftOf } from './rings.ts'

function spy() {
  const calls: (string | number)[][] = []
  return {
    calls,
    moveTo: (...args: number[]) => calls.push(['move', ...args]),
    arcTo: (...args: number[]) => calls.push(['arc', ...args]),
    closePath: () => calls.push(['close']),
  }
}

describe('C1 overlays', () => {
  it('C1 mask outline: a staircase becomes a slope', () => {
    const points = softened(outlineOfCells(Uint8Array.from([1, 0, 0, 1, 1, 0, 1, 1, 1]), 3, 3)[0]!)
    expect(points).toContainEqual({ x: 1, y: 0.5 })
    expect(points).toContainEqual({ x: 1.5, y: 1 })
  })

  it('C1 mask outline: smoothing leaves straight runs where they are', () => {
    const block = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 50 },
      { x: 0, y: 50 },
    ]
    expect(smoothed(block)).toEqual(block)
    const step = smoothed([
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
    ])
    expect(step[1]).toEqual({ x: 0.75, y: 0.25 })
  })

  it('C1 region rim: corners are rounded no further than their edges leave room', () => {
    const path = spy()
    addRounded(
      path,
      [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
        { x: 100, y: 10 },
        { x: 0, y: 10 },
      ],
      12,
    )
    expect(path.calls[0]).toEqual(['move', 0, 5])
    expect(path.calls[1]).toEqual(['arc', 0, 0, 100, 0, 5])
    expect(path.calls.at(-1)).toEqual(['close'])
  })

  it('C2 scribble: the line is shown in at most 20 even steps, from end to end', () => {
    const line = Array.from({ length: 100 }, (_, i) => ({ x: i * i, y: 0 }))
    const shown = resampled(line, 20)
    expect(shown).toHaveLength(20)
    expect([shown[0], shown[19]]).toEqual([
      { x: 0, y: 0 },
      { x: 99 * 99, y: 0 },
    ])
    const steps = shown.slice(1).map((point, i) => point.x - shown[i]!.x)
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-6)
  })

  it('C2 scribble: a short line stays as it is, and one that never moved is no error', () => {
    expect(resampled([{ x: 1, y: 2 }], 20)).toEqual([{ x: 1, y: 2 }])
    expect(
      resampled(
        Array.from({ length: 30 }, () => ({ x: 3, y: 3 })),
        20,
      ),
    ).toHaveLength(20)
  })

  it('C3 outline: thinned, a ring keeps its course, and a small one all its points', () => {
    const circle = (radius: number) =>
      Array.from({ length: 400 }, (_, i) => ({
        x: radius * Math.cos((i * Math.PI) / 200),
        y: radius * Math.sin((i * Math.PI) / 200),
      }))
    const ring = thinned(circle(100), 8)
    expect(ring.length).toBeLessThan(80)
    expect(ringArea(ring) / ringArea(circle(100))).toBeCloseTo(1, 2)
    expect(thinned(circle(2), 8)).toEqual(circle(2))
  })

  it('C1 tag: it stands at the point nearest the upper left corner', () => {
    expect(
      upperLeftOf([
        { x: 50, y: 50 },
        { x: 10, y: 60 },
        { x: 90, y: 5 },
      ]),
    ).toEqual({ x: 10, y: 60 })
    expect(upperLeftOf([])).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { sceneLimits, sceneSchema } from './scene.ts'

const scene = { format: 'diorama/scene', version: 1, caption: 'a shelf', width: 512, height: 512, instances: [] }
const cup = { id: 'cup', caption: 'a red cup' }
const withCup = (more: object): object => ({ ...scene, instances: [{ ...cup, ...more }] })
const point = { x: 1, y: 2 }
const points = (count: number): object[] => Array.from({ length: count }, () => point)

describe('scene schema', () => {
  it.each([
    ['no instances', scene],
    ['an instance without a place', withCup({})],
    ['a box outside the picture', withCup({ box: { x0: -50, y0: 600, x1: 20, y1: 900 } })],
    [
      'everything at once',
      withCup({ name: 'cup', point, scribble: [points(1)], polygon: [points(3)], off: ['point'] }),
    ],
  ])('C2 takes %s', (_, value) => {
    expect(sceneSchema.parse(value)).toEqual(value)
  })

  it.each([
    ['a caption beyond the limit', { ...scene, caption: 'x'.repeat(sceneLimits.captionLength + 1) }],
    ['a negative caption beyond the limit', { ...scene, negativeCaption: 'x'.repeat(sceneLimits.captionLength + 1) }],
    ['a width of 0', { ...scene, width: 0 }],
    ['half a pixel', { ...scene, width: 1.5 }],
    ['a side beyond the limit', { ...scene, width: sceneLimits.side + 1, height: 1 }],
    ['an area beyond the limit', { ...scene, width: sceneLimits.side, height: sceneLimits.side }],
    ['too many instances', { ...scene, instances: Array.from({ length: sceneLimits.instances + 1 }, () => cup) }],
    ['an empty id', withCup({ id: '' })],
    ['a point at infinity', withCup({ point: { x: Infinity, y: 0 } })],
    ['a point far away', withCup({ point: { x: 2 * sceneLimits.coordinate, y: 0 } })],
    ['a polygon of two points', withCup({ polygon: [points(2)] })],
    ['an empty scribble', withCup({ scribble: [] })],
    ['an empty stroke', withCup({ scribble: [[]] })],
    ['too many points in all strokes', withCup({ scribble: [points(sceneLimits.points), points(1)] })],
    ['too many points in all rings', withCup({ polygon: [points(sceneLimits.points), points(3)] })],
    ['a long mask', withCup({ mask: { size: [512, 512], counts: '0'.repeat(sceneLimits.countsLength + 1) } })],
    ['an unknown format switched off', withCup({ off: ['circle'] })],
    ['an unknown field', withCup({ colour: 'red' })],
  ])('S2 refuses %s', (_, value) => {
    expect(sceneSchema.safeParse(value).success).toBe(false)
  })
})

/** The hidden layer: which lines are drawn, where, and in which colours. */
import { describe, expect, test } from 'vitest'
import type { Instance, Point, Scene } from '../contract/scene.ts'
import { instance, sceneOf } from '../scene/scene.helper.ts'
import { everyKind, pictureOf } from './layers.helper.ts'
import { layersOf } from './layers.ts'
import type { Layered } from './layers.ts'

const opacityOf = ({ places }: Layered) => places.rgba.filter((_, i) => i % 4 === 3)

function colourAt({ places: { rgba, width } }: Layered, x: number, y: number): number[] {
  return [...rgba.subarray((y * width + x) * 4, (y * width + x + 1) * 4)]
}

describe('X2 the layer of places', () => {
  const layered = layersOf(pictureOf(256, 256), everyKind())
  const none = [0, 0, 0, 0]

  test('X2 draws every kind of location in a colour of its own, and nothing between', () => {
    expect(layered.places).toMatchObject({ name: 'Places', x: 0, y: 0, width: 256, height: 256 })
    // on the box’s left edge, the point, the stroke’s middle, the ring’s inner and outer rim, the triangle’s corner
    const on = [
      [10, 40],
      [200, 40],
      [80, 157],
      [170, 190],
      [145, 190],
      [125, 100],
    ].map(([x, y]) => colourAt(layered, x!, y!))
    expect(on.map((colour) => colour[3])).toEqual([255, 255, 255, 255, 255, 255])
    expect(on[3]).toEqual(on[4])
    expect(new Set(on.map(String)).size).toBe(5)
    const between = [
      [50, 40],
      [203, 40],
      [80, 150],
      [190, 190],
      [157, 190],
      [140, 125],
    ]
    expect(between.map(([x, y]) => colourAt(layered, x!, y!))).toEqual(between.map(() => none))
  })

  test('X2 draws lines two pixels wide, opaque or not at all', () => {
    const row = Array.from({ length: 256 }, (_, x) => colourAt(layered, x, 40)[3]!)
    expect(row.flatMap((opacity, x) => (opacity > 0 && x < 150 ? [x] : []))).toEqual([9, 10, 99, 100])
    expect([8, 9, 10, 11].map((at) => colourAt(layered, at, at)[3])).toEqual([0, 255, 255, 0])
    expect(new Set(opacityOf(layered))).toEqual(new Set([0, 255]))
  })

  test('X2 draws a single dot of a scribble, and what of a line lies in the picture', () => {
    expect(colourAt(layered, 30, 150)[3]).toBe(255)
    const line = {
      scribble: [
        [
          { x: -1e6, y: -1e6 },
          { x: 1e6, y: 1e6 },
        ],
      ],
    }
    const crossed = layersOf(pictureOf(64, 64), sceneOf(instance('line', line)))
    expect([0, 31, 63].map((at) => colourAt(crossed, at, at)[3])).toEqual([255, 255, 255])
    expect([colourAt(crossed, 40, 20), colourAt(crossed, 20, 40)]).toEqual([none, none])
  })

  test('X2 draws nothing on the other side of what leaves the picture', () => {
    const drawn = (...line: Point[]): string[] => {
      const scene = { ...sceneOf(instance('a', { scribble: [line] })), width: 16, height: 8 }
      const opacity = opacityOf(layersOf(pictureOf(16, 8), scene))
      const at = [...opacity.keys()].filter((i) => opacity[i]! > 0)
      return at.map((i) => `${i % 16} ${Math.floor(i / 16)}`)
    }
    expect(drawn({ x: 16, y: 3 }, { x: 16, y: 5 })).toEqual(['15 2', '15 3', '15 4', '15 5'])
    expect(drawn({ x: 0, y: 3 }, { x: 0, y: 5 })).toEqual(['0 2', '0 3', '0 4', '0 5'])
    expect(drawn({ x: 3, y: 8 }, { x: 5, y: 8 })).toEqual(['2 7', '3 7', '4 7', '5 7'])
    expect(drawn({ x: 3, y: 0 }, { x: 5, y: 0 })).toEqual(['2 0', '3 0', '4 0', '5 0'])
    expect(drawn({ x: -1, y: 3 }, { x: -1, y: 5 })).toEqual([])
    expect(drawn({ x: 18, y: -2 }, { x: 18, y: 9 })).toEqual([])
    expect(drawn({ x: -5, y: -2 }, { x: 40, y: -2 })).toEqual([])
  })

  test('X2 draws a slanting line through the middle of its pixels', () => {
    const line = {
      scribble: [
        [
          { x: 0, y: 0 },
          { x: 10, y: 6 },
        ],
      ],
    }
    const shown = layersOf(pictureOf(16, 16), { ...sceneOf(instance('a', line)), width: 16, height: 16 })
    expect([1, 2, 3, 4].map((y) => colourAt(shown, 4, y)[3])).toEqual([0, 255, 255, 0])
  })

  test('X2 follows a picture of another size and shape than the scene', () => {
    const shown = layersOf(pictureOf(1024, 256), everyKind())
    expect([40, 399].map((x) => colourAt(shown, x, 40)[3])).toEqual([255, 255])
    expect(colourAt(shown, 800, 40)[3]).toBe(255)
  })

  test('X2 begins the colours again after eight instances', () => {
    const points = Array.from({ length: 9 }, (_, i) => instance(`${i}`, { point: { x: 25 + i * 50, y: 256 } }))
    const shown = layersOf(pictureOf(512, 512), sceneOf(...points))
    const colours = points.map(({ point }) => colourAt(shown, point!.x, point!.y))
    expect(new Set(colours.slice(0, 8).map(String)).size).toBe(8)
    expect(colours[8]).toEqual(colours[0])
  })

  test('X2 shows all locations in use, and a box that is the whole picture', () => {
    const whole = { box: { x0: 0, y0: 0, x1: 512, y1: 512 }, point: { x: 256, y: 256 } }
    const drawn = (off: Instance['off'] & {}): (number | undefined)[] => {
      const scene: Scene = sceneOf(instance('a', { ...whole, off }))
      const shown = layersOf(pictureOf(64, 64), scene)
      return [colourAt(shown, 0, 9), colourAt(shown, 63, 9), colourAt(shown, 9, 63), colourAt(shown, 32, 32)].map(
        (c) => c[3],
      )
    }
    expect(drawn([])).toEqual([255, 255, 255, 255])
    expect(drawn(['box'])).toEqual([0, 0, 0, 255])
    expect(drawn(['point'])).toEqual([255, 255, 255, 0])
  })
})

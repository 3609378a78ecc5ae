/** Pictures taken apart: what each layer holds, where it lies and what it is called. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instance } from '../contract/scene.ts'
import { instance, maskOf, sceneOf } from '../scene/scene.helper.ts'
import { everyKind, flattened, hostileCaptions, largestDifference, pictureOf } from './layers.helper.ts'
import { layerLimits, LayersError, layersOf } from './layers.ts'
import type { Layer, Layered } from './layers.ts'

const places = ({ things }: Layered) => things.map(({ x, y, width, height }) => [x, y, x + width, y + height])
const names = ({ things }: Layered) => things.map(({ name }) => name)
const opacityOf = ({ rgba }: Layer) => rgba.filter((_, i) => i % 4 === 3)

/** The only layer of an instance, at the scene's own size. */
function layerOf(locations: Omit<Instance, 'id' | 'caption'>, picture = pictureOf(512, 512)): Layer {
  const { things } = layersOf(picture, sceneOf(instance('a', locations)))
  expect(things).toHaveLength(1)
  return things[0]!
}

describe('X2 layers', () => {
  test('X2 are the whole picture, opaque, and one for each kind of location within its place', () => {
    const picture = pictureOf(512, 512)
    const layered = layersOf(picture, everyKind())
    expect(layered.picture).toMatchObject({ name: 'Picture', x: 0, y: 0, width: 512, height: 512 })
    expect(new Set(opacityOf(layered.picture))).toEqual(new Set([255]))
    expect(layered.picture.rgba.filter((_, i) => i % 4 !== 3)).toEqual(picture.rgb)
    // a soft edge reaches a pixel over: a disc 184.32 across, a hull 25.6 wider than the stroke, a ring, a
    // triangle whose tip is narrower than a pixel
    expect(places(layered)).toEqual([
      [19, 19, 201, 161],
      [307, 0, 493, 173],
      [33, 263, 227, 367],
      [289, 289, 471, 471],
      [249, 199, 331, 330],
    ])
  })

  test('X2 hold the picture’s own pixels, and nothing where nothing can be seen', () => {
    const picture = pictureOf(512, 512)
    for (const { x, y, width, rgba } of layersOf(picture, everyKind()).things) {
      const strange = Array.from({ length: rgba.length / 4 }, (_, i) => i).filter((i) => {
        const from = ((y + Math.floor(i / width)) * 512 + x + (i % width)) * 3
        const own = rgba[i * 4 + 3] === 0 ? [0, 0, 0] : [...picture.rgb.subarray(from, from + 3)]
        return own.some((value, channel) => value !== rgba[i * 4 + channel])
      })
      expect(strange).toEqual([])
    }
  })

  test('X2 have an edge two pixels soft', () => {
    const box = layerOf({ box: { x0: 10, y0: 20, x1: 40, y1: 60 } })
    const middle = opacityOf(box).subarray(20 * box.width, 21 * box.width)
    expect([...middle.subarray(0, 4)]).toEqual([64, 191, 255, 255])
    expect([...middle.subarray(-4)]).toEqual([255, 255, 191, 64])
  })

  test('X2 stay whole at the edge of the picture', () => {
    const layer = layerOf({ box: { x0: -30, y0: -1e6, x1: 1e6, y1: 512 } })
    expect(layer).toMatchObject({ x: 0, y: 0, width: 512, height: 512 })
    expect(new Set(opacityOf(layer))).toEqual(new Set([255]))
  })

  test('X2 leave out holes', () => {
    const ring = layersOf(pictureOf(512, 512), everyKind()).things[3]!
    const opacity = opacityOf(ring)
    expect(opacity[91 * ring.width + 91]).toBe(0)
    expect(opacity[91 * ring.width + 26]).toBe(255)
  })

  test('X2 take the most exact location in use', () => {
    const all = {
      mask: maskOf(512, 512, (x, y) => x >= 10 && x < 30 && y >= 10 && y < 30),
      box: { x0: 100, y0: 100, x1: 140, y1: 140 },
      scribble: [[{ x: 250, y: 250 }]],
      point: { x: 400, y: 400 },
    }
    const empty = maskOf(512, 512, () => false)
    expect(layerOf(all).x).toBe(9)
    expect(layerOf({ ...all, mask: empty }).x).toBe(99)
    expect(layerOf({ ...all, off: ['mask'] }).x).toBe(99)
    expect(layerOf({ ...all, off: ['mask', 'box'] }).x).toBe(223)
    expect(layerOf({ ...all, off: ['mask', 'box', 'scribble'] }).x).toBe(307)
  })

  test('X2 come back to front, the smaller place in front where the scene does not say', () => {
    const small = instance('small', { box: { x0: 0, y0: 0, x1: 9, y1: 9 } })
    const large = instance('large', { box: { x0: 0, y0: 0, x1: 99, y1: 99 } })
    const scene = sceneOf(small, large)
    const picture = pictureOf(64, 64)
    expect(names(layersOf(picture, scene))).toEqual(['a thing small', 'a thing large'])
    expect(names(layersOf(picture, { ...scene, depth: 'bySize' }))).toEqual(['a thing large', 'a thing small'])
  })

  test('X2 are none for what is outside of the picture, has no place or covers no pixel', () => {
    const box = { x0: 10, y0: 10, x1: 20, y1: 20 }
    const scene = sceneOf(
      instance('right', { box: { x0: 512, y0: 0, x1: 700, y1: 512 } }),
      instance('above', {
        polygon: [
          [
            { x: 0, y: -9 },
            { x: 300, y: -9 },
            { x: 90, y: -0.1 },
          ],
        ],
      }),
      instance('nowhere'),
      instance('off', { box, off: ['box'] }),
      instance('hair', { box: { x0: 10.1, y0: 0, x1: 10.4, y1: 512 } }),
      instance('here', { box }),
    )
    expect(names(layersOf(pictureOf(512, 512), scene))).toEqual(['a thing here'])
  })

  test('X2 follow a picture of another size and shape than the scene', () => {
    const scene = {
      ...everyKind(),
      instances: everyKind().instances.filter(({ id }) => id !== 'point' && id !== 'scribble'),
    }
    expect(places(layersOf(pictureOf(1024, 256), scene))).toEqual([
      [39, 9, 401, 81],
      [579, 144, 941, 236],
      [499, 99, 660, 166],
    ])
    expect(places(layersOf(pictureOf(1, 1), scene))).toEqual([])
  })

  test('X2 are the picture again when flattened, cropped to what can be seen, whatever the scene', () => {
    const coordinate = fc.double({ min: -100, max: 200, noNaN: true })
    const point = fc.record({ x: coordinate, y: coordinate })
    const box = fc.tuple(point, point).map(([p, q]) => ({
      x0: Math.min(p.x, q.x),
      y0: Math.min(p.y, q.y),
      x1: Math.max(p.x, q.x),
      y1: Math.max(p.y, q.y),
    }))
    const locations = fc.oneof(
      fc.record({ box }),
      fc.record({ point }),
      fc.record({
        scribble: fc.array(fc.array(point, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ polygon: fc.array(fc.array(point, { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 3 }) }),
      box.map(({ x0, y0, x1, y1 }) => ({
        mask: maskOf(120, 90, (x, y) => x >= x0 && x < x1 && y >= y0 && y < y1 && (x + y) % 5 > 0),
      })),
    )
    const side = fc.integer({ min: 1, max: 70 })
    fc.assert(
      fc.property(fc.array(locations, { maxLength: 4 }), side, side, (list, width, height) => {
        const scene = { ...sceneOf(...list.map((entry, i) => instance(`${i}`, entry))), width: 120, height: 90 }
        const picture = pictureOf(width, height)
        const layered = layersOf(picture, scene)
        for (const layer of layered.things) expect(rimsOf(layer)).not.toContain(0)
        const flat = flattened(width, height, [layered.picture, ...layered.things])
        expect(largestDifference(flat, picture.rgb)).toBeLessThanOrEqual(1)
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  test('X2 of thirty instances are thirty', () => {
    const boxes = Array.from({ length: 30 }, (_, i) => ({ x0: i * 15, y0: i * 15, x1: i * 15 + 60, y1: i * 15 + 60 }))
    const layered = layersOf(pictureOf(128, 128), sceneOf(...boxes.map((box, i) => instance(`${i}`, { box }))))
    expect(names(layered)).toEqual(boxes.map((_, i) => `a thing ${i}`))
  })

  test('X2 leave the picture and the scene as they were', () => {
    const [picture, scene] = [pictureOf(64, 64), everyKind()]
    layersOf(picture, scene)
    expect([picture, scene]).toEqual([pictureOf(64, 64), everyKind()])
  })

  test('S2 that would fill the memory are refused', () => {
    const boxes = Array.from({ length: 256 }, (_, i) => instance(`${i}`, { box: { x0: 0, y0: 0, x1: 512, y1: 512 } }))
    expect(() => layersOf(pictureOf(1024, 1024), sceneOf(...boxes))).toThrow(LayersError)
  })
})

/** The largest opacity of each of the four outermost rows and columns. */
function rimsOf(layer: Layer): number[] {
  const opacity = [...opacityOf(layer)]
  const [right, bottom] = [layer.width - 1, layer.height - 1]
  const largest = (isOn: (x: number, y: number) => boolean): number =>
    Math.max(...opacity.filter((_, i) => isOn(i % layer.width, Math.floor(i / layer.width))))
  return [
    largest((x) => x === 0),
    largest((_, y) => y === 0),
    largest((x) => x === right),
    largest((_, y) => y === bottom),
  ]
}

describe('X2 names of layers', () => {
  const namesOf = (...captions: string[]): string[] =>
    names(layersOf(pictureOf(32, 32), { ...everyKind(), instances: captions.map(boxed) }))
  const boxed = (caption: string, i: number): Instance => ({
    id: `${i}`,
    caption,
    box: { x0: 0, y0: 0, x1: 99, y1: 99 },
  })

  test('X2 are the captions, numbered where there is none', () => {
    expect(namesOf('a cat', '', 'a dog', ' \n')).toEqual(['a cat', 'Untitled 1', 'a dog', 'Untitled 2'])
  })

  test('X2 are one line without control characters, whole characters only, and not too long', () => {
    const [signs, markup, lines, half, long, families, marks] = namesOf(...hostileCaptions)
    expect([signs, markup]).toEqual(hostileCaptions.slice(0, 2))
    expect(lines).toBe('two lines and the rest')
    expect(half).toBe('half \uFFFD a character \uFFFE\uFFFF')
    expect(long).toBe('a'.repeat(layerLimits.name))
    expect(families).toBe('👩‍👩‍👧‍👦'.repeat(Math.floor(layerLimits.name / '👩‍👩‍👧‍👦'.length)))
    expect(marks).toBe(`e${'\u0301'.repeat(layerLimits.name - 1)}`)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileConditions } from '../conditions/compile.ts'
import { publishedLimits } from '../conditions/conditions.ts'
import { fractions } from '../conditions/random.ts'
import { sceneLimits } from '../contract/scene.ts'
import type { Scene } from '../contract/scene.ts'
import { fitSize, scaleScene } from './fit.ts'
import { formatsOf } from './locations.ts'
import { ownerCells } from './place.ts'
import { writeRuns } from './rle.ts'
import { SceneError, parseScene, readScene, writePublishedScene, writeScene } from './scene.ts'
import { instance, maskOf, sceneOf } from './scene.helper.ts'

const demos = join(import.meta.dirname, '../../test/fixtures/demos')
const files = ['cat_dog_robin', 'corgi_kitchen', 'iterative_r1', 'palm_point'].map((name) => `demo_${name}.json`)
const texts = [...files, 'synthetic_masks.json'].map((file) => readFileSync(join(demos, file), 'utf8'))

const full: Scene = {
  ...sceneOf(
    instance('a', {
      name: 'door',
      box: { x0: -5, y0: 0, x1: 10.5, y1: 20 },
      off: ['mask'],
      mask: maskOf(512, 512, (x) => x < 9),
    }),
    instance('b', {
      point: { x: 1, y: 2 },
      scribble: [
        [{ x: 1, y: 2 }],
        [
          { x: 3, y: 4 },
          { x: 5, y: 6 },
        ],
      ],
      polygon: [
        [
          { x: 1, y: 2 },
          { x: 30, y: 4 },
          { x: 5, y: 60 },
        ],
      ],
    }),
  ),
  negativeCaption: 'blurred',
  depth: 'listed',
}

function errorOf(json: unknown): SceneError {
  try {
    readScene(json)
  } catch (error) {
    if (error instanceof SceneError) return error
    throw error
  }
  throw new Error('the scene was read')
}

const annotation = (more: object): object => ({ caption: 'x', ...more })
const anno = (more: object): object => ({ caption: 'c', width: 4, height: 4, annos: [annotation(more)] })

describe('our own form', () => {
  it('I3 writing and reading gives the same scene', () => {
    expect(parseScene(writeScene(full))).toEqual(full)
  })

  it('I3 the example in the README is read', () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
    const scene = parseScene(/```\n(\{.*?)```/s.exec(readme)![1]!)
    expect(scene.instances.flatMap(formatsOf)).toEqual(['box', 'point', 'scribble', 'mask'])
  })

  it('I3 is plain data', () => {
    expect(structuredClone(full)).toEqual(full)
  })
})

describe('the published form', () => {
  it.each(texts)('X3 a demo scene read, written and read again stays the same', (text) => {
    const scene = parseScene(text)
    expect(scene.depth).toBe('bySize')
    expect(parseScene(writePublishedScene(scene))).toEqual(scene)
    expect(parseScene(writeScene(scene))).toEqual(scene)
  })

  it('I3 scribbles are read as pairs and as a flat list, [] is none, uncompressed run lengths are taken', () => {
    const scene = readScene({
      caption: 'c',
      width: 2,
      height: 2,
      annos: [
        annotation({
          scribble: [
            [1, 2],
            [3, 4],
          ],
        }),
        annotation({ scribble: [1, 2, 3, 4] }),
        annotation({ bbox: [], mask: [], point: [], scribble: [], category_name: '' }),
        annotation({ mask: { size: [2, 2], counts: [1, 2, 1] }, bbox: null }),
      ],
    })
    const scribble = [
      [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    ]
    expect(scene.instances).toEqual([
      { id: '1', caption: 'x', scribble },
      { id: '2', caption: 'x', scribble },
      { id: '3', caption: 'x' },
      { id: '4', caption: 'x', mask: { size: [2, 2], counts: '121' } },
    ])
  })

  it('X3 a polygon is written as a mask, what is switched off is not written', () => {
    const { instances } = parseScene(writePublishedScene(full))
    expect(instances[0]!.mask).toBeUndefined()
    expect(instances[0]!.name).toBe('door')
    expect(instances[1]!.mask!.size).toEqual([512, 512])
    expect(instances[1]!.polygon).toBeUndefined()
    expect(instances[1]!.scribble).toEqual([full.instances[1]!.scribble!.flat()])
  })
})

describe('errors', () => {
  const box = (value: unknown) => ({ ...full, instances: [{ id: 'a', caption: '', box: value }] })

  it.each([
    ['a list', [], 'notAScene', 'This is not a scene'],
    ['another object', { width: 3 }, 'notAScene', 'This is not a scene'],
    ['a newer version', { ...full, version: 2 }, 'newerVersion', 'version 2, this program reads up to 1'],
    ['a wrong number', box({ x0: 'a', y0: 0, x1: 1, y1: 1 }), 'badValue', 'instances[0].box.x0 must be a number.'],
    [
      'a turned box',
      box({ x0: 2, y0: 0, x1: 1, y1: 1 }),
      'badValue',
      'instances[0].box has its corners in the wrong order.',
    ],
    ['an unknown field', { ...full, extra: 1 }, 'badValue', 'The scene has "extra", which does not belong there.'],
    ['too many pixels', { ...full, width: 8000, height: 8000 }, 'badValue', 'width times height is more than'],
    ['the same id twice', sceneOf(instance('a'), instance('a')), 'duplicateId', 'instances[1].id is "a"'],
    [
      'a mask of another size',
      sceneOf(instance('a', { mask: maskOf(2, 3, () => true) })),
      'badMask',
      'instances[0].mask is 2 x 3',
    ],
    ['a bad bbox', anno({ bbox: [0, 0, -1, 2] }), 'badValue', 'annos[0].bbox has a negative width or height.'],
    [
      'a short bbox',
      anno({ bbox: [0, 0, 1] }),
      'badValue',
      'annos[0].bbox must be four numbers: x, y, width and height.',
    ],
    ['a bad mask', anno({ mask: 'x' }), 'badValue', 'annos[0].mask must be run lengths'],
    [
      'a mask that is cut',
      anno({ mask: { size: [4, 4], counts: '1' } }),
      'badMask',
      'annos[0].mask has runs for 1 of 16',
    ],
    ['a scribble', anno({ scribble: [1, 2, 3] }), 'badValue', 'annos[0].scribble has an odd number of coordinates.'],
    ['a mixed scribble', anno({ scribble: [[1, 2], 3] }), 'badValue', 'annos[0].scribble must be at most 4096 points'],
    ['no caption', { width: 1, height: 1, annos: [] }, 'badValue', 'caption is missing.'],
    ['a caption of another kind', { ...full, caption: 7 }, 'badValue', 'caption must be text.'],
    ['no width', { ...full, width: 0 }, 'badValue', 'width must be at least 1.'],
    ['a width in words', { ...full, width: 'wide' }, 'badValue', 'width must be a number.'],
    ['a part that is a list', { ...full, instances: [[]] }, 'badValue', 'instances[0] must be an object.'],
    ['a word too many', { ...full, sky: 'blue' }, 'badValue', 'The scene has "sky", which does not belong there.'],
  ])('S2 %s gives one clear sentence', (_, json, code, message) => {
    const error = errorOf(json)
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
    expect(error.problems.length).toBe(1)
  })

  it('S2 several problems are listed, each with its path, and not without end', () => {
    const bad = errorOf({ ...full, caption: 3, width: 0 })
    expect(bad.problems.map(({ path }) => path)).toEqual(['caption', 'width'])
    expect(bad.message).toMatch(/\(and 1 more problem\)$/)
    expect(errorOf(anno({ bbox: 1 })).problems.length).toBe(1)
    const many = { caption: 'c', width: 4, height: 4, annos: Array(200).fill(1) }
    expect(errorOf(many).problems.length).toBe(20)
  })

  it('S2 text that is no JSON, or too long, is refused', () => {
    expect(() => parseScene('{"caption": ')).toThrow(SceneError)
    expect(() => parseScene(' '.repeat(sceneLimits.textLength + 1))).toThrow(/characters/)
  })
})

/** Changes one value somewhere in the tree: a little, or to anything. */
function mutate(json: unknown, random: () => number, value: unknown): unknown {
  if (typeof json !== 'object' || json === null) return random() < 0.5 ? nudged(json, random) : value
  const keys = Object.keys(json)
  if (keys.length === 0 || random() < 0.1) return value
  const copy: object = Array.isArray(json) ? [...(json as unknown[])] : { ...json }
  const key = keys[Math.floor(random() * keys.length)]!
  return Object.assign(copy, { [key]: mutate((json as Record<string, unknown>)[key], random, value) })
}

function nudged(leaf: unknown, random: () => number): unknown {
  if (typeof leaf === 'number') return [leaf + 1, leaf * (random() * 4 - 1), -leaf][Math.floor(random() * 3)]
  if (typeof leaf !== 'string') return leaf
  const at = Math.floor(random() * leaf.length)
  return leaf.slice(0, at) + String.fromCharCode(40 + random() * 80) + leaf.slice(at + 1)
}

/** Everything that is done with a scene before a network runs. */
function use(scene: Scene): void {
  const small = scaleScene(scene, fitSize(scene.width, scene.height, { nativeArea: 64 * 64, multiple: 8 }))
  ownerCells(small, 16, 16)
  const limits = { ...publishedLimits, segSize: 64 }
  for (const rule of ['published', 'intended', 'diorama'] as const) {
    const { boxes_N4, polygons_NP } = compileConditions(small, { rule, limits, seed: 1 })
    expect(boxes_N4.every(Number.isFinite) && polygons_NP.every(Number.isFinite)).toBe(true)
  }
  parseScene(writeScene(small))
  writePublishedScene(small)
}

describe('hostile files', () => {
  it('S2 500 damaged scenes are read or refused with a SceneError, and every one that is read can be used', () => {
    const originals: unknown[] = [...texts.map((text) => JSON.parse(text) as unknown), full]
    const seen = { read: 0, refused: 0 }
    const damage = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, [], {}, '', -1, 0, 1e308, -1e6, 8192, 65536, 2 ** 31, 'PPPP', [1, 1], [[0, 0]], Number.NaN),
      fc.double(),
    )
    fc.assert(
      fc.property(fc.nat(originals.length - 1), damage, fc.noShrink(fc.integer()), (which, value, seed) => {
        const random = fractions(seed)
        try {
          const scene = readScene(mutate(originals[which], random, value))
          seen.read++
          use(scene)
        } catch (error) {
          if (!(error instanceof SceneError)) throw error
          seen.refused++
        }
      }),
      { seed: 7, numRuns: 500 },
    )
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(100)
  })

  it('S2 2,000 damaged texts and any JSON give a scene or a SceneError', () => {
    const text = texts[4]!
    const cut = fc.tuple(fc.nat(text.length), fc.string({ maxLength: 3, unit: 'binary' }), fc.nat(4))
    fc.assert(
      fc.property(cut, fc.jsonValue(), ([at, patch, lost], json) => {
        for (const read of [
          () => parseScene(text.slice(0, at) + patch + text.slice(at + lost)),
          () => readScene(json),
        ]) {
          try {
            read()
          } catch (error) {
            expect(error).toBeInstanceOf(SceneError)
          }
        }
      }),
      { seed: 8, numRuns: 2000 },
    )
  })

  it('S2 the largest scene that is read costs seconds, not minutes', () => {
    const side = 4096
    const runs = new Uint32Array(2 ** 16).fill(64)
    const mask = writeRuns({ width: side, height: side, counts: runs.with(0, side * side - 64 * (runs.length - 1)) })
    const ring = Array.from({ length: 4096 }, (_, i) => ({ x: (i * 997) % side, y: (i * 1999) % side }))
    const instances = Array.from({ length: sceneLimits.instances }, (_, i) =>
      i % 2 === 0 ? instance(`${i}`, { mask }) : instance(`${i}`, { polygon: [ring] }),
    )
    const before = process.cpuUsage()
    const scene = readScene({ ...sceneOf(...instances), width: side, height: side })
    const small = scaleScene(scene, { width: 512, height: 512 })
    compileConditions(small, { rule: 'diorama', limits: publishedLimits, seed: 1 })
    ownerCells(small, 64, 64)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(30)
  })
})

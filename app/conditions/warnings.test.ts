import { describe, expect, it } from 'vitest'
import type { Instance, SceneWarning } from '../contract/scene.ts'
import { compileConditions } from './compile.ts'
import { publishedLimits } from './conditions.ts'
import type { CompileOptions } from './conditions.ts'
import { instance, maskOf, sceneOf } from '../scene/scene.helper.ts'

function warningsOf(instances: Instance[], more: Partial<CompileOptions> = {}): SceneWarning[] {
  const options: CompileOptions = { rule: 'diorama', limits: publishedLimits, seed: 1, ...more }
  return [...compileConditions(sceneOf(...instances), options).warnings]
}
const codesOf = (...args: Parameters<typeof warningsOf>) =>
  warningsOf(...args).map(({ code, instanceId }) => `${code} ${instanceId}`)
const box = (x0: number, y0: number, x1: number, y1: number) => ({ box: { x0, y0, x1, y1 } })

describe('warnings', () => {
  it('G4 a sound scene has none', () => {
    expect(warningsOf([instance('a', box(10, 10, 200, 200)), instance('b', box(220, 10, 400, 200))])).toEqual([])
  })

  it('G4 a scene without instances says that only its caption counts', () => {
    expect(codesOf([])).toEqual(['noInstances null'])
  })

  it('G4 a point alone is never too small: it says where, not how large', () => {
    const point = instance('a', { point: { x: 100, y: 100 } })
    expect(codesOf([point], { cell: 1000 })).toEqual([])
    expect(codesOf([{ ...point, box: { x0: 90, y0: 90, x1: 110, y1: 110 } }], { cell: 1000 })).toEqual(['tooSmall a'])
  })

  it('G4 too small is measured in latent cells', () => {
    const thin = [instance('a', box(100, 100, 115, 300))]
    expect(codesOf(thin)).toEqual(['tooSmall a'])
    expect(codesOf(thin, { cell: 4 })).toEqual([])
    expect(warningsOf(thin)[0]!.message).toBe(
      '"a thing a" is only 15 x 200 pixels large; under 16 pixels the model can hardly draw it.',
    )
  })

  it('G4 a box without area is too small, not outside', () => {
    expect(codesOf([instance('a', box(100, 100, 100, 300))], { rule: 'published' })).toEqual(['tooSmall a'])
  })

  it('G4 by our own rule, which leaves it out, a box without area is no place, and not outside', () => {
    expect(codesOf([instance('a', box(100, 100, 100, 300))])).toEqual(['noPlace a'])
    expect(codesOf([instance('a', box(100, 100, 300, 100))])).toEqual(['noPlace a'])
  })

  it('G4 partly and wholly outside; wholly outside takes no slot', () => {
    const instances = [instance('a', box(-50, 10, 100, 200)), instance('b', box(600, 10, 700, 200))]
    expect(codesOf(instances)).toEqual(['outside b', 'partlyOutside a'])
    const { captions } = compileConditions(sceneOf(...instances), { rule: 'diorama', limits: publishedLimits, seed: 1 })
    expect(captions).toEqual(['a thing a'])
  })

  it('G4 covered: more than 40 % of the smaller place, said at the smaller one', () => {
    const big = instance('big', box(0, 0, 256, 256))
    expect(codesOf([big, instance('small', box(160, 0, 416, 128))])).toEqual([])
    const [warning, ...rest] = warningsOf([big, instance('small', box(128, 0, 384, 128))])
    expect(rest).toEqual([])
    expect(warning).toEqual({
      code: 'covered',
      instanceId: 'small',
      message:
        '"a thing small" shares 50 % of its place with "a thing big", which is behind it; the model may mix them up.',
    })
  })

  it('G4 two of the same place', () => {
    expect(codesOf([instance('a', box(0, 0, 256, 256)), instance('b', box(0, 0, 256, 250))])).toEqual(['samePlace b'])
  })

  it('G4 more instances than the model takes: the first ones are kept, the others named', () => {
    const limits = { ...publishedLimits, maxInstances: 1 }
    const instances = [instance('a', box(0, 0, 100, 100)), instance('b', box(200, 0, 300, 100))]
    expect(codesOf(instances, { limits })).toEqual(['tooManyInstances b'])
  })

  it('G4 an instance without a place is left out, and so is one whose mask is empty', () => {
    const empty = maskOf(512, 512, () => false)
    expect(codesOf([instance('a'), instance('b', { mask: empty })])).toEqual(['noPlace a', 'noPlace b'])
  })

  it('G4 an empty mask beside a box is ignored and does not keep the mask format', () => {
    const half = instance('a', { ...box(0, 0, 100, 100), mask: maskOf(512, 512, () => false) })
    const conditions = compileConditions(sceneOf(half), { rule: 'diorama', limits: publishedLimits, seed: 1 })
    expect(conditions.warnings.map(({ code }) => code)).toEqual(['emptyMask'])
    expect(conditions.drop.masks).toBe(true)
  })

  it('G5 the published rules say which formats they lose', () => {
    const scribbled = [instance('a', { ...box(0, 0, 100, 100), scribble: [[{ x: 1, y: 1 }]] })]
    expect(codesOf(scribbled, { rule: 'intended' })).toEqual(['formatNotUsed a'])
    const masked = [instance('a', { mask: maskOf(512, 512, (x) => x > 100) })]
    expect(codesOf(masked, { rule: 'published' })).toEqual(['formatNotUsed a'])
    expect(codesOf(masked, { rule: 'intended' })).toEqual([])
    expect(codesOf(masked, { rule: 'intended', configuration: 'box' })).toEqual(['formatNotUsed a'])
  })
})

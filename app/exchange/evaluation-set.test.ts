/** The evaluation set as it ships, and its scenes with other places. */
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { used } from '../scene/locations.ts'
import type { Scene } from '../contract/scene.ts'
import { inFormat, readLayouts, type Layout } from './evaluation-set.ts'

const folder = path.resolve(import.meta.dirname, '../../native-models/starter/evaluation')

let layouts: Layout[]
beforeAll(async () => {
  layouts = await readLayouts(folder)
})

const formatsIn = (scene: Scene): string[][] =>
  scene.instances.map((instance) => Object.keys(used(instance)).filter((name) => name !== 'polygon'))

describe('evaluation set', () => {
  it('G5 every layout has its words, what stands in it, and a real picture of its own', () => {
    expect(layouts.length).toBeGreaterThanOrEqual(256)
    const pictures = new Set(layouts.map((layout) => Buffer.from(layout.real().rgb).toString('base64')))
    expect(pictures.size).toBe(layouts.length)
    for (const { scene, truths, background, real } of layouts) {
      expect(truths).toHaveLength(scene.instances.length)
      expect(scene.caption).toContain(truths[0]!.class)
      expect(background).not.toBe('')
      expect(real()).toMatchObject({ width: scene.width, height: scene.height })
    }
  })

  it('G5 more layouts than there are is an error that says how many there are', async () => {
    await expect(readLayouts(folder, 99_999)).rejects.toThrow(/has \d+ layouts, not 99999/)
  })

  it('G5 a scene in one format has that one, a mixed one another for each instance', () => {
    const { scene, truths } = layouts.find((layout) => layout.truths.length === 5)!
    const all = formatsIn(scene)[0]!
    expect(all.toSorted()).toEqual(['box', 'mask', 'point', 'scribble'])
    expect(formatsIn(inFormat(scene, 'scribble'))).toEqual(truths.map(() => ['scribble']))
    const mixed = [['box'], ['point'], ['scribble'], ['mask'], ['box'], ['point'], ['scribble']]
    expect(formatsIn(inFormat(scene, 'mixed'))).toEqual(mixed.slice(0, 5))
    expect(formatsIn(inFormat(scene, 'mixed', 2))).toEqual(mixed.slice(2))
    expect(inFormat(scene, 'none')).toEqual({ ...scene, instances: [] })
    expect(inFormat(scene, 'all')).toBe(scene)
  })
})

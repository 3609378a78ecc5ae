/** Scripts of rounds: always the same, always possible. */
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readLayouts, type Layout } from '../exchange/evaluation-set.ts'
import { sceneSchema } from '../contract/scene.ts'
import { scriptedEdits, scriptOf, type ScriptedScene } from './scripts.ts'

let layouts: readonly Layout[] = []
beforeAll(async () => {
  layouts = await readLayouts(path.resolve(import.meta.dirname, '../../native-models/starter/evaluation'))
})

const script = (seed: number, edits = 5): ScriptedScene[] => scriptOf(seed, edits, layouts)

describe('scripts of rounds', () => {
  test('R4 a seed gives the same script each time, and another seed another one', () => {
    expect(script(3)).toEqual(script(3))
    expect(script(3)).not.toEqual(script(9))
  })

  test('R4 in 60 scripts there are never fewer than three or more than eight things, each within the picture', () => {
    for (let seed = 0; seed < 60; seed++) {
      const scenes = script(seed, 8)
      expect(scenes[0]!.things).toHaveLength(3 + (seed % 6))
      for (const { things, scene } of scenes) {
        expect(sceneSchema.safeParse(scene).success).toBe(true)
        expect(things.length).toBeGreaterThanOrEqual(3)
        expect(things.length).toBeLessThanOrEqual(8)
        for (const { box } of things) {
          expect(Math.min(box.x0, box.y0)).toBeGreaterThanOrEqual(0)
          expect(Math.max(box.x1, box.y1)).toBeLessThanOrEqual(512)
        }
      }
    }
  })

  test('R4 five rounds are the five edits in some order, and any number of rounds comes to an end', () => {
    for (let seed = 0; seed < 60; seed++) {
      const edits = script(seed)
        .slice(1)
        .map(({ edit }) => edit!)
      expect(edits.toSorted()).toEqual([...scriptedEdits].toSorted())
    }
    for (let count = 1; count < 20; count++) expect(script(5, count)).toHaveLength(count + 1)
  })

  test('R4 a round changes the one thing that it names, and that in the way that it names', () => {
    for (let seed = 0; seed < 60; seed++) {
      const scenes = script(seed)
      for (const [i, { edit, edited, things }] of scenes.entries()) {
        if (i === 0) continue
        const before = new Map(scenes[i - 1]!.things.map((thing) => [thing.id, thing]))
        const after = new Map(things.map((thing) => [thing.id, thing]))
        const ids = new Set([...before.keys(), ...after.keys()])
        expect([...ids].filter((id) => before.get(id) !== after.get(id))).toEqual([edited])
        const [old, now] = [before.get(edited!), after.get(edited!)]
        expect([old === undefined, now === undefined]).toEqual([edit === 'add', edit === 'remove'])
        if (!old || !now) continue
        expect(now.caption === old.caption).toBe(edit !== 'replace')
        const size = ({ box }: typeof old) => [box.x1 - box.x0, box.y1 - box.y0]
        if (edit === 'move') expect(size(now)).toEqual(size(old))
        if (edit === 'move') expect(now.box).not.toEqual(old.box)
        if (edit === 'resize') expect(size(now)).not.toEqual(size(old))
      }
    }
  })

  test('R4 what is added can be told by a point, which stands where its box would, until it is resized', () => {
    for (let seed = 0; seed < 60; seed++) {
      const [boxes, points] = [script(seed, 8), scriptOf(seed, 8, layouts, 'point')]
      for (const [i, { things, scene, edit, edited }] of points.entries()) {
        expect(things.map(({ id, box }) => [id, box])).toEqual(boxes[i]!.things.map(({ id, box }) => [id, box]))
        if (edit === 'resize') expect(things.find(({ id }) => id === edited)!.toldBy).toBe('box')
        for (const [at, { id, box, toldBy }] of things.entries()) {
          expect(toldBy === 'point' && !id.startsWith('new-')).toBe(false)
          if (edit === 'add' && id === edited) expect(toldBy).toBe('point')
          const centre = { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 }
          const { box: told, point } = scene.instances[at]!
          expect({ box: told, point }).toEqual(
            toldBy === 'box' ? { box, point: undefined } : { box: undefined, point: centre },
          )
        }
      }
    }
  })

  test('R4 the caption names the place and none of the things', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { scene, things } = script(seed)[0]!
      expect(scene.caption).toMatch(/^a scene (in a meadow|on a beach|in a room|at night)$/)
      for (const { truth } of things) expect(scene.caption).not.toContain(truth.class)
    }
  })
})

/** R4: what a round's report says, on pictures that were made by hand. */

import { expect, test } from 'vitest'
import type { Draft } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import { draftOf } from '../scene/document.helper.ts'
import { instance } from '../scene/scene.helper.ts'
import { boxAt, edited } from './consistency.helper.ts'
import { featherOf } from './feather.ts'
import { keepPlanOf } from './keep-plan.ts'
import { pasteBack } from './paste-back.ts'
import type { Pixels } from './pixels.ts'
import { reportOf } from './report.ts'

const first = draftOf(instance('path', boxAt(0, 256, 512, 128)), instance('tree', boxAt(0, 0, 128, 128)))
const parent: Draft = { ...first, keep: 'locked' }
const car: Command = { do: 'addInstance', at: 2, instance: instance('car', boxAt(128, 256, 128, 128)) }
const grid = { gridWidth: 16, gridHeight: 16 }
const done = { passes: 50, reused: 18, seconds: 1.5 }

/** 128 x 128 pixels of a slope, moved by some levels. */
function slope(by: number): Pixels {
  const rgb = Uint8Array.from({ length: 3 * 128 * 128 }, (_, i) => (Math.floor(i / 3) % 128) + by)
  return { width: 128, height: 128, rgb }
}

function roundOf(draft: Draft, drawn: Pixels) {
  const plan = keepPlanOf(parent, draft, grid)
  const region = plan.pixelRegion
  const picture = region ? pasteBack({ parent: slope(0), drawn, region, feather: featherOf(drawn, region) }) : drawn
  return reportOf({ parent: { draft: parent, picture: slope(0) }, draft, picture, plan, ...done })
}

test('R4 locked: nothing differs outside, and the things that were kept are told one by one', () => {
  const report = roundOf(edited(parent, car), slope(20))
  expect(report).toMatchObject({
    mode: 'locked',
    reason: null,
    regionShare: 28 / 256,
    touchedShare: 16 / 256,
    outside: { largest: 0, mean: 0, psnr: null, ssim: 1 },
    putBack: { share: 228 / 256, largest: 0, pixels: 0 },
    ...done,
  })
  expect(report.instances).toEqual([
    { id: 'path', state: 'covered', regionShare: 0.25, difference: { largest: 0, mean: 0, psnr: null } },
    { id: 'tree', state: 'kept', regionShare: 0, difference: { largest: 0, mean: 0, psnr: null } },
    { id: 'car', state: 'new', regionShare: 1, difference: null },
  ])
  expect(report.seam!.score).toBeLessThan(1.5)
})

test('R4 the margin counts for the region, and not for what was touched', () => {
  const moved = edited(parent, { do: 'changeInstance', id: 'tree', change: boxAt(32, 0, 128, 128) })
  const report = roundOf(moved, slope(20))
  expect(report.touchedShare).toBe(20 / 256)
  expect(report.regionShare).toBe(30 / 256)
})

test('R4 harmonised: the surroundings are told by PSNR and SSIM, and what differs beyond a margin is counted', () => {
  const report = roundOf(edited(parent, { do: 'setKeep', keep: 'harmonise' }, car), slope(2))
  expect(report).toMatchObject({ mode: 'harmonise', putBack: { largest: 0, pixels: 0 }, outside: { largest: 2 } })
  expect(report.outside!.psnr).toBeGreaterThan(42.1102 + 6)
  expect(report.outside!.ssim).toBeGreaterThan(0.99)
  expect(report.outside!.ssim).toBeLessThan(1)
  expect(report.instances[1], 'the tree stands farther away').toMatchObject({ id: 'tree', difference: { largest: 0 } })
})

test('R4 a pixel outside that differs is never overlooked', () => {
  const draft = edited(parent, car)
  const plan = keepPlanOf(parent, draft, grid)
  const picture = slope(0)
  picture.rgb[3 * (128 * 127 + 127) + 2]! += 1
  for (const byte of [0, 1, 2]) picture.rgb[3 * 128 * 127 + byte]! += 1
  const report = reportOf({ parent: { draft: parent, picture: slope(0) }, draft, picture, plan, ...done })
  expect(report).toMatchObject({ outside: { largest: 1 }, putBack: { largest: 1, pixels: 2 } })
})

test('R4 a first round and one of another size have nothing to be compared with', () => {
  const plan = keepPlanOf(null, parent, grid)
  const report = reportOf({ parent: null, draft: parent, picture: slope(0), plan, ...done })
  expect(report).toMatchObject({
    mode: 'free',
    reason: 'noParent',
    regionShare: 1,
    touchedShare: 1,
    outside: null,
    putBack: null,
    seam: null,
  })
  expect(report.instances.map(({ difference }) => difference)).toEqual([null, null])
  const small: Pixels = { width: 64, height: 64, rgb: new Uint8Array(3 * 64 * 64) }
  const wide: Draft = { ...parent, scene: { ...parent.scene, width: 1024 } }
  const resized = { draft: wide, plan: keepPlanOf(parent, wide, grid), ...done }
  expect(reportOf({ parent: { draft: parent, picture: small }, picture: slope(0), ...resized })).toMatchObject({
    reason: 'size',
    outside: null,
    seam: null,
  })
})

test('R4 a report is plain JSON, equal pictures included', () => {
  const report = roundOf(edited(parent, car), slope(20))
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

import { expect, test } from 'vitest'
import { Previews } from './previews.ts'

const preview = (value: number) => ({ width: 1, height: 1, rgb: Uint8Array.of(value, value, value) })

test('G2 previews: each has a number of its own, whichever track it is of, and keeping takes those of all together', async () => {
  const previews = new Previews()
  const steps = [
    previews.add('j1', preview(1)),
    previews.add('j1', preview(2), 'ball'),
    previews.add('j1', preview(3), null),
  ]
  expect(steps).toEqual([1, 2, 3])
  expect([previews.newestOf('j1', 'ball'), previews.newestOf('j1', null), previews.newestOf('j1', 'house')]).toEqual([
    2,
    3,
    undefined,
  ])
  expect(previews.newest('j1')).toEqual(preview(1))
  const pngs = await Promise.all(steps.map((step) => previews.png('j1', step)!))
  expect(new Set(pngs.map((png) => Buffer.from(png).toString('hex'))).size).toBe(3)
})

test('G2 previews: eight of each track are kept, and a window that asks too late gets the newest of the same track', async () => {
  const previews = new Previews()
  const first = previews.add('j1', preview(0), 'ball')
  const own = Array.from({ length: 20 }, (_, i) => previews.add('j1', preview(i)))
  const pngs = await Promise.all(own.map((step) => previews.png('j1', step)!))
  expect(pngs.map((png) => pngs.lastIndexOf(png))).toEqual(own.map((_, i) => (i < 12 ? 19 : i)))
  expect(await previews.png('j1', first)).not.toBe(pngs.at(-1))
  expect(previews.png('j1', 22)).toBeUndefined()
  previews.forget('j1')
  expect(previews.png('j1', first)).toBeUndefined()
  expect(previews.add('j1', preview(1), 'ball')).toBe(22)
})

test('G2 previews: of a picture that has begun no track has an estimate yet, and those of the last are still found', () => {
  const previews = new Previews()
  const last = previews.add('j1', preview(1), 'ball')
  previews.begin('j1')
  expect([previews.newest('j1'), previews.newestOf('j1', 'ball')]).toEqual([undefined, undefined])
  expect(previews.png('j1', last)).toBeDefined()
  const first = previews.add('j1', preview(2), 'ball')
  expect(previews.newestOf('j1', 'ball')).toBe(first)
})

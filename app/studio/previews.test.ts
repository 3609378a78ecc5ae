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

test('G2 previews: the newest eight of each track are kept, so that one does not push out the others', () => {
  const previews = new Previews()
  const first = previews.add('j1', preview(0), 'ball')
  const own = Array.from({ length: 20 }, (_, i) => previews.add('j1', preview(i)))
  expect(own.map((step) => previews.png('j1', step) !== undefined)).toEqual(own.map((_, i) => i >= 12))
  expect(previews.png('j1', first)).toBeDefined()
  previews.forget('j1')
  expect(previews.png('j1', first)).toBeUndefined()
  expect(previews.add('j1', preview(1), 'ball')).toBe(22)
})

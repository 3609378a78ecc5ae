/** Places by number. */
import { expect, it } from 'vitest'
import { atPlace, withMeasure } from './place-at.ts'

const box = { x0: 10, y0: 20, x1: 40, y1: 60 }

it('A2 place: X and Y move a thing, width and height keep its upper left corner', () => {
  expect(withMeasure(box, 'x', 0)).toEqual({ x0: 0, y0: 20, x1: 30, y1: 60 })
  expect(withMeasure(box, 'y', 5)).toEqual({ x0: 10, y0: 5, x1: 40, y1: 45 })
  expect(withMeasure(box, 'width', 100)).toEqual({ x0: 10, y0: 20, x1: 110, y1: 60 })
  expect(withMeasure(box, 'height', -3)).toEqual({ x0: 10, y0: 20, x1: 40, y1: 21 })
})

it('A2 place: the nine places touch the edges or stand in the middle', () => {
  const scene = { width: 130, height: 100 }
  expect(atPlace(box, scene, 0)).toEqual({ x0: 0, y0: 0, x1: 30, y1: 40 })
  expect(atPlace(box, scene, 4)).toEqual({ x0: 50, y0: 30, x1: 80, y1: 70 })
  expect(atPlace(box, scene, 8)).toEqual({ x0: 100, y0: 60, x1: 130, y1: 100 })
})

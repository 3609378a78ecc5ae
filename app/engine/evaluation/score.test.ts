/** How answers of the recogniser are counted. */
import { describe, expect, it } from 'vitest'
import { Tally } from './score.ts'

const truth = { class: 'house', colour: 'red', texture: 'striped' }

describe('score', () => {
  it('M1 success asks for class, colour and texture at once', () => {
    const tally = new Tally()
    const seen = [
      { present: true, ...truth },
      { present: true, ...truth, colour: 'blue' },
      { present: true, ...truth, class: 'tree', texture: 'plain' },
    ]
    tally.add(seen, [truth, truth, truth])
    expect(tally.shares()).toEqual({ present: 1, class: 2 / 3, colour: 2 / 3, texture: 2 / 3, success: 1 / 3 })
  })

  it('M1 where nothing is seen, a colour that happens to be right does not count', () => {
    const tally = new Tally()
    tally.add([{ present: false, ...truth }], [truth])
    expect(tally.shares()).toEqual({ present: 0, class: 0, colour: 0, texture: 0, success: 0 })
  })
})

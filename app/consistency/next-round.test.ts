/** What Generate does with a draft: one rule for the window's button and for the studio. */
import { describe, expect, test } from 'vitest'
import type { Draft, KeepMode } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import { draftOf } from '../scene/document.helper.ts'
import { paintStroke } from '../scene/mask-edit.ts'
import { instance } from '../scene/scene.helper.ts'
import { boxAt, edited, grid64 } from './consistency.helper.ts'
import { handMadeOf } from './hand-made.ts'
import { keepPlanOf } from './keep-plan.ts'
import { nextRoundOf } from './next-round.ts'
import { parentDraftOf } from './parent-draft.ts'

const first = draftOf(instance('house', boxAt(300, 300)))
const second: Draft = { ...draftOf(instance('ball', boxAt(64, 64)), instance('house', boxAt(300, 300))), parent: 'r1' }

function rounds(kind: Round['kind'] = 'generated'): Round[] {
  return [{ id: 'r1', kind, draft: first } as Round, { id: 'r2', kind, draft: second } as Round]
}

function next(draft: Draft, known = rounds()) {
  return nextRoundOf(draft, (each) => {
    const round = known.find(({ id }) => id === each.parent)
    const parent = round ? { round, draft: parentDraftOf(round, each) } : null
    return { parent, plan: keepPlanOf(parent?.draft ?? null, each, grid64, handMadeOf(each, grid64)) }
  })
}

const kept: Draft = { ...second, parent: 'r2', keep: 'locked' }
const noted = (keep: KeepMode): Draft => ({ ...kept, notes: { ball: { keep } } })
const painted = (how: 'added' | 'taken', from = kept): Draft => {
  const mask = paintStroke(from.scene, null, [{ x: 256, y: 256, size: 1000 }], false)
  return { ...from, region: { [how]: mask } }
}

describe('R1 rule 18: what Generate does', () => {
  test.each<[string, Draft]>([
    ['nothing at all', kept],
    ['another seed and other steps', { ...kept, settings: { ...kept.settings, seed: 5, steps: 3 } }],
    ['another mode', { ...kept, keep: 'free' }],
    ['a note that changes nothing', noted('harmonise')],
    ['a name', edited(kept, { do: 'changeInstance', id: 'ball', change: { name: 'Bob' } })],
    ['less of nothing', painted('taken')],
  ])('%s since the parent: its own changes once more, from what it went on from', (_, draft) => {
    const { region: __, ...rest } = draft
    expect(next(draft)).toEqual({ draft: { ...rest, parent: 'r1' }, isAgain: true, isEmpty: false })
  })

  test('what was painted for the round that is tried again is painted again', () => {
    const region = painted('added').region!
    const [one, two] = rounds()
    expect(next(kept, [one!, { ...two!, draft: { ...second, region } }]).draft.region).toEqual(region)
  })

  test.each<[string, Draft]>([
    ['a thing that is let go', noted('free')],
    ['more of the region', painted('added')],
    ['a thing that is held in a free round', { ...noted('locked'), keep: 'free' }],
    ['another caption', edited(kept, { do: 'changeScene', change: { caption: 'at night' } })],
    ['a thing less', edited(kept, { do: 'removeInstance', id: 'ball' })],
    ['no parent', { ...kept, parent: null }],
    ['a parent of which only the place is left', { ...kept, parent: 'gone' }],
  ])('%s: a round of its own', (_, draft) => {
    expect(next(draft)).toEqual({ draft, isAgain: false, isEmpty: false })
  })

  test('nothing where all that changed was taken out of the region by hand', () => {
    const without = painted('taken', edited(kept, { do: 'removeInstance', id: 'ball' }))
    expect(next(without)).toMatchObject({ isAgain: false, isEmpty: true })
  })

  test('of a photograph: nothing, until something changes or nothing is to be kept', () => {
    const of = (draft: Draft) => next(draft, rounds('picture'))
    expect(of(kept)).toEqual({ draft: kept, isAgain: false, isEmpty: true })
    expect(of({ ...kept, keep: 'free' })).toMatchObject({ isAgain: false, isEmpty: false })
    expect(of(edited(kept, { do: 'removeInstance', id: 'ball' }))).toMatchObject({ isAgain: false, isEmpty: false })
  })
})

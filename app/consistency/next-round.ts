/**
 * What Generate does with a draft: draws it, or tries the changes of the round before once more beside it. The window's button and
 * the studio decide by this. Rules by number: README.md.
 */

import type { Draft } from '../contract/document.ts'
import type { Round } from '../contract/project.ts'
import { changesOf } from './changes.ts'
import type { KeepPlan } from './keep-plan.ts'

/** Of a draft: what it goes on from, as far as that is left, with its draft as changesOf wants it; and what it keeps of it. */
export type Planned = {
  readonly parent: { readonly round: Pick<Round, 'kind' | 'draft'>; readonly draft: Draft } | null
  readonly plan: Pick<KeepPlan, 'mode' | 'region'>
}

export type NextRound = {
  /** What is drawn. */
  readonly draft: Draft
  /** Nothing was asked for since the parent: its own changes are drawn, from what it went on from itself. */
  readonly isAgain: boolean
  /** Nothing of the picture would be drawn. */
  readonly isEmpty: boolean
}

export function nextRoundOf(draft: Draft, planOf: (draft: Draft) => Planned): NextRound {
  const { parent, plan } = planOf(draft)
  // a photograph has no changes of its own
  const isAgain =
    parent !== null &&
    parent.round.kind !== 'picture' &&
    plan.region.share === 0 &&
    changesOf(parent.draft, draft).isUnchanged
  if (!isAgain) return { draft, isAgain, isEmpty: isEmpty(plan) }
  const again = besideRound(parent.round.draft, draft)
  return { draft: again, isAgain, isEmpty: isEmpty(planOf(again).plan) }
}

function isEmpty({ mode, region }: Planned['plan']): boolean {
  return mode !== 'free' && region.share === 0
}

/** The draft in the place of the round that it goes on from, with what was painted for that one. */
function besideRound({ parent, region }: Draft, draft: Draft): Draft {
  const { region: _, ...rest } = draft
  return { ...rest, parent, ...(region && { region }) }
}

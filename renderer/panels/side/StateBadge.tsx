/** What became of an instance since its parent, or that something about it is to be checked. */
import type { ReactElement } from 'react'
import { selectBadgeState, selectWarnings } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { warningLine } from '../../text/region.ts'
import { badges, things } from '../../text/things.ts'
import type { BadgeWord } from '../../text/things.ts'
import type { IconName } from '../../theme/icons.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'

const icons: Readonly<Partial<Record<BadgeWord, IconName>>> = {
  new: 'plus',
  moved: 'move',
  resized: 'resized',
  reworded: 'reworded',
  reordered: 'reordered',
  removed: 'minus',
  covered: 'warning',
  check: 'warning',
  partly: 'region',
  anew: 'free',
}

const plain: ReadonlySet<BadgeWord> = new Set(['kept', 'same', 'removed'])

function isTold(badge: BadgeWord): badge is 'covered' | 'anew' | 'partly' {
  return badge === 'covered' || badge === 'anew' || badge === 'partly'
}

/** A warning goes before anything else that could be said. */
export function useBadge(id: string): { readonly badge: BadgeWord; readonly sentence: string | null } {
  const state = useWindow((window) => selectBadgeState(window, id))
  const warnings = useWindow((window) => selectWarnings(window, id))
  if (warnings.length > 0) return { badge: 'check', sentence: warningLine(warnings.map(({ message }) => message)) }
  return { badge: state, sentence: isTold(state) ? things[state] : null }
}

/** The word of what changed, with its icon. */
export function ChangeBadge({ badge }: { readonly badge: BadgeWord }): ReactElement {
  const tone = plain.has(badge) ? 'plain' : badge === 'covered' || badge === 'check' ? 'warning' : 'accent'
  return (
    <Badge tone={tone} icon={icons[badge]}>
      {badges[badge]}
    </Badge>
  )
}

export function StateBadge({ id }: { readonly id: string }): ReactElement {
  const { badge, sentence } = useBadge(id)
  const element = (
    <span>
      <ChangeBadge badge={badge} />
    </span>
  )
  return sentence === null ? element : <Tooltip text={sentence}>{element}</Tooltip>
}

/** While comparing: the way to look at two rounds, and how strongly their difference is shown. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import type { CompareWay } from '../../state/window.ts'
import { compareWords } from '../../text/compare.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Segment } from '../../ui/Segment.tsx'
import { useCommandKeys } from '../shell/command-keys.tsx'

const icons = { slider: 'compare', side: 'sideBySide', blink: 'blink', difference: 'difference' } as const
const ways = (Object.keys(icons) as CompareWay[]).map((value) => ({
  value,
  label: compareWords.ways[value],
  icon: icons[value],
}))
const gains = ([1, 4, 16, 0] as const).map((value) => ({ value: String(value), label: compareWords.gains[value] }))

export function CompareControls(): ReactElement | null {
  const actions = useActions()
  const compare = useWindow((state) => state.compare)
  const swapKeys = useCommandKeys('compare.swap')
  if (!compare) return null
  return (
    <>
      <Segment
        size="option"
        label={compareWords.way}
        value={compare.way}
        options={ways}
        onChange={(way) => actions.changeCompare({ way })}
      />
      {compare.way === 'difference' && (
        <Segment
          size="option"
          label={compareWords.gain}
          value={String(compare.gain)}
          options={gains}
          onChange={(gain) => actions.changeCompare({ gain: Number(gain) })}
        />
      )}
      <IconButton
        icon="swap"
        label={compareWords.swap}
        keys={swapKeys}
        onClick={() => actions.changeCompare({ before: compare.after, after: compare.before })}
      />
    </>
  )
}

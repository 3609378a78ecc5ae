/** How large the picture is shown. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { percent } from '../../text/numbers.ts'
import { options } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { MenuEntry } from '../../ui/Menu.tsx'
import { useCommandItems } from '../shell/command-menu.ts'

const steps = [0.25, 0.5, 1, 2, 4, 8, 16] as const
const zoomCommands = ['zoom.in', 'zoom.out', 'zoom.fit', 'zoom.selection'] as const

export function ZoomMenu(): ReactElement {
  const actions = useActions()
  const scale = useWindow((state) => state.scale)
  const items: readonly MenuEntry[] = [
    ...useCommandItems(zoomCommands),
    'separator',
    ...steps.map((step) => ({ label: percent(step), onSelect: () => actions.zoomTo(step) })),
    'separator',
    ...useCommandItems(['show.latentGrid', 'fullScreen', 'panels']),
  ]
  return (
    <Menu items={items} align="end">
      <Button look="quiet" size="option" aria-label={`${options.zoom}, ${percent(scale)}`}>
        {percent(scale)}
        <Icon name="down" size={12} />
      </Button>
    </Menu>
  )
}

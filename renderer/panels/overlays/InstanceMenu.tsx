/** The menu at the right button: of the instance under the pointer, or of the picture. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { commandById, keysOf } from '../../state/commands.ts'
import { useWindow, useWindowStore } from '../../state/window.ts'
import type { WindowState } from '../../state/window.ts'
import { commandTitles, menuNames } from '../../text/commands.ts'
import { PointMenu } from '../../ui/Menu.tsx'
import type { MenuEntry } from '../../ui/menu-entries.ts'

const ofInstance = [
  'caption',
  'name',
  '',
  'cut',
  'copy',
  'duplicate',
  'remove',
  '',
  'order.front',
  'order.forward',
  'order.backward',
  'order.back',
  '',
  'group',
  'ungroup',
  '',
  'pin',
  'hide',
]
const ofPicture = [
  'paste',
  'pasteInPlace',
  'selectAll',
  '',
  'zoom.fit',
  'zoom.full',
  '',
  'copyPicture',
  'export',
  '',
  'region.reset',
  'size',
  'generate',
]

export function InstanceMenu(): ReactElement {
  const actions = useActions()
  const store = useWindowStore()
  // What it offers changes with anything, but only while it is open.
  const state = useWindow((now) => (now.menu ? now : null))
  const menu = state?.menu
  const ids = menu?.instance ? ofInstance : ofPicture
  const itemOf = (id: string, now: WindowState): MenuEntry => {
    if (id === '') return 'separator'
    const command = commandById(id)
    return {
      label: commandTitles[id]!,
      keys: keysOf(command, now)[0],
      isDisabled: !command.isEnabled(now),
      onSelect: () => command.run(actions, store.getState()),
    }
  }
  return (
    <PointMenu
      label={menu?.instance ? menuNames.instance : menuNames.picture}
      at={menu?.screen ?? null}
      items={state ? ids.map((id) => itemOf(id, state)) : []}
      onClose={() => actions.openMenu(null)}
    />
  )
}

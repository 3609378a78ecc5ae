/** What a menu lists, as data, so that menus are made from the registry of commands. */
import type { IconName } from '../theme/icons.tsx'

export interface MenuAction {
  readonly label: string
  readonly onSelect: () => void
  readonly icon?: IconName
  readonly keys?: string | undefined
  readonly note?: string
  readonly isDisabled?: boolean
  /** Makes it a tick or, in a row of such, a choice. */
  readonly isChecked?: boolean
}

export interface MenuGroup {
  readonly label: string
  readonly icon?: IconName
  readonly items: readonly MenuEntry[]
}

export interface MenuHeading {
  readonly heading: string
}

export type MenuEntry = MenuAction | MenuGroup | MenuHeading | 'separator'

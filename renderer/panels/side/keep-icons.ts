/** A keep mode has one icon, the same in the bar, the list and the rounds. */
import type { KeepMode } from '../../../app/contract/document.ts'
import type { IconName } from '../../theme/icons.tsx'

export const keepIcons: Readonly<Record<KeepMode, IconName>> = { locked: 'lock', harmonise: 'harmonise', free: 'free' }

/** The keys of a command as they are now: its own, or those that the artist gave it. */
import type { ReactElement } from 'react'
import { commandById, keysOf } from '../../state/commands.ts'
import { useWindow } from '../../state/window.ts'
import { Keys } from '../../ui/Kbd.tsx'

/** The first of them; undefined where it has none. */
export function useCommandKeys(id: string): string | undefined {
  return useWindow((state) => keysOf(commandById(id), state)[0])
}

export function CommandKeys({ id }: { readonly id: string }): ReactElement | null {
  const keys = useCommandKeys(id)
  return keys === undefined ? null : <Keys keys={keys} />
}

/** Where the focus is when a screen comes. */
import { useEffect, useEffectEvent } from 'react'

/** A screen that comes takes the focus if what had it went with the screen before. */
export function useFocusFrom(focus: () => void): void {
  const onCome = useEffectEvent(() => {
    if (document.activeElement === document.body) focus()
  })
  useEffect(() => onCome(), [])
}

/** What the artist prefers, as attributes of the page that the style sheets read; and the window's title. */
import { useEffect } from 'react'
import { useWindow } from '../../state/window.ts'
import { useMedia } from './media.ts'

export function useAttributes(): void {
  const { theme, scale, motion, largeTargets } = useWindow((state) => state.preferences)
  const project = useWindow((state) => state.project?.name)
  const isLight = useMedia('(prefers-color-scheme: light)')
  const hasTouch = useMedia('(any-pointer: coarse) and (hover: none)')
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset['theme'] = theme === 'system' ? (isLight ? 'light' : 'dark') : theme
    dataset['scale'] = String(scale)
    dataset['motion'] = motion
    dataset['targets'] = largeTargets || hasTouch ? 'large' : 'usual'
  }, [theme, scale, motion, largeTargets, isLight, hasTouch])
  useHand()
  useEffect(() => {
    document.title = project === undefined ? 'Diorama' : `${project} - Diorama`
  }, [project])
}

/** Whether somebody steps from place to place by keys, or points: the canvas shows its ring to the first. */
function useHand(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const ended = new AbortController()
    const { signal } = ended
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Tab' || key === 'F6') dataset['hand'] = 'keys'
    }
    window.addEventListener('keydown', onKey, { signal, capture: true })
    window.addEventListener('pointerdown', () => (dataset['hand'] = 'pointer'), { signal, capture: true })
    return () => ended.abort()
  }, [])
}

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
  useEffect(() => {
    document.title = project === undefined ? 'Diorama' : `${project} - Diorama`
  }, [project])
}

/** The window: which screen is shown, and what lies round every screen. */
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWindow } from '../../state/window.ts'
import { areas } from '../../text/studio.ts'
import { Mark } from '../../theme/icons.tsx'
import { LiveRegion } from '../../ui/LiveRegion.tsx'
import { PortalHost } from '../../ui/portal.tsx'
import { Models } from '../models/Models.tsx'
import { Overlays } from '../overlays/Overlays.tsx'
import { Start } from '../start/Start.tsx'
import { useAttributes } from './attributes.ts'
import { DropTarget } from './DropTarget.tsx'
import { useFocusFrom } from './focus.ts'
import { Spoken } from './Spoken.tsx'
import styles from './Shell.module.css'

/** A script of its own: the start screen is painted without the canvas, which comes once there is nothing else to do. */
const Studio = lazy(async () => ({ default: (await import('./Studio.tsx')).Studio }))

export function Shell(): ReactElement {
  const screen = useWindow((state) => state.screen)
  const spoken = useWindow((state) => state.spoken)
  useEffect(() => {
    requestIdleCallback(() => void import('./Studio.tsx'))
  }, [])
  useAttributes()
  return (
    <DropTarget>
      {screen === 'starting' && <Starting />}
      {screen === 'start' && (
        <Page label={areas.start}>
          <Start />
        </Page>
      )}
      {screen === 'models' && (
        <Page label={areas.models}>
          <Models />
        </Page>
      )}
      {screen === 'studio' && (
        <Suspense fallback={<Starting />}>
          <Studio />
        </Suspense>
      )}
      <Spoken />
      <LiveRegion {...spoken} />
    </DropTarget>
  )
}

function Starting(): ReactElement {
  return (
    <main className={styles.starting} aria-label={areas.starting}>
      <Mark />
    </main>
  )
}

function Page({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  const main = useRef<HTMLElement>(null)
  useFocusFrom(() => main.current?.focus())
  return (
    <main ref={main} className={styles.page} aria-label={label} tabIndex={-1}>
      {children}
      <PortalHost />
      <Overlays />
    </main>
  )
}

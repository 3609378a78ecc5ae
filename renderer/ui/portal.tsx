/**
 * Where menus, dialogs and tooltips are put: a container inside the `main` landmark of the screen, so that nothing lies
 * outside a landmark.
 */
import { createContext, useContext, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'

interface Portal {
  readonly container: HTMLElement | null
  readonly setContainer: (element: HTMLElement | null) => void
}

const PortalContext = createContext<Portal>({ container: null, setContainer: () => undefined })

export function PortalProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return <PortalContext value={{ container, setContainer }}>{children}</PortalContext>
}

/** One in every screen, as a child of its `main`. */
export function PortalHost(): ReactElement {
  const { setContainer } = useContext(PortalContext)
  return <div ref={setContainer} />
}

export function usePortal(): HTMLElement | undefined {
  return useContext(PortalContext).container ?? undefined
}

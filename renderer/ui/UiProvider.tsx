/** What the primitives need above them. The content policy allows no style elements, so none are made. */
import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactElement, ReactNode } from 'react'
import { PortalProvider } from './portal.tsx'
import { TooltipProvider } from './Tooltip.tsx'

export function UiProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <CSPProvider disableStyleElements>
      <PortalProvider>
        <TooltipProvider>{children}</TooltipProvider>
      </PortalProvider>
    </CSPProvider>
  )
}

/** The only two places of the window that speak by themselves. */
import type { ReactElement } from 'react'

export interface LiveRegionsProps {
  readonly polite: { readonly text: string; readonly count: number }
  readonly assertive: string
}

/** Two equal sentences in a row are told apart by a space that is not spoken. */
export function LiveRegions({ polite, assertive }: LiveRegionsProps): ReactElement {
  return (
    <div className="visually-hidden">
      <div aria-live="polite" data-testid="spoken">
        {polite.text}
        {polite.count % 2 === 0 ? '' : '\u00A0'}
      </div>
      <div aria-live="assertive">{assertive}</div>
    </div>
  )
}

/** Where the window says what is seen elsewhere. Beside it only messages speak, as the alerts and statuses that they are. */
import type { ReactElement } from 'react'

export interface LiveRegionProps {
  readonly text: string
  readonly count: number
}

/** Two equal sentences in a row are told apart by a space that is not spoken. */
export function LiveRegion({ text, count }: LiveRegionProps): ReactElement {
  return (
    <div className="visually-hidden" aria-live="polite" data-testid="spoken">
      {text}
      {count % 2 === 0 ? '' : '\u00A0'}
    </div>
  )
}

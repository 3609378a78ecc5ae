/** Where a card of the tour stands: beside the control that it speaks of, wherever that is in this window. */
import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { options, side } from '../../text/studio.ts'

type Beside = 'right' | 'left' | 'above' | 'below'

interface Target {
  readonly selector: string
  readonly beside: Beside
}

/** One for each card, in their order. */
const targets: readonly Target[] = [
  { selector: '[data-area="tools"] [aria-pressed="true"]', beside: 'right' },
  { selector: `textarea[aria-label="${side.instanceCaption}"]`, beside: 'left' },
  { selector: '[data-area="strip"]', beside: 'above' },
  { selector: '[data-tour="generate"]', beside: 'below' },
  { selector: `button[aria-label="${options.compare}"]`, beside: 'below' },
  { selector: '[data-area="strip"]', beside: 'above' },
]

const gap = 12
const edge = 8
/** The control moves with the panel that it is in; no more often than a card has to follow. */
const followMs = 250

export interface Place {
  readonly left: number
  readonly top: number
}

/** Of a card that is `own`; out of sight until its control has been found. */
export function usePlace(own: RefObject<HTMLElement | null>, card: number | null): Place {
  const [place, setPlace] = useState<Place>({ left: edge, top: -1000 })
  useEffect(() => {
    if (card === null) return undefined
    const measure = (): void => {
      const next = placeBeside(own.current, targets[card]!)
      if (next) setPlace((was) => (was.left === next.left && was.top === next.top ? was : next))
    }
    measure()
    const timer = setInterval(measure, followMs)
    return () => clearInterval(timer)
  }, [own, card])
  return place
}

function placeBeside(own: HTMLElement | null, { selector, beside }: Target): Place | null {
  const target = document.querySelector(selector)?.getBoundingClientRect()
  if (!own || !target) return null
  const { offsetWidth: width, offsetHeight: height } = own
  const left = {
    right: target.right + gap,
    left: target.left - gap - width,
    above: Math.min(target.left + gap, target.right - width),
    below: target.right - width,
  }[beside]
  const top = {
    right: target.top - gap,
    left: target.top - gap,
    above: target.top - gap - height,
    below: target.bottom + gap,
  }[beside]
  return { left: within(left, innerWidth - width), top: within(top, innerHeight - height) }
}

function within(at: number, most: number): number {
  return Math.round(Math.max(edge, Math.min(at, most - edge)))
}

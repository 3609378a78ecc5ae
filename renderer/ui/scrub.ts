/** Dragging a label changes its number: a step for every 2 pixels, ten with Shift, a tenth with Alt. */
import { useRef } from 'react'
import type { PointerEvent } from 'react'

export interface Range {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
}

const pixelsPerStep = 2

export function factorOf(event: { readonly shiftKey: boolean; readonly altKey: boolean }): number {
  if (event.shiftKey) return 10
  return event.altKey ? 0.1 : 1
}

/** Within the range, on a tenth of a step, without the noise of binary fractions. */
export function stepTo(value: number, { min, max, step }: Range): number {
  const grid = step / 10
  const rounded = Math.round(value / grid) * grid
  return Number(Math.min(max, Math.max(min, rounded)).toFixed(6))
}

interface Drag {
  readonly x: number
  readonly from: number
}

/** Handlers for the label. */
export function useScrub(range: Range, onChange: (value: number) => void) {
  const drag = useRef<Drag | null>(null)
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { x: event.clientX, from: range.value }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (!drag.current) return
      const steps = (event.clientX - drag.current.x) / pixelsPerStep
      const whole = factorOf(event) < 1 ? steps : Math.round(steps)
      const value = stepTo(drag.current.from + whole * range.step * factorOf(event), range)
      if (value !== range.value) onChange(value)
    },
    onPointerUp() {
      drag.current = null
    },
    onLostPointerCapture() {
      drag.current = null
    },
  }
}

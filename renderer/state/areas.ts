/** The areas of the window, from one to the next in the order of reading. */

const areaOrder = ['topbar', 'tools', 'options', 'canvas', 'strip', 'side', 'rounds'] as const
export type Area = (typeof areaOrder)[number]

const focusable =
  '[data-canvas], button:not([tabindex="-1"]), input:not([tabindex="-1"]), textarea, [tabindex="0"], a[href]'

/** Areas that are hidden or have nothing to focus are passed over. */
export function stepArea(by: 1 | -1): void {
  const here = document.activeElement?.closest<HTMLElement>('[data-area]')?.dataset['area']
  const at = areaOrder.indexOf(here as Area)
  const count = areaOrder.length
  for (let i = 1; i <= count; i++) {
    const next = at < 0 && by < 0 ? count - i : (at + by * i + count * 2) % count
    if (focusArea(areaOrder[next]!)) return
  }
}

export function focusArea(area: Area): boolean {
  const element = document.querySelector<HTMLElement>(`[data-area="${area}"]`)
  const first = [...(element?.querySelectorAll<HTMLElement>(focusable) ?? [])].find((each) => each.checkVisibility())
  first?.focus()
  return first !== undefined
}

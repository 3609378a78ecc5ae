/** Colours and type of what is drawn on the picture, read once from the theme's custom properties. */

export interface Ink {
  readonly line: string
  readonly accent: string
  readonly onAccent: string
  readonly tag: string
  readonly casing: string
  readonly warning: string
  readonly font: string
}

export function readInk(element: Element): Ink {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    line: read('--pic-line'),
    accent: read('--pic-accent'),
    onAccent: read('--pic-ink'),
    tag: read('--pic-tag'),
    casing: read('--pic-casing'),
    warning: read('--pic-warning') || read('--pic-accent'),
    font: read('--font') || 'sans-serif',
  }
}

/** The casing without its transparency, for stronger outlines. */
export const solidCasing = 'black'

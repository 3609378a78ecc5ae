/** Sizes of the panels: what they begin with, how far they go. In rem, so that they follow the interface scale. */

export interface Layout {
  readonly isWide: boolean
  readonly side: { readonly usual: string; readonly least: string; readonly most: string }
  readonly rounds: { readonly usual: string; readonly least: string; readonly most: string; readonly closed: string }
}

const rem = (pixels: number): string => `${pixels / 10}rem`

export const media = {
  drawer: '(max-width: 1099px)',
  /** Two columns at the side, a wider rail. */
  wide: '(min-width: 2000px)',
  narrow: '(max-width: 1365px)',
  high: '(min-height: 1200px)',
  low: '(max-height: 860px)',
} as const

export function layoutOf(is: {
  readonly wide: boolean
  readonly narrow: boolean
  readonly high: boolean
  readonly low: boolean
}): Layout {
  const columns = is.wide ? 2 : 1
  const side = is.narrow ? 288 : 320
  const rounds = is.high ? 224 : is.low ? 116 : 164
  return {
    isWide: is.wide,
    side: { usual: rem(side * columns), least: rem(264 * columns), most: rem(440 * columns) },
    rounds: { usual: rem(rounds), least: rem(116), most: rem(320), closed: rem(36) },
  }
}

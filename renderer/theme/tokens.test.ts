/** The contrast of the tokens, read from the file that the window uses. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8')

type Rgba = readonly [number, number, number, number]
type Theme = 'dark' | 'light'

/** The declarations of the block that begins with the selector. */
function block(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  const text = css.slice(start, css.indexOf('\n}', start))
  return new Map([...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]))
}

const tokens = { dark: block(":root[data-theme='dark']"), light: block(":root[data-theme='light']") }
const pictureTokens = block(':root')

function colour(theme: Theme, name: string): Rgba {
  const value = tokens[theme].get(name) ?? pictureTokens.get(name) ?? ''
  const hex = /^#(..)(..)(..)$/.exec(value)
  if (hex) return [...hex.slice(1).map((part) => Number.parseInt(part, 16)), 1] as unknown as Rgba
  const rgb = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)%\)$/.exec(value)
  if (rgb) return [Number(rgb[1]), Number(rgb[2]), Number(rgb[3]), Number(rgb[4]) / 100]
  throw new Error(`${theme} ${name} is no colour: ${value}`)
}

const white: Rgba = [255, 255, 255, 1]

function over([r, g, b, a]: Rgba, ground: Rgba): Rgba {
  const mix = (top: number, below: number): number => top * a + below * (1 - a)
  return [mix(r, ground[0]), mix(g, ground[1]), mix(b, ground[2]), 1]
}

function luminance([r, g, b]: Rgba): number {
  const linear = (value: number): number =>
    value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

function contrast(a: Rgba, b: Rgba): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** Grounds from below: `panel` or `panel > accent-soft`. */
function stacked(theme: Theme, layers: string): Rgba {
  return layers.split(' > ').reduce<Rgba>((below, name) => over(colour(theme, name), below), white)
}

const text = 4.5
const graphic = 3

/** Text or icon, its ground, the least ratio. */
const pairs: readonly (readonly [string, string, number])[] = [
  ...['panel', 'raised', 'sunken', 'canvas', 'hover', 'selected', 'chosen'].map((on) => ['text1', on, text] as const),
  ...['panel', 'raised', 'sunken', 'canvas', 'hover', 'selected'].map((on) => ['text2', on, text] as const),
  ...['panel', 'raised', 'sunken', 'hover', 'selected'].map((on) => ['text3', on, text] as const),
  ['accent-ink', 'accent', text],
  ['accent-text', 'panel', text],
  ['accent-text', 'raised', text],
  ['accent-text', 'panel > accent-soft', text],
  ['accent-text', 'selected > accent-soft', text],
  ['accent', 'panel', graphic],
  ['accent', 'canvas', graphic],
  ['warning', 'panel', text],
  ['warning', 'panel > warning-soft', text],
  ['error', 'panel', text],
  ['error', 'panel > error-soft', text],
  ['text2', 'panel > badge', text],
  ['control', 'panel', graphic],
  ['control', 'sunken', graphic],
  ['accent-text', 'tool-on', graphic],
  ['pic-line', 'pic-tag', text],
  ['pic-ink', 'pic-accent', text],
]

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  it.each(pairs)('A1 contrast: %s on %s is at least %f', (front, on, least) => {
    expect(contrast(colour(theme, front), stacked(theme, on))).toBeGreaterThanOrEqual(least)
  })

  it('A1 contrast: the measured ratios are those of the design', () => {
    const expected = theme === 'dark' ? [13.33, 6.03, 7.95, 5.16, 7.36, 5.27] : [16.09, 5.7, 5.09, 4.7, 5.23, 5.47]
    const measured = [
      contrast(colour(theme, 'text1'), stacked(theme, 'panel')),
      contrast(colour(theme, 'text3'), stacked(theme, 'panel')),
      contrast(colour(theme, 'accent-ink'), stacked(theme, 'accent')),
      contrast(colour(theme, 'accent-text'), stacked(theme, 'selected > accent-soft')),
      contrast(colour(theme, 'warning'), stacked(theme, 'panel > warning-soft')),
      contrast(colour(theme, 'error'), stacked(theme, 'panel > error-soft')),
    ]
    for (const [at, value] of measured.entries()) expect(Math.abs(value - expected[at]!)).toBeLessThan(0.06)
  })

  it('A1 neutrals: no more than 5 units between channels', () => {
    for (const name of ['canvas', 'panel', 'raised', 'chosen', 'sunken', 'hover', 'divide', 'line', 'edge']) {
      const [r, g, b] = colour(theme, name)
      expect(Math.max(r, g, b) - Math.min(r, g, b), name).toBeLessThanOrEqual(5)
    }
  })
})

it('A1 themes: both define the same tokens', () => {
  expect([...tokens.light.keys()]).toEqual([...tokens.dark.keys()])
})

/** For tests of layered exports: a picture in which no two places are alike, a scene of all kinds of location, and layers laid over each other. */
import type { Scene } from '../contract/scene.ts'
import { instance, maskOf, sceneOf } from '../scene/scene.helper.ts'
import type { Layer } from './layers.ts'
import type { Pixels } from './png.ts'

/** Neighbours differ, and so do red, green and blue. */
export function pictureOf(width: number, height: number): Pixels {
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < rgb.length; i++) rgb[i] = i * 47 + Math.floor(i / (width * 3)) * 113
  return { width, height, rgb }
}

/** 512 x 512 pixels: a box, a point, a scribble, a ring as a mask, and a triangle with a caption that is hard to write. */
export function everyKind(): Scene {
  const fromMiddle = (x: number, y: number): number => Math.hypot(x + 0.5 - 380, y + 0.5 - 380)
  return sceneOf(
    { ...instance('box', { box: { x0: 20, y0: 20, x1: 200, y1: 160 } }), caption: 'a red box' },
    { ...instance('point', { point: { x: 400, y: 80 } }), caption: '' },
    {
      ...instance('scribble', {
        scribble: [
          [{ x: 60, y: 300 }],
          [
            { x: 120, y: 340 },
            { x: 200, y: 290 },
          ],
        ],
      }),
      caption: '猫と犬 🐈',
    },
    {
      ...instance('mask', { mask: maskOf(512, 512, (x, y) => fromMiddle(x, y) < 90 && fromMiddle(x, y) > 40) }),
      caption: 'a "ring" of <gold> & silver',
    },
    {
      ...instance('polygon', {
        polygon: [
          [
            { x: 250, y: 200 },
            { x: 330, y: 220 },
            { x: 280, y: 330 },
          ],
        ],
      }),
      caption: ' ',
    },
  )
}

/** What a program shows that lays the layers over each other (src-over), each result rounded to a byte; the first one is below. */
export function flattened(width: number, height: number, layers: readonly Omit<Layer, 'name'>[]): Uint8Array {
  const rgb = new Uint8Array(width * height * 3)
  for (const layer of layers) {
    for (let i = 0; i < layer.width * layer.height; i++) {
      const x = layer.x + (i % layer.width)
      const y = layer.y + Math.floor(i / layer.width)
      const share = layer.rgba[i * 4 + 3]! / 255
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + x) * 3 + channel
        rgb[at] = Math.round(share * layer.rgba[i * 4 + channel]! + (1 - share) * rgb[at]!)
      }
    }
  }
  return rgb
}

/** The largest difference of two values at the same position. */
export function largestDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values and ${b.length} cannot be compared`)
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
}

/** Captions that break files: scripts, quotes, mark-up, control characters, halves of characters, very long ones. */
export const hostileCaptions: readonly string[] = [
  '🧑‍🚀 on a 🏖️, שלום, ภาพ',
  `'"<layer name="&amp;">]]>`,
  'two\nlines\tand\r\n\u0000\u0001\u001B\u009F the rest',
  'half \uD83D a character \uFFFE\uFFFF',
  'a'.repeat(2000),
  '👩‍👩‍👧‍👦'.repeat(200),
  `e${'\u0301'.repeat(1999)}`,
]

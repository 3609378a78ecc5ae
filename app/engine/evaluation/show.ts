/** What an evaluation drew, for looking: each picture to the right of the real one of its layout. */
import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { encodePlainPng } from '../../exchange/picture.ts'
import type { Rgb } from '../../../native-models/recogniser/crop.ts'

/** White between the two, pixels. */
const gap = 4

/** `folder/what/012.png` for the layout at `index`. */
export async function writeBeside(folder: string, what: string, index: number, real: Rgb, drawn: Rgb): Promise<void> {
  const into = path.join(folder, what)
  mkdirSync(into, { recursive: true })
  const name = `${String(index).padStart(3, '0')}.png`
  await writeFile(path.join(into, name), await encodePlainPng(sideBySide(real, drawn)))
}

function sideBySide(left: Rgb, right: Rgb): Rgb {
  const width = left.width + gap + right.width
  const height = Math.max(left.height, right.height)
  const rgb = new Uint8Array(3 * width * height).fill(255)
  for (const [picture, at] of [[left, 0] as const, [right, left.width + gap] as const]) {
    const stride = 3 * picture.width
    for (let y = 0; y < picture.height; y++)
      rgb.set(picture.rgb.subarray(y * stride, (y + 1) * stride), 3 * (y * width + at))
  }
  return { width, height, rgb }
}

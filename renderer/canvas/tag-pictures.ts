/**
 * Tags as pictures, made once for each text: measuring and setting type for thirty of them is what a frame cannot afford.
 */
import type { Ink } from './ink.ts'

export const tagHeight = 17

export interface TagText {
  readonly text: string
  /** Said after it in a lighter weight. */
  readonly more?: string
  readonly isAccent?: boolean
}

export interface TagPicture {
  readonly pixels: OffscreenCanvas
  /** In CSS pixels. */
  readonly width: number
}

const inset = 5.5
const gap = 5
const baseline = 12.5

/** More texts than this are not on one screen. */
const mostKept = 600

export class TagPictures {
  private readonly kept = new Map<string, TagPicture>()
  private readonly ink: Ink

  constructor(ink: Ink) {
    this.ink = ink
    // A tag set in the font that stood in for ours is made anew once ours is there.
    void document.fonts.ready.then(() => this.kept.clear())
  }

  of(tag: TagText, ratio: number): TagPicture {
    const key = [ratio, tag.isAccent ? 1 : 0, tag.text, tag.more ?? ''].join('\n')
    const known = this.kept.get(key)
    if (known) return known
    if (this.kept.size >= mostKept) this.kept.clear()
    const made = draw(tag, this.ink, ratio)
    this.kept.set(key, made)
    return made
  }
}

function draw({ text, more, isAccent }: TagText, ink: Ink, ratio: number): TagPicture {
  const strong = `600 11px ${ink.font}`
  const light = `500 11px ${ink.font}`
  const ruler = new OffscreenCanvas(1, 1).getContext('2d')!
  ruler.font = strong
  const first = ruler.measureText(text).width
  ruler.font = light
  const second = more ? ruler.measureText(more).width + gap : 0
  const width = Math.max(tagHeight, Math.round(first + second + 2 * inset))
  const pixels = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(tagHeight * ratio))
  const ctx = pixels.getContext('2d')!
  ctx.scale(ratio, ratio)
  ctx.fillStyle = isAccent ? ink.accent : ink.tag
  ctx.beginPath()
  ctx.roundRect(0, 0, width, tagHeight, 2)
  ctx.fill()
  ctx.fillStyle = isAccent ? ink.onAccent : ink.line
  const start = more ? inset : (width - first) / 2
  ctx.font = strong
  ctx.fillText(text, start, baseline)
  if (more) {
    ctx.font = light
    ctx.fillText(more, start + first + gap, baseline)
  }
  return { pixels, width }
}

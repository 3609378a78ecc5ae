/** All pictures of a project on one sheet, each with its name below: to print, to send, to choose from. */
import sharp, { type OutputInfo, type OverlayOptions } from 'sharp'

export interface SheetPicture {
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
  readonly name: string
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Place extends Size {
  readonly left: number
  readonly top: number
}

export interface SheetLayout extends Size {
  readonly title: Place
  readonly cells: readonly { readonly picture: Place; readonly name: Place }[]
}

const margin = 40
const gap = 20
const titleHeight = 36
const nameHeight = 20
/** Longer side of a picture, and of a sheet, in pixels; a crowded sheet has smaller pictures. */
const largest = { picture: 320, sheet: 4096 }
const smallestPicture = 48
const paper = '#ffffff'
const ink = '#1c1b1a'
/** Those of the machine; the first that it has. */
const fonts = 'Inter, Segoe UI, Helvetica Neue, Noto Sans, sans-serif'

/** As many columns as make the sheet about square; pictures keep their shapes, with their lower edges on one line. */
export function sheetLayout(pictures: readonly Size[]): SheetLayout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(pictures.length)))
  const room = Math.floor((largest.sheet - 2 * margin + gap) / columns) - gap
  const side = Math.max(smallestPicture, Math.min(largest.picture, room))
  const fitted = pictures.map(({ width, height }) => {
    const scale = side / Math.max(width, height)
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  })
  const cell = {
    width: Math.max(...fitted.map(({ width }) => width), smallestPicture),
    height: Math.max(...fitted.map(({ height }) => height), 1),
  }
  const top = margin + titleHeight + gap
  const step = { x: cell.width + gap, y: cell.height + gap / 2 + nameHeight + gap }
  const width = 2 * margin + columns * step.x - gap
  return {
    width,
    height: top + Math.ceil(pictures.length / columns) * step.y - gap + margin,
    title: { left: margin, top: margin, width: width - 2 * margin, height: titleHeight },
    cells: fitted.map((size, i) => {
      const [left, bottom] = [margin + (i % columns) * step.x, top + Math.floor(i / columns) * step.y + cell.height]
      return {
        picture: { left, top: bottom - size.height, ...size },
        name: { left, top: bottom + gap / 2, width: cell.width, height: nameHeight },
      }
    }),
  }
}

/**
 * @param pictures at least one, in the order in which they are shown
 * @returns a PNG. Words are set in a font of the machine; where it has none they are left out.
 */
export async function contactSheet(title: string, pictures: readonly SheetPicture[]): Promise<Uint8Array> {
  const { width, height, title: head, cells } = sheetLayout(pictures)
  const layers = [await words(title, head, 24)]
  for (const [i, { picture, name }] of cells.entries()) {
    const { left, top, ...size } = picture
    const input = await sharp(pictures[i]!.png)
      .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
      .png({ compressionLevel: 1 })
      .toBuffer()
    layers.push([{ input, left, top }], await words(pictures[i]!.name, name, 13))
  }
  return sharp({ create: { width, height, channels: 3, background: paper } })
    .composite(layers.flat())
    .png()
    .toBuffer()
}

/** Lines are cut to their ink: with an unseen bar at their end all are as high, and stand on one base line. */
const strut = '<span alpha="1">|</span>'

/** One line, shortened until it fits; nothing where it cannot be set. */
async function words(text: string, { left, top, width, height }: Place, size: number): Promise<OverlayOptions[]> {
  let letters = [...text.replaceAll(/\p{Cc}/gu, ' ').trim()]
  for (let whole = true; letters.length > 0; whole = false) {
    const line = escaped(letters.join('')) + (whole ? '' : '…')
    const set = await lineOf(`<span foreground="${ink}">${line}</span>${strut}`, size)
    if (set === undefined) return []
    const { data, info } = set
    if (info.width <= width && info.height <= height) return [{ input: data, left, top }]
    letters = letters.slice(0, Math.min(letters.length - 1, Math.floor((letters.length * width) / info.width)))
  }
  return []
}

async function lineOf(markup: string, size: number): Promise<{ data: Buffer; info: OutputInfo } | undefined> {
  try {
    return await sharp({ text: { text: markup, font: `${fonts} ${size}`, rgba: true, dpi: 72 } })
      .png()
      .toBuffer({ resolveWithObject: true })
  } catch {
    return undefined
  }
}

/** Pango's markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Pictures as bytes, and grids of latent cells laid over them. */

/** Eight bits a channel, row by row. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgb: Uint8Array }

/** 1 in marked cells, row by row: [height, width]. */
export type Cells = { readonly cells: Uint8Array; readonly width: number; readonly height: number }

/**
 * Pixels along the side of a cell.
 *
 * @throws RangeError unless the cells are squares of whole pixels that cover the picture
 */
export function cellSide(picture: Pick<Pixels, 'width' | 'height'>, { cells, width, height }: Cells): number {
  const side = picture.width / width
  const fits = Number.isInteger(side) && side >= 1 && picture.height === side * height
  if (!fits || cells.length !== width * height) {
    throw new RangeError(
      `${cells.length} cells in a grid of ${width} x ${height} do not fit a picture of ${picture.width} x ${picture.height} pixels.`,
    )
  }
  return side
}

/** @throws RangeError unless both have the same size, and bytes for it */
export function requireAlike(a: Pixels, b: Pixels): void {
  const isWhole = ({ width, height, rgb }: Pixels): boolean => rgb.length === 3 * width * height
  if (a.width === b.width && a.height === b.height && isWhole(a) && isWhole(b)) return
  throw new RangeError(
    `Two pictures of one size are compared: got ${a.width} x ${a.height} in ${a.rgb.length} bytes and ${b.width} x ${b.height} in ${b.rgb.length}.`,
  )
}

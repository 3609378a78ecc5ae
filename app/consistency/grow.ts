/** Cells grown by a distance. */

/** Distances that differ by less are the same: they come of dividing. In cells. */
const slack = 1e-9

/**
 * Marks every cell of which some part lies nearer than the radius to a marked cell, corners rounded.
 *
 * @param cells 0 or 1, row by row: [height, width]
 * @param radius in cells; across and down may differ, as cells need not be square
 * @returns new cells of the same size
 */
export function growCells(
  cells: Uint8Array,
  width: number,
  height: number,
  radius: { readonly x: number; readonly y: number },
): Uint8Array {
  const grown = new Uint8Array(cells.length)
  const rows = Math.ceil(radius.y - slack)
  const reach = Array.from({ length: rows + 1 }, (_, dy) => reachAcross(dy, radius))
  const distance = new Uint16Array(width)
  for (let y = 0; y < height; y++) {
    if (!distancesAlong(cells.subarray(y * width, (y + 1) * width), distance)) continue
    for (let to = Math.max(0, y - rows); to <= Math.min(height - 1, y + rows); to++) {
      const limit = reach[Math.abs(to - y)]!
      for (let x = 0; x < width; x++) if (distance[x]! <= limit) grown[to * width + x] = 1
    }
  }
  return grown
}

/** How many cells across, `dy` rows away; adjacent cells touch, so they are at distance 0. */
function reachAcross(dy: number, { x, y }: { readonly x: number; readonly y: number }): number {
  const gap = y > 0 ? Math.max(0, dy - 1) / y : 0
  const across = x * Math.sqrt(Math.max(0, 1 - gap * gap))
  return across > slack ? Math.ceil(across - slack) : 0
}

/** Cells to the nearest marked one of the row. @returns whether there is one */
function distancesAlong(row: Uint8Array, distance: Uint16Array): boolean {
  const far = 0xffff
  let since = far
  for (let x = 0; x < row.length; x++) {
    since = row[x] === 1 ? 0 : Math.min(far, since + 1)
    distance[x] = since
  }
  if (since === far) return false
  since = far
  for (let x = row.length - 1; x >= 0; x--) {
    since = row[x] === 1 ? 0 : Math.min(far, since + 1)
    if (since < distance[x]!) distance[x] = since
  }
  return true
}

/** Words on the canvas itself. */

export const canvasWords = {
  role: 'picture',
  instanceRole: 'instance',
  drawHere: 'Draw here',
  size: (width: number, height: number): string => `${width} by ${height}`,
  divider: 'Divider between the two pictures',
  /** "54 % shows Round 3". */
  dividerValue: (percent: number, before: string): string => `${percent} % shows ${before}`,
} as const

/** Words of the dialog that takes rounds out of Diorama. */

const sides = (width: number, height: number): string => `${width} × ${height}`

export const exportWords = {
  title: 'Export',
  format: 'Format',
  formats: { png: 'PNG', jpeg: 'JPEG', webp: 'WebP', psd: 'PSD', ora: 'ORA', json: 'Scene', sheet: 'Sheet' },
  about: {
    png: 'Every pixel as it is.',
    jpeg: 'Small, and every program opens it. Pixels change a little.',
    webp: 'Smaller still, for the web. Pixels change a little.',
    psd: 'Layers for Photoshop and most editors: the picture, and over it each thing cut out where it was placed.',
    ora: 'OpenRaster, the same layers for Krita, GIMP and MyPaint.',
    json: 'Words and places without a picture, in the published form. Polygons become masks.',
    sheet: 'A contact sheet: every round of this project on one PNG, each with its number and name.',
  },
  size: 'Size',
  drawn: (width: number, height: number): string => `${sides(width, height)}, as drawn`,
  scene: (width: number, height: number): string => `${sides(width, height)}, as on the canvas`,
  quality: 'Quality',
  percent: (value: number): string => `${value} %`,
  withScene: 'Scene and settings inside',
  withSceneHow: 'Diorama opens the file as this scene. Whoever has it can read the words.',
  export: 'Export',
  copy: 'Copy the picture',
} as const

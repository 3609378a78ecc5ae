/**
 * A reader of PSD files for tests, written from the format's description and not from the encoder: the header, a little
 * of the layers, and the composite, which is what programs without layers read.
 *
 * Adobe Photoshop File Formats Specification: File Header, Layer and Mask Information, Image Data.
 */

export interface Composite {
  readonly version: number
  readonly channels: number
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly colourMode: number
  /** Records of layers: the layers, and two for a group. */
  readonly records: number
  /** Of the bottom layer: three make it a background, which cannot be moved, four have its opacity. */
  readonly bottomChannels: number
  /** Row by row, `channels` bytes a pixel. */
  readonly pixels: Uint8Array
}

export function readComposite(file: Uint8Array): Composite {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const signature = String.fromCharCode(...file.subarray(0, 4))
  if (signature !== '8BPS') throw new Error(`begins with ${signature}`)
  const [channels, height, width] = [view.getUint16(12), view.getUint32(14), view.getUint32(18)]
  // colour mode data, image resources, layers and masks: each with its length in front
  let at = 26
  const starts = [0, 1, 2].map(() => {
    const start = at + 4
    at = start + view.getUint32(at)
    return start
  })
  // in the third: the length of the layers, their number, then for each its bounds and its channels
  const records = view.getInt16(starts[2]! + 4)
  const bottomChannels = view.getUint16(starts[2]! + 4 + 2 + 16)
  if (view.getUint16(at) !== 1) throw new Error(`compression ${view.getUint16(at)}`)
  const planes = unpackRows(view, at + 2, channels * height, width)
  const pixels = new Uint8Array(width * height * channels)
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < channels; channel++) {
      pixels[i * channels + channel] = planes[channel * width * height + i]!
    }
  }
  return {
    version: view.getUint16(4),
    channels,
    width,
    height,
    bits: view.getUint16(22),
    colourMode: view.getUint16(24),
    records,
    bottomChannels,
    pixels,
  }
}

/** PackBits: lengths of all rows, then their bytes, to the end of the file. */
function unpackRows(view: DataView, start: number, rows: number, width: number): Uint8Array {
  const planes = new Uint8Array(rows * width)
  let at = start + rows * 2
  for (let row = 0; row < rows; row++) {
    const end = at + view.getUint16(start + row * 2)
    let to = row * width
    while (at < end) {
      const head = view.getInt8(at++)
      const isRun = head < 0
      const length = isRun ? 1 - head : 1 + head
      for (let i = 0; i < length; i++) planes[to++] = view.getUint8(isRun ? at : at + i)
      at += isRun ? 1 : length
    }
    if (at !== end || to !== (row + 1) * width) throw new Error(`row ${row} does not end where it says`)
  }
  if (at !== view.byteLength) throw new Error(`${view.byteLength - at} bytes behind the composite`)
  return planes
}

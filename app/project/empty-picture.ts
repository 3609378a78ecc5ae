/** The picture of a round that is only a place in the tree any more: one transparent pixel, so that it can be shown like any other. */
import type { Round } from '../contract/project.ts'
import { sha256 } from './values.ts'

export const emptyPicture: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4nGNgYAAAAAMAAbitOmMAAAAASUVORK5CYII=',
  'base64',
)
const digest = sha256(emptyPicture)

export function isEmptied({ picture }: Round): boolean {
  return picture === digest
}

/** Names of files: what may be one, and one that is free. */
import { existsSync } from 'node:fs'
import path from 'node:path'

export const projectEnding = '.diorama'

/** Names that Windows keeps for itself; projects travel. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i
const longestName = 120
/** Most file systems count 255 bytes; a number, the ending and what SQLite lays beside it have room. */
const longestNameBytes = 200
const characters = new Intl.Segmenter()

/** A name that every system takes, near to the wished one. */
export function fileName(wished: string): string {
  // Control characters are among what file systems refuse.
  const kept = wished.replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, ' ').replaceAll(/\s+/g, ' ')
  const name = shortened(kept.trim().replace(/^\.+/, '')).replace(/[. ]+$/, '')
  if (name === '') return 'Untitled'
  return reserved.test(name) ? `${name} picture` : name
}

/** The characters that fit, each of them whole. */
function shortened(name: string): string {
  let kept = ''
  for (const { segment } of characters.segment(name)) {
    const longer = kept + segment
    if (longer.length > longestName || Buffer.byteLength(longer) > longestNameBytes) break
    kept = longer
  }
  return kept
}

/** Path of a file that does not exist yet: "Beach.diorama", else "Beach 2.diorama" and so on. */
export function freePath(folder: string, wished: string, ending = projectEnding): string {
  const name = fileName(wished)
  for (let count = 1; ; count++) {
    const file = path.join(folder, `${name}${count === 1 ? '' : ` ${count}`}${ending}`)
    if (!existsSync(file)) return file
  }
}

/** "Beach" of "/pictures/Beach.diorama". */
export function projectName(file: string): string {
  return path.basename(file).replace(/\.diorama$/i, '')
}

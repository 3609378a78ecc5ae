/**
 * What JSON.parse lets pass and a header must not have: a key twice in one object (the last would win in silence),
 * deep nesting, and more parts than any header has. Runs before JSON.parse, so it must stand any text.
 */

import { invalid, quoted, unsupported } from './error.ts'

/** A header is an object of objects of lists. */
const MOST_LEVELS = 3
const MOST_PARTS = 1_000_000

/**
 * One pass over the text by hand: a regular expression for texts needs a stack as deep as the longest of them.
 *
 * @throws CheckpointError
 */
export function scanJson(text: string): void {
  const levels: Set<string>[] = []
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (!'"{}[],'.includes(char)) continue
    if (++parts > MOST_PARTS) throw unsupported(`its header has more than ${MOST_PARTS} parts.`)
    if (char === '{' || char === '[') levels.push(new Set())
    if (char === '}' || char === ']') levels.pop()
    if (levels.length > MOST_LEVELS) throw invalid('its header is nested deeper than the format allows.')
    if (char === '"') {
      const end = stringEnd(text, at)
      if (isFollowedByColon(text, end)) addKey(levels.at(-1), text.slice(at, end))
      at = end - 1
    }
  }
}

/** Where the text that begins with the quotation mark at `begin` is over. */
function stringEnd(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  throw invalid('its header is not JSON.')
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end
  while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
  return text[at] === ':'
}

function addKey(keys: Set<string> | undefined, token: string): void {
  const key = unescaped(token)
  if (keys?.has(key)) throw invalid(`its header has the key ${quoted(key)} twice.`)
  keys?.add(key)
}

function unescaped(token: string): string {
  try {
    return JSON.parse(token) as string
  } catch (error) {
    throw invalid('its header is not JSON.', error)
  }
}

/**
 * What JSON.parse lets pass and a header must not have: a key twice in one object (the last would win in silence),
 * deep nesting, and more parts than any header has. Runs before JSON.parse, so it must stand any text.
 */

import { invalid, quoted, unsupported } from './error.ts'

/** A header is an object of objects of lists. */
const MOST_LEVELS = 3
const MOST_PARTS = 1_000_000

const PART = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],]/gs

/** @throws CheckpointError */
export function scanJson(text: string): void {
  const levels: Set<string>[] = []
  let parts = 0
  for (const [part, colon] of text.matchAll(PART)) {
    if (++parts > MOST_PARTS) throw unsupported(`its header has more than ${MOST_PARTS} parts.`)
    if (part === '{' || part === '[') levels.push(new Set())
    else if (part === '}' || part === ']') levels.pop()
    else if (colon !== undefined) addKey(levels.at(-1), part.slice(0, -colon.length))
    if (levels.length > MOST_LEVELS) throw invalid('its header is nested deeper than the format allows.')
  }
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

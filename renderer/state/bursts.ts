/** Names bursts of the same small edit (typing, a held key, a dragged slider), each of which becomes one step of undo. */

/** A burst ends when nothing was done for this long. */
const pauseMs = 1500

/** @returns a function from what is edited to the name of the burst that the edit belongs to */
export function burstNames(now: () => number): (what: string) => string {
  let last = { what: '', at: Number.NEGATIVE_INFINITY, count: 0 }
  return (what) => {
    const goesOn = what === last.what && now() - last.at < pauseMs
    last = { what, at: now(), count: goesOn ? last.count : last.count + 1 }
    return `${what} ${last.count}`
  }
}

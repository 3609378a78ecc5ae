/** Structural sharing: a value that came from elsewhere, with every part that is equal to one had before replaced by it. */

/**
 * @param before @param after plain data: objects, lists, strings, numbers, booleans, null
 * @returns a value deeply equal to `after`, in which parts equal to those of `before` are the same objects. Entries of
 *   lists that have an `id` are matched by it, others by their position
 */
export function reuse<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after
  if (Array.isArray(before) && Array.isArray(after)) return reuseList(before, after) as T
  if (isRecord(before) && isRecord(after)) return reuseRecord(before, after) as T
  return after
}

type PlainRecord = Readonly<Record<string, unknown>>

function reuseList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const byId = new Map(before.filter(hasId).map((entry) => [entry.id, entry]))
  const list = after.map((entry, i) => reuse(hasId(entry) ? byId.get(entry.id) : before[i], entry))
  return list.length === before.length && list.every((entry, i) => Object.is(entry, before[i])) ? before : list
}

function reuseRecord(before: PlainRecord, after: PlainRecord): PlainRecord {
  const entries = Object.entries(after).map(([key, value]): [string, unknown] => [
    key,
    reuse(Object.hasOwn(before, key) ? before[key] : undefined, value),
  ])
  const isSame =
    entries.length === Object.keys(before).length &&
    entries.every(([key, value]) => Object.hasOwn(before, key) && Object.is(value, before[key]))
  return isSame ? before : Object.fromEntries(entries)
}

function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasId(value: unknown): value is { readonly id: string } {
  return isRecord(value) && typeof value['id'] === 'string'
}

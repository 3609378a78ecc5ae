/** Which rows the list shows, and where a dragged row would go. */
import type { Draft } from '../../../app/contract/document.ts'
import type { Instance } from '../../../app/contract/scene.ts'

export interface Row {
  readonly instance: Instance
  /** Place in the scene's list, 0 being the back. */
  readonly at: number
  /** 1, or 2 for a part of a whole. */
  readonly level: 1 | 2
  readonly hasParts: boolean
}

const known = new WeakMap<Instance, Row>()

/** The row of before if nothing of it has changed, so that it is not drawn again. */
function sameRow(row: Row): Row {
  const before = known.get(row.instance)
  if (before && before.at === row.at && before.level === row.level && before.hasParts === row.hasParts) return before
  known.set(row.instance, row)
  return row
}

/** @param find text that a row's words have; null shows all */
export function rowsOf(draft: Draft, find: string | null): readonly Row[] {
  const text = find?.trim().toLowerCase() ?? ''
  const ids = new Set(draft.scene.instances.map(({ id }) => id))
  const wholeOf = ({ id }: Instance): string | undefined => {
    const whole = draft.notes[id]?.whole
    return whole !== undefined && ids.has(whole) ? whole : undefined
  }
  const parts = Map.groupBy(draft.scene.instances.keys(), (at) => wholeOf(draft.scene.instances[at]!) ?? null)
  const rowAt = (at: number): readonly Row[] => {
    const instance = draft.scene.instances[at]!
    const own = parts.get(instance.id) ?? []
    const partRows = own.map((part) =>
      sameRow({ instance: draft.scene.instances[part]!, at: part, level: 2, hasParts: false }),
    )
    return [sameRow({ instance, at, level: 1, hasParts: own.length > 0 }), ...partRows]
  }
  const all = (parts.get(null) ?? []).flatMap(rowAt)
  return text === '' ? all : all.filter(({ instance }) => hasText(instance, text))
}

function hasText({ name = '', caption }: Instance, text: string): boolean {
  return `${name} ${caption}`.toLowerCase().includes(text)
}

/** Ids from one row to another, in the list's order. */
export function between(rows: readonly Row[], from: string, to: string): readonly string[] {
  const ids = rows.map(({ instance }) => instance.id)
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)].sort((x, y) => x - y) as [number, number]
  return a < 0 ? [to] : ids.slice(a, b + 1)
}

/**
 * Place in the scene's list for a row that is dropped before or behind another: an instance is taken out before it is put in.
 *
 * @param from place of the dragged one
 * @param onto place of the one under the pointer
 */
export function dropPlace(from: number, onto: number, isAfter: boolean): number {
  const at = onto + (isAfter ? 1 : 0)
  return at > from ? at - 1 : at
}

/**
 * The training configuration inside a published checkpoint, as plain data.
 *
 * It was an OmegaConf tree: a container's children are its state's `_content`, a leaf's value is `_val`. All else in
 * those states (types, flags, a parent that makes the tree cyclic) says nothing about the model.
 */

import { unsupported } from './error.ts'
import { isKind } from './pickle.ts'
import type { Dict, Value } from './pickle.ts'

/** The published configuration has about 150 values, ten deep. Shared parts count each time: they are written out. */
const MOST_VALUES = 10_000
const MOST_LEVELS = 40

/** @throws CheckpointError for one that is larger than any configuration, as one that contains itself is */
export function plainConfig(value: Value | undefined): unknown {
  if (value === undefined) return undefined
  let values = 0
  const plain = (node: Value, level: number): unknown => {
    if (++values > MOST_VALUES || level > MOST_LEVELS)
      throw unsupported('its config_dict is larger than any configuration.')
    const state = isKind(node, 'instance') ? node.state : node
    if (isKind(state, 'dict')) return plainDict(state, (child) => plain(child, level + 1))
    if (isKind(state, 'list') || isKind(state, 'tuple')) return state.items.map((item) => plain(item, level + 1))
    if (isKind(state, 'global')) return state.name
    return typeof state === 'object' ? null : (state ?? null)
  }
  return plain(value, 0)
}

function plainDict({ entries }: Dict, plain: (child: Value) => unknown): unknown {
  const inner = entries.get('_content') ?? entries.get('_val')
  if (inner !== undefined) return plain(inner)
  // fromEntries defines its properties, so a key "__proto__" is a key like any other.
  return Object.fromEntries([...entries].map(([key, child]) => [String(key), plain(child)]))
}

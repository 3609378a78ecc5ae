/** What the words for the whole scene still name although it was taken away: the network may draw it from them once more. */

import type { Instance, Scene, SceneWarning } from '../contract/scene.ts'
import { warnAbout } from './warnings.ts'

/** @param removed instances that the round before had */
export function captionWarnings(removed: readonly Instance[], scene: Scene): SceneWarning[] {
  const named = new Set(wordsOf(scene.caption))
  const others = new Set(scene.instances.flatMap(({ caption }) => wordsOf(caption)))
  return removed.flatMap((instance) => {
    const word = kindOf(instance.caption)
    if (word === undefined || !named.has(word) || others.has(word)) return []
    return [{ ...warnAbout('stillNamed', instance, word), instanceId: null }]
  })
}

/** After these a caption tells more of a thing, not what it is. */
const joints = new Set([
  'with',
  'without',
  'in',
  'on',
  'at',
  'of',
  'under',
  'over',
  'by',
  'beside',
  'near',
  'from',
  'and',
])

/** The word for what it is: "ball" of "a red ball, striped", "house" of "a house with a red roof". */
function kindOf(caption: string): string | undefined {
  const [first = ''] = caption.split(/[,.;:]/)
  const words = wordsOf(first)
  const end = words.findIndex((word, i) => i > 0 && joints.has(word))
  return words.at(end < 0 ? -1 : end - 1)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

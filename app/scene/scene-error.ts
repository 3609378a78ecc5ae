/** The one error that reading a scene throws: a code for code, a sentence for people, and where in the file. */

import type { SceneErrorCode } from '../contract/scene.ts'

/** One thing that is wrong, with its place in the file such as `instances[2].box`; empty for the whole file. */
export type SceneProblem = { readonly path: string; readonly message: string }

export class SceneError extends Error {
  override readonly name = 'SceneError'
  readonly code: SceneErrorCode
  readonly problems: readonly SceneProblem[]

  /** @param problems at least one; the message is the first one and says how many follow */
  constructor(code: SceneErrorCode, problems: readonly SceneProblem[], options?: ErrorOptions) {
    super(summary(problems), options)
    this.code = code
    this.problems = problems
  }
}

function summary(problems: readonly SceneProblem[]): string {
  const first = problems[0]?.message ?? 'The scene cannot be read.'
  const more = problems.length - 1
  return more > 0 ? `${first} (and ${more} more ${more === 1 ? 'problem' : 'problems'})` : first
}

/** A path as people write it: `['annos', 2, 'mask']` gives `annos[2].mask`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? String(part) : `${text}.${String(part)}`
  }, '')
}

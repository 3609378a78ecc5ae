/** Captions that were used before in this project, to be offered where another one is written. */
import type { Round } from '../../app/contract/project.ts'
import type { Scene } from '../../app/contract/scene.ts'
import { selectDraft, selectRounds } from './derived.ts'
import type { WindowState } from './window.ts'

/** What a caption is of: the scene, what the scene avoids, or a thing. */
export type CaptionKind = 'scene' | 'avoid' | 'instance'

const none: readonly string[] = []
const mostOffered = 6

/** Each once: those of the draft, then those of the rounds, the newest first. */
export function selectPastCaptions(state: WindowState, kind: CaptionKind): readonly string[] {
  const draft = selectDraft(state)
  if (!draft) return none
  return pastCaptions([draft.scene, ...scenesOf(selectRounds(state))], kind)
}

function scenesOf(rounds: readonly Round[]): readonly Scene[] {
  return rounds.map(({ draft }) => draft.scene).reverse()
}

function pastCaptions(scenes: readonly Scene[], kind: CaptionKind): readonly string[] {
  const all = scenes.flatMap((scene) => captionsOf(scene, kind)).map((caption) => caption.trim())
  return [...new Set(all)].filter((caption) => caption !== '')
}

/** The thing that was drawn last comes first. */
function captionsOf(scene: Scene, kind: CaptionKind): readonly string[] {
  if (kind === 'scene') return [scene.caption]
  if (kind === 'avoid') return [scene.negativeCaption ?? '']
  return scene.instances.map(({ caption }) => caption).reverse()
}

/** Those that go on from what is written; all of them where nothing is. */
export function offeredCaptions(past: readonly string[], written: string): readonly string[] {
  const start = written.trimStart().toLowerCase()
  return past
    .filter((caption) => caption.toLowerCase().startsWith(start) && caption !== written.trim())
    .slice(0, mostOffered)
}

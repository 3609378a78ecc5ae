/** What a round is called: the name it was given, or what it changed. */
import { changesOf } from '../../app/consistency/changes.ts'
import type { EditKind } from '../../app/consistency/changes.ts'
import type { Draft } from '../../app/contract/document.ts'
import type { Round } from '../../app/contract/project.ts'
import { pictureWords } from '../text/pictures.ts'
import { titleOfChanges } from '../text/rounds.ts'
import { thingTitle } from '../text/things.ts'

export function titleOfDraft(parent: Draft | null, draft: Draft): string {
  const { instances, isCaptionChanged } = changesOf(parent, draft)
  const edits = [...instances.values()]
  const titles = (...kinds: EditKind[]): string[] =>
    edits.filter((edit) => edit.kinds.some((kind) => kinds.includes(kind))).map(({ instance }) => thingTitle(instance))
  const ofScene = isCaptionChanged || parent === null ? draft.scene.caption.trim() : ''
  const added = titles('added')
  return titleOfChanges({
    added: added.length > 0 ? added : ofScene ? [ofScene] : [],
    moved: titles('moved', 'resized', 'reshaped', 'reordered'),
    removed: titles('removed'),
    reworded: titles('reworded'),
  })
}

const known = new WeakMap<Round, string>()

/** Keeps what it found out: a round and its parent never change. */
export function titleOfRound(round: Round, rounds: readonly Round[], name: string | undefined): string {
  if (name) return name
  if (round.kind === 'picture') return pictureWords.own
  const kept = known.get(round)
  if (kept !== undefined) return kept
  const parent = rounds.find(({ id }) => id === round.parent)
  const title = titleOfDraft(parent?.draft ?? null, round.draft)
  known.set(round, title)
  return title
}

/** What can be done with a round, for its menu. */
import type { RoundNotes } from '../../../app/contract/document.ts'
import type { Actions } from '../../state/actions.ts'
import { roundWords } from '../../text/rounds.ts'
import type { MenuEntry } from '../../ui/menu-entries.ts'

export interface RoundMenuFacts {
  readonly hasParent: boolean
  /** The round on the canvas, where that is another one. */
  readonly shown: { readonly id: string; readonly level: number } | null
  /** As text; null where there is none. */
  readonly report: string | null
}

export function roundMenu(
  actions: Actions,
  notes: RoundNotes | undefined,
  id: string,
  { hasParent, shown, report }: RoundMenuFacts,
): MenuEntry[] {
  const isStarred = notes?.starred === true
  return [
    { label: roundWords.goOn, icon: 'branch', onSelect: () => actions.goOnFrom(id) },
    { label: roundWords.compare, icon: 'compare', isDisabled: !hasParent, onSelect: () => actions.startCompare(id) },
    ...(shown === null
      ? []
      : [
          {
            label: roundWords.compareShown(shown.level),
            icon: 'sideBySide' as const,
            onSelect: () => actions.startCompare(shown.id, id),
          },
        ]),
    ...(report === null
      ? []
      : [
          {
            label: roundWords.copyReport,
            icon: 'copy' as const,
            onSelect: () => void navigator.clipboard.writeText(report),
          },
        ]),
    'separator',
    { label: roundWords.export, icon: 'export', onSelect: () => actions.openDialog('export', id) },
    { label: roundWords.copyPicture, icon: 'copy', onSelect: () => void actions.copyPicture(id) },
    'separator',
    { label: roundWords.name, icon: 'reworded', onSelect: () => actions.openDialog('roundName', id) },
    { label: roundWords.note, icon: 'list', onSelect: () => actions.openDialog('roundNote', id) },
    {
      label: isStarred ? roundWords.unstar : roundWords.star,
      icon: 'star',
      onSelect: () => actions.noteRound(id, { starred: isStarred ? null : true }),
    },
    'separator',
    { label: roundWords.delete, icon: 'trash', onSelect: () => actions.noteRound(id, { deleted: true }) },
  ]
}

/** The report of a round, on the clipboard as text. */
import { changesOf } from '../../../app/consistency/changes.ts'
import type { Round } from '../../../app/contract/project.ts'
import type { RoundReport } from '../../../app/contract/report.ts'
import { titleOfRound } from '../../canvas/titles.ts'
import { selectRound } from '../../state/derived.ts'
import type { WindowState } from '../../state/window.ts'
import { reportText } from '../../text/report-lines.ts'
import { thingTitle } from '../../text/things.ts'

/** Null for a round without a report, such as a photograph. */
export function reportAsText(state: WindowState, id: string): string | null {
  const round = selectRound(state, id)
  const { project } = state
  if (!project || !round?.report) return null
  return reportText({
    title: titleOfRound(round, project.rounds, project.document.rounds[id]?.name),
    level: round.level,
    seed: round.seed,
    model: state.models.find((model) => model.id === round.model.name)?.name ?? round.model.name,
    report: round.report,
    things: thingsOf(round, selectRound(state, round.parent), round.report),
  })
}

function thingsOf(round: Round, parent: Round | null, { mode, instances }: RoundReport) {
  const edits = changesOf(parent?.draft ?? null, round.draft).instances
  return instances.flatMap(({ id, state, difference }) => {
    const instance = edits.get(id)?.instance
    const badge = state === 'kept' && mode === 'free' ? ('same' as const) : state
    return instance ? [{ title: thingTitle(instance), badge, difference }] : []
  })
}

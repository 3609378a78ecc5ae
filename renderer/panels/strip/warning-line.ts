/** The line of warnings under the sentence: of the thing that is selected, else of the whole scene. */
import { selectDraft, selectWarnings } from '../../state/derived.ts'
import type { WindowState } from '../../state/window.ts'
import { tooManyThings, warningLine } from '../../text/region.ts'

/** What the panels beside say already, or what is no cause for worry. */
const saidElsewhere: ReadonlySet<string> = new Set(['noInstances', 'scaled', 'unknownWords', 'stillNamed'])

/** Empty where there is nothing to warn of. */
export function selectWarningLine(state: WindowState): string {
  const selected = state.selection.at(-1)
  const own = selected === undefined ? [] : selectWarnings(state, selected)
  if (own.length > 0) return warningLine(own.map(({ message }) => message))
  const general = selectWarnings(state, null).filter(({ code }) => !saidElsewhere.has(code))
  const leftOut = leftOutOf(state)
  const count = selectDraft(state)?.scene.instances.length ?? 0
  const first = leftOut > 0 ? [tooManyThings(count, count - leftOut)] : []
  return warningLine([...first, ...general.map(({ message }) => message)])
}

/** Of the draft: how many things the model has no room for. */
function leftOutOf({ estimate, looking }: WindowState): number {
  if (!estimate || looking !== null) return 0
  return estimate.warnings.filter(({ code }) => code === 'tooManyInstances').length
}

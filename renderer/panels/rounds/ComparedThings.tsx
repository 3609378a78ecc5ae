/** Each thing of two compared rounds: how it looks in the later one, and what was done to it. */
import type { ReactElement } from 'react'
import type { Changes, InstanceEdit } from '../../../app/consistency/changes.ts'
import { pictureAddress } from '../../../app/contract/addresses.ts'
import type { Round } from '../../../app/contract/project.ts'
import type { RoundReport } from '../../../app/contract/report.ts'
import { useWindow } from '../../state/window.ts'
import { compareWords, howPlaced, instanceCounts } from '../../text/compare.ts'
import { thingKept } from '../../text/report.ts'
import { formatList, thingTitle } from '../../text/things.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { Section } from '../../ui/Section.tsx'
import { Thumb } from '../../ui/Thumb.tsx'
import { ChangeBadge } from '../side/StateBadge.tsx'
import styles from './compare.module.css'

export interface ComparedThingsProps {
  readonly changes: Changes
  readonly earlier: Round
  readonly later: Round
  /** Of these two. */
  readonly report: RoundReport | undefined
}

const side = 512

export function ComparedThings({ changes, earlier, later, report }: ComparedThingsProps): ReactElement {
  const edits = [...changes.instances.values()]
  const of = (...states: InstanceEdit['state'][]): number => edits.filter(({ state }) => states.includes(state)).length
  const [same, covered] = [of('kept'), of('covered')]
  const isHeld = report !== undefined && report.mode !== 'free'
  const counts = instanceCounts({ same, covered, changed: edits.length - same - covered }, isHeld)
  return (
    <Section title={compareWords.instances} count={counts}>
      {changes.isUnchanged && <p className={styles.line}>{compareWords.nothing}</p>}
      {changes.isCaptionChanged && <p className={styles.line}>{compareWords.words}</p>}
      <ul className={styles.things}>
        {edits.map((edit) => (
          <Thing
            key={edit.id}
            edit={edit}
            round={edit.state === 'removed' ? earlier : later}
            isHeld={isHeld}
            difference={report?.instances.find(({ id }) => id === edit.id)?.difference ?? null}
          />
        ))}
      </ul>
    </Section>
  )
}

interface ThingProps {
  readonly edit: InstanceEdit
  readonly round: Round
  readonly isHeld: boolean
  readonly difference: RoundReport['instances'][number]['difference']
}

function Thing({ edit, round, isHeld, difference }: ThingProps): ReactElement {
  const project = useWindow((state) => state.project?.id ?? '')
  const { width, height } = round.draft.scene
  const box = edit.after ?? edit.before
  const part = box && { x0: box.x0 / width, y0: box.y0 / height, x1: box.x1 / width, y1: box.y1 / height }
  return (
    <li>
      <Thumb picture={pictureAddress(project, round.picture, side)} ratio={width / height} {...(part && { part })} />
      <span className={styles.words}>
        <span className={styles.name}>{thingTitle(edit.instance)}</span>
        <span className={styles.how}>{difference ? thingKept(difference) : howItChanged(edit)}</span>
      </span>
      <ChangeBadge badge={edit.state === 'kept' && !isHeld ? 'same' : edit.state} />
    </li>
  )
}

function howItChanged({ state, before, after, instance }: InstanceEdit): string {
  if (state === 'kept') return compareWords.samePlace
  const placed = before && after ? howPlaced(before, after) : ''
  return placed === '' ? formatList(formatsOf(instance)) : placed
}

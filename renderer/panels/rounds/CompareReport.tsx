/** The side panel while two rounds are compared: what became of the picture, in words first. */
import type { ReactElement } from 'react'
import { changesOf } from '../../../app/consistency/changes.ts'
import type { Changes, InstanceState } from '../../../app/consistency/changes.ts'
import { regionOf } from '../../../app/consistency/region.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { selectGrid, selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import type { CompareWay } from '../../state/window.ts'
import { compareWords, keptCount } from '../../text/compare.ts'
import { percent, took } from '../../text/numbers.ts'
import { badges, thingTitle } from '../../text/things.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { Segment } from '../../ui/Segment.tsx'
import { titleOfRound } from './titles.ts'
import styles from './compare.module.css'

export function CompareReport(): ReactElement | null {
  const actions = useActions()
  const compare = useWindow((state) => state.compare)
  const project = useWindow((state) => state.project)
  const before = useWindow((state) => selectRound(state, state.compare?.before ?? null))
  const after = useWindow((state) => selectRound(state, state.compare?.after ?? null))
  if (!compare || !project || !before || !after) return null
  const name = (round: Round): string => titleOfRound(round, project.rounds, project.document.rounds[round.id]?.name)
  const later = after.createdAt >= before.createdAt ? after : before
  const earlier = later === after ? before : after
  return (
    <div className={styles.report}>
      <Section
        title={compareWords.title}
        actions={
          <>
            <IconButton
              icon="swap"
              label={compareWords.swap}
              keys="Shift Y"
              onClick={() => actions.changeCompare({ before: compare.after, after: compare.before })}
            />
            <IconButton
              icon="close"
              label={compareWords.close}
              keys="Escape"
              onClick={() => actions.changeCompare(null)}
            />
          </>
        }
      >
        <div className={styles.controls}>
          <Ways way={compare.way} onChange={(way) => actions.changeCompare({ way })} />
          {compare.way === 'difference' && (
            <Segment
              label={compareWords.gain}
              value={String(compare.gain)}
              options={gainOptions}
              onChange={(gain) => actions.changeCompare({ gain: Number(gain) })}
              isWide
            />
          )}
        </div>
      </Section>
      <Section title={`${name(earlier)} → ${name(later)}`} isGrowing>
        <div className={styles.body}>
          <p className={styles.verdict}>{compareWords.verdict}</p>
          <Figures earlier={earlier} later={later} />
          <ChangedThings changes={changesOf(earlier.draft, later.draft)} />
          <Button onClick={() => actions.goOnFrom(after.id)}>{compareWords.goOn}</Button>
          <p className={styles.keys}>{compareWords.keys}</p>
        </div>
      </Section>
    </div>
  )
}

const ways = Object.entries(compareWords.ways).map(([value, label]) => ({ value: value as CompareWay, label }))
const wayIcons = { slider: 'compare', side: 'sideBySide', blink: 'blink', difference: 'difference' } as const
const gainOptions = ['1', '4', '16', '0'].map((value) => ({
  value,
  label: compareWords.gains[Number(value) as keyof typeof compareWords.gains],
}))

function Ways({
  way,
  onChange,
}: {
  readonly way: CompareWay
  readonly onChange: (way: CompareWay) => void
}): ReactElement {
  return (
    <div role="group" aria-label={compareWords.way} className={styles.ways}>
      {ways.map(({ value, label }) => (
        <IconButton
          key={value}
          icon={wayIcons[value]}
          label={label}
          isOn={way === value}
          onClick={() => onChange(value)}
        />
      ))}
      <span className={styles.way}>{compareWords.ways[way]}</span>
    </div>
  )
}

function Figures({ earlier, later }: { readonly earlier: Round; readonly later: Round }): ReactElement {
  const grid = useWindow(selectGrid)
  const { share } = regionOf(earlier.draft, later.draft, grid)
  const figures = [
    [compareWords.region, percent(share)],
    [compareWords.passes, String(later.passes)],
    [compareWords.seconds, took(later.seconds)],
    [compareWords.seed, earlier.seed === later.seed ? String(later.seed) : `${earlier.seed} → ${later.seed}`],
    [compareWords.model, later.model.name],
  ] as const
  return (
    <dl className={styles.figures}>
      {figures.map(([term, value]) => (
        <div key={term} className={styles.figure}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const accentStates: ReadonlySet<InstanceState> = new Set(['new', 'moved', 'resized', 'reworded', 'reordered'])

function ChangedThings({ changes }: { readonly changes: Changes }): ReactElement {
  const edits = [...changes.instances.values()]
  const changed = edits.filter(({ kinds }) => kinds.length > 0)
  return (
    <div>
      <h3 className={styles.heading}>{compareWords.things}</h3>
      {changed.length === 0 && !changes.isCaptionChanged && <p className={styles.keys}>{compareWords.nothing}</p>}
      <ul className={styles.things}>
        {changes.isCaptionChanged && (
          <li>
            <span>{compareWords.words}</span> <Badge tone="accent">{badges.reworded}</Badge>
          </li>
        )}
        {changed.map(({ id, instance, state }) => (
          <li key={id}>
            <span>{thingTitle(instance)}</span>
            <Badge tone={accentStates.has(state) ? 'accent' : 'plain'}>{badges[state]}</Badge>
          </li>
        ))}
      </ul>
      {edits.length > changed.length && <p className={styles.keys}>{keptCount(edits.length - changed.length)}</p>}
    </div>
  )
}

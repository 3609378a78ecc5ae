/** How the next round is drawn: a preset, what it comes to, and every number for those who want it. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { PresetName } from '../../../app/contract/document.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft, selectIsAllKept, selectParentRound, selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { pictureWords } from '../../text/pictures.ts'
import { passesOfAll, passesSaved } from '../../text/report.ts'
import { afterStep, memoryOf, presets, side, stepsOnTracks } from '../../text/studio.ts'
import { Icon } from '../../theme/icons.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { Section } from '../../ui/Section.tsx'
import { Select } from '../../ui/Select.tsx'
import { Advanced } from './Advanced.tsx'
import { Figure, RoundReport } from './RoundReport.tsx'
import { useCanEdit } from './can-edit.ts'
import styles from './sections.module.css'

const choosable = ['draft', 'standard', 'final', 'published'] as const

export function RoundSection(): ReactElement | null {
  const settings = useWindow((state) => selectDraft(state)?.settings)
  const level = useWindow((state) => {
    const round = selectParentRound(state)
    return (round?.level ?? 0) + (state.looking === null ? 1 : 0)
  })
  const looked = useWindow((state) => selectRound(state, state.looking))
  const [isOpen, setOpen] = useState(false)
  if (!settings) return null
  if (looked?.kind === 'picture') return <Photograph round={looked} />
  const onTracks = Math.floor(settings.steps * settings.mis)
  return (
    <Section title={side.round(level)} actions={<Preset preset={settings.preset} />}>
      <div className={styles.body}>
        {looked && <RoundReport round={looked} />}
        <div className={styles.row}>
          <span className={styles.term}>{side.steps}</span>
          <span>{stepsOnTracks(settings.steps, onTracks)}</span>
        </div>
        <Cost />
        <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? 'down' : 'right'} size={12} />
          {side.advanced}
        </button>
        {isOpen && <Advanced settings={settings} />}
      </div>
    </Section>
  )
}

/** Drawn by nothing, so that steps and passes would say nothing. */
function Photograph({ round: { level, width, height } }: { readonly round: Round }): ReactElement {
  return (
    <Section title={side.round(level)}>
      <div className={styles.body}>
        <p className={styles.verdict}>
          <strong>{pictureWords.notDrawn}</strong> {pictureWords.pixelsStay}
        </p>
        <Figure term={side.size} value={side.bySize(width, height)} />
      </div>
    </Section>
  )
}

function Preset({ preset }: { readonly preset: PresetName }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const shown = preset === 'custom' ? [...choosable, 'custom' as const] : choosable
  return (
    <Select<PresetName>
      look="quiet"
      label={side.preset}
      value={preset}
      isDisabled={!canEdit}
      options={shown.map((value) => ({ value, ...presets[value] }))}
      onChange={(value) => value !== 'custom' && actions.setPreset(value)}
    />
  )
}

/** What the next round will take, or what the round that is looked at took. */
function Cost(): ReactElement | null {
  const estimate = useWindow((state) => state.estimate)
  const looked = useWindow((state) => selectRound(state, state.looking))
  const isAllKept = useWindow((state) => state.looking === null && selectIsAllKept(state))
  const cost = looked ?? estimate
  if (!cost) return null
  const { passes, width, height } = cost
  const memory = looked ? undefined : estimate?.memory
  const reused = looked ? 0 : (estimate?.reused ?? 0)
  const startsAfter = looked ? undefined : estimate?.startsAfter
  return (
    <>
      {!looked?.report && !isAllKept && (
        <Figure term={side.passes} value={passesOfAll(passes, reused)} more={passesSaved(reused)} />
      )}
      {startsAfter && <Figure term={side.starts} value={afterStep(startsAfter)} />}
      <div className={styles.row}>
        <span className={styles.term}>{side.drawnAt}</span>
        <span>{side.bySize(width, height)}</span>
      </div>
      {memory && (
        <div className={styles.row}>
          <span className={styles.term}>{side.memory}</span>
          <span className={styles.memory}>
            {memory.total !== undefined && (
              <Progress
                label={side.memory}
                done={memory.needed}
                total={memory.total}
                text={memoryOf(memory.needed, memory.total)}
                className={styles.grow}
              />
            )}
            {memoryOf(memory.needed, memory.total)}
          </span>
        </div>
      )}
    </>
  )
}

/** The strip of rounds: every picture of the project as a tree, and the draft that becomes the next one. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { selectParentRound, selectRounds, selectRunningJob, selectStoppedJob } from '../../state/derived.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { compareWords } from '../../text/compare.ts'
import { roundWords, treeCount } from '../../text/rounds.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { RoundTree } from './RoundTree.tsx'
import { branchCount, layOutTree } from './tree.ts'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './rounds.module.css'

export function Rounds(): ReactElement {
  const actions = useActions()
  const project = useWindow((state) => state.project)
  const shown = useWindow(selectRounds)
  const current = useWindow(selectParentRound)
  const isOpen = useWindow((state) => state.roundsOpen)
  const isComparing = useWindow((state) => state.compare !== null)
  const hasJob = useWindow((state) => selectRunningJob(state) !== null || selectStoppedJob(state) !== null)
  const [isStarredOnly, setStarredOnly] = useState(false)
  const notes = project?.document.rounds ?? {}
  const visible = isStarredOnly ? shown.filter(({ id }) => notes[id]?.starred) : shown
  const branches = branchCount(layOutTree(shown, () => true, undefined))
  const canCompare = current?.parent !== null && current !== null
  return (
    <div className={styles.rounds}>
      <header className={styles.head}>
        <h2 className={styles.title}>{roundWords.title}</h2>
        {shown.length > 0 && <span className={styles.count}>{treeCount(shown.length, branches)}</span>}
        <span className={styles.gap} />
        <IconButton
          icon="compare"
          label={roundWords.compare}
          keys={useCommandKeys('compare')}
          isOn={isComparing}
          isDisabled={!canCompare && !isComparing}
          hint={current && !canCompare && !isComparing ? compareWords.first : undefined}
          onClick={() => (isComparing ? actions.changeCompare(null) : current && actions.startCompare(current.id))}
        />
        <IconButton
          icon="star"
          label={roundWords.onlyStarred}
          isOn={isStarredOnly}
          onClick={() => setStarredOnly(!isStarredOnly)}
        />
        <IconButton
          icon={isOpen ? 'down' : 'up'}
          label={isOpen ? roundWords.close : roundWords.open}
          aria-expanded={isOpen}
          onClick={() => actions.setRoundsOpen(!isOpen)}
        />
      </header>
      {isOpen && visible.length === 0 && isStarredOnly && <EmptyState title={roundWords.noStars} />}
      {isOpen && shown.length === 0 && !hasJob && !isStarredOnly && (
        <div className={styles.empty}>
          <span className={styles.slot} />
          <EmptyState title={roundWords.empty} text={roundWords.emptyHow} />
        </div>
      )}
      {isOpen && project && (visible.length > 0 || (hasJob && !isStarredOnly)) && (
        <RoundTree visible={visible} withDraft={!isStarredOnly} />
      )}
    </div>
  )
}

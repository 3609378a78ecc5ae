/** What the next picture costs, and the button that draws it. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import {
  selectCanEdit,
  selectCanGenerate,
  selectDraft,
  selectIsAllKept,
  selectIsUnchanged,
} from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { counted, about } from '../../text/numbers.ts'
import { passesAndMemory, savedHint, topbar, variantsToDraw } from '../../text/studio.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { MenuEntry } from '../../ui/Menu.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { useCommandKeys } from '../shell/command-keys.tsx'
import { useWhyNot } from './why-not.ts'
import styles from './TopBar.module.css'

const mostVariants = 8

export function GenerateArea(): ReactElement {
  const isAllKept = useWindow((state) => state.looking === null && selectIsAllKept(state))
  const canGenerate = useWindow(selectCanGenerate) && !isAllKept
  const whyNot = useWhyNot()
  const why = whyNot ?? (isAllKept ? topbar.allKept : topbar.nothing)
  return (
    <div className={styles.generateArea}>
      <div className={styles.slot}>{canGenerate ? <Cost /> : <span className={styles.nothing}>{why}</span>}</div>
      <GenerateButtons why={canGenerate ? null : why} />
    </div>
  )
}

function Cost(): ReactElement | null {
  const estimate = useWindow((state) => state.estimate)
  const error = useWindow((state) => state.estimateError)
  if (error && !estimate) {
    return (
      <Tooltip text={error.message}>
        <span className={styles.nothing}>{error.message}</span>
      </Tooltip>
    )
  }
  if (!estimate) return null
  const { passes, reused, memory, startsAfter } = estimate
  const words = passesAndMemory(passes, memory?.needed, reused)
  const cost = (
    <div className={styles.cost} data-testid="estimate">
      <span className={styles.time}>
        {estimate.seconds === undefined ? counted(passes, 'pass', 'passes') : about(estimate.seconds)}
      </span>
      <span className={styles.passes}>{words}</span>
    </div>
  )
  return reused > 0 ? <Tooltip text={savedHint(passes, reused, startsAfter)}>{cost}</Tooltip> : cost
}

/** @param props.why nothing can be drawn, or null */
function GenerateButtons({ why }: { readonly why: string | null }): ReactElement {
  const isDisabled = why !== null
  const actions = useActions()
  const isUnchanged = useWindow((state) => state.looking === null && selectIsUnchanged(state))
  const hasQueue = useWindow((state) => state.jobs.some((job) => job.state === 'running' || job.state === 'waiting'))
  const label = hasQueue ? topbar.queue : isUnchanged ? topbar.anew : topbar.generate
  return (
    <div className={styles.split} data-tour="generate">
      <Button
        look="primary"
        size="main"
        icon="play"
        className={styles.main}
        isDisabled={isDisabled}
        isOnce
        hint={why ?? (isUnchanged ? topbar.anewHint : label)}
        keys={useCommandKeys('generate')}
        onClick={() => void actions.generate()}
      >
        {label}
      </Button>
      <Menu items={useWays(isDisabled)} align="end">
        <IconButton icon="down" label={topbar.ways} className={styles.more} />
      </Menu>
    </div>
  )
}

function useWays(isDisabled: boolean): readonly MenuEntry[] {
  const actions = useActions()
  const variantKeys = useCommandKeys('generate.variants')
  const queueKeys = useCommandKeys('generate.queue')
  const preset = useWindow((state) => selectDraft(state)?.settings.preset)
  const canEdit = useWindow(selectCanEdit)
  const variants = Array.from({ length: mostVariants }, (_, at) => ({
    label: variantsToDraw(at + 1),
    isDisabled,
    ...(at === 3 && { keys: variantKeys }),
    onSelect: () => void actions.generate(at + 1),
  }))
  return [
    ...variants,
    'separator',
    { label: topbar.queue, keys: queueKeys, isDisabled, onSelect: () => void actions.generate() },
    {
      label: topbar.draft,
      isChecked: preset === 'draft',
      isDisabled: !canEdit,
      onSelect: actions.toggleDraftQuality,
    },
  ]
}

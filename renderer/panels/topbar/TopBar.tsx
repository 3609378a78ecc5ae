/** The bar along the top: which project, what was done, on which device, at which cost, and Generate. */
import { useEffect, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectCanUndo, selectRunningJob } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { redoLabel, undoLabel } from '../../text/gestures.ts'
import { areas, topbar } from '../../text/studio.ts'
import { Icon, Mark } from '../../theme/icons.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { useCommandItems } from '../shell/command-menu.ts'
import type { CommandEntry } from '../shell/command-menu.ts'
import { CompareArea } from './CompareArea.tsx'
import { Device } from './Device.tsx'
import { GenerateArea } from './GenerateArea.tsx'
import { KeepMode } from './KeepMode.tsx'
import { RunningArea } from './RunningArea.tsx'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './TopBar.module.css'

export function TopBar(): ReactElement {
  const isRunning = useWindow((state) => selectRunningJob(state) !== null)
  const isComparing = useWindow((state) => state.compare !== null)
  return (
    <header className={styles.bar} data-area="topbar">
      <MarkMenu />
      <ProjectName />
      <SavedState />
      <History />
      <span className={styles.gap} />
      {isRunning ? (
        <>
          <Device />
          <RunningArea />
        </>
      ) : isComparing ? (
        <CompareArea />
      ) : (
        <>
          <Device />
          <KeepMode />
          <GenerateArea />
        </>
      )}
    </header>
  )
}

const menuCommands: readonly CommandEntry[] = [
  ['new', 'plus'],
  ['open', 'folder'],
  ['picture.start', 'picture'],
  ['export', 'export'],
  ['saveCopy', 'copies'],
  ['storage', 'file'],
  'separator',
  ['models', 'device'],
  ['settings', 'settings'],
  ['palette', 'zoom'],
  'separator',
  ['shortcuts', 'keyboard'],
  ['tour', 'tour'],
  ['about', 'info'],
  'separator',
  ['close', 'close'],
]

function MarkMenu(): ReactElement {
  const items = useCommandItems(menuCommands)
  return (
    <Menu items={items}>
      <button type="button" className={styles.mark} aria-label={areas.menu}>
        <Mark />
      </button>
    </Menu>
  )
}

function ProjectName(): ReactElement {
  const actions = useActions()
  const name = useWindow((state) => state.project?.name ?? '')
  const isReadOnly = useWindow((state) => state.project?.readOnly !== undefined)
  const [isRenaming, setRenaming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isByKey = useRef(false)
  // After Enter or Escape to where it was; whoever goes elsewhere is there already.
  useEffect(() => {
    if (!isRenaming && isByKey.current) button.current?.focus()
    isByKey.current = false
  }, [isRenaming])
  if (isRenaming) {
    return (
      <div className={styles.rename} onBlur={() => setRenaming(false)}>
        <TextField
          label={topbar.rename}
          value={name}
          maxLength={120}
          isFocused
          onChange={(text) => text.trim() !== '' && void actions.renameProject(text.trim())}
          onDone={() => {
            isByKey.current = true
            setRenaming(false)
          }}
        />
      </div>
    )
  }
  return (
    <h1 className={styles.title}>
      <button
        ref={button}
        type="button"
        className={styles.name}
        aria-label={`${name}. ${topbar.rename}`}
        aria-disabled={isReadOnly ? true : undefined}
        onClick={isReadOnly ? undefined : () => setRenaming(true)}
      >
        <span className={styles.nameText}>{name}</span>
        <Icon name="down" size={12} />
      </button>
    </h1>
  )
}

function SavedState(): ReactElement {
  const isSaving = useWindow((state) => (state.project?.unsaved ?? 0) > 0)
  const isLost = useWindow((state) => state.connection === 'lost')
  const readOnly = useWindow((state) => state.project?.readOnly)
  if (isLost) {
    return (
      <span className={styles.lost}>
        <Icon name="warning" size={14} />
        {topbar.lost}
      </span>
    )
  }
  return (
    <Tooltip text={readOnly ?? topbar.savedHint}>
      <span className={styles.saved}>
        <Icon name={readOnly === undefined ? 'check' : 'eye'} size={12} />
        <span className={styles.savedWord}>
          {readOnly === undefined ? (isSaving ? topbar.saving : topbar.saved) : topbar.readOnly}
        </span>
      </span>
    </Tooltip>
  )
}

function History(): ReactElement {
  const actions = useActions()
  const history = useWindow((state) => state.project?.history)
  const canEdit = useWindow((state) => state.project?.readOnly === undefined)
  const canUndo = useWindow(selectCanUndo)
  const [undo, redo] = [history?.undo ?? null, history?.redo ?? null]
  return (
    <div className={styles.history}>
      <IconButton
        icon="undo"
        iconSize={18}
        label={topbar.undo}
        hint={undoLabel(undo)}
        keys={useCommandKeys('undo')}
        isDisabled={!canUndo}
        onClick={actions.undo}
      />
      <IconButton
        icon="redo"
        iconSize={18}
        label={topbar.redo}
        hint={redoLabel(redo)}
        keys={useCommandKeys('redo')}
        isDisabled={redo === null || !canEdit}
        onClick={actions.redo}
      />
    </div>
  )
}

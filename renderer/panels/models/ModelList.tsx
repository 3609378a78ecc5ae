/** The models that are known, and the way to add one. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ModelEntry } from '../../../app/contract/studio.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { modelLine, modelWords } from '../../text/models.ts'
import { startWords } from '../../text/start.ts'
import { Icon } from '../../theme/icons.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { moveFocus } from '../../ui/roving.ts'
import { TextField } from '../../ui/TextField.tsx'
import styles from './models.module.css'

export interface ModelListProps {
  readonly models: readonly ModelEntry[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

export function ModelList({ models, chosen, onChoose }: ModelListProps): ReactElement {
  return (
    <nav className={styles.side} aria-label={modelWords.models}>
      <h2 className={styles.sideHead}>
        {modelWords.models} <span className={styles.count}>{models.length}</span>
      </h2>
      <div
        role="listbox"
        aria-label={modelWords.models}
        className={styles.list}
        onKeyDown={(event) => moveFocus(event, '[role=option]', 'vertical')?.click()}
      >
        {models.map((model) => (
          <Row key={model.id} model={model} isChosen={model.id === chosen} onChoose={() => onChoose(model.id)} />
        ))}
      </div>
      <Add />
      <span className={styles.gap} />
      <p className={styles.reads}>{modelWords.reads}</p>
    </nav>
  )
}

function Row(props: {
  readonly model: ModelEntry
  readonly isChosen: boolean
  readonly onChoose: () => void
}): ReactElement {
  const { model, isChosen, onChoose } = props
  const { name, bytes, isBuiltIn, state, info } = model
  return (
    <button
      type="button"
      role="option"
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      className={cx(styles.row, isChosen && styles.chosen)}
      onClick={onChoose}
    >
      <span className={cx(styles.tile, state === 'slow' && styles.warned, state === 'unusable' && styles.wrong)}>
        <Icon name={isBuiltIn ? 'picture' : 'file'} size={18} />
      </span>
      <span className={styles.rowWords}>
        <span className={styles.name}>{name}</span>
        <span className={styles.small}>{modelLine(isBuiltIn, bytes, info?.networks?.nativeSide)}</span>
      </span>
      <StateBadge model={model} />
    </button>
  )
}

function StateBadge({ model: { state, isDefault } }: { readonly model: ModelEntry }): ReactElement | null {
  if (state === 'unusable') {
    return (
      <Badge tone="error" icon="error">
        {modelWords.unusable}
      </Badge>
    )
  }
  if (state === 'slow') {
    return (
      <Badge tone="warning" icon="warning">
        {modelWords.slow}
      </Badge>
    )
  }
  if (state === 'gone') return <Badge tone="error">{modelWords.gone}</Badge>
  if (state === 'reading') return <Badge>{modelWords.reading}</Badge>
  return isDefault ? <Badge>{modelWords.default}</Badge> : null
}

/** A checkpoint opens where it lies, so it is named by its path: 13 GB are not sent through a browser. */
function Add(): ReactElement {
  const actions = useActions()
  const isDesktop = useWindow((state) => state.host?.kind === 'desktop')
  const [path, setPath] = useState('')
  const add = (): void => {
    void actions.addModel(path.trim())
    setPath('')
  }
  return (
    <div className={styles.add}>
      <Icon name="import" size={20} />
      <span className={styles.name}>{isDesktop ? modelWords.drop : modelWords.add}</span>
      <span className={styles.small}>{startWords.importKinds}</span>
      {isDesktop ? (
        <Button onClick={() => void actions.addModel()}>{modelWords.choose}</Button>
      ) : (
        <>
          <TextField
            label={modelWords.path}
            placeholder={modelWords.path}
            value={path}
            onType={setPath}
            onDone={(how) => how === 'taken' && path.trim() !== '' && add()}
            className={styles.path}
          />
          <Button isDisabled={path.trim() === ''} onClick={add}>
            {modelWords.read}
          </Button>
        </>
      )}
    </div>
  )
}

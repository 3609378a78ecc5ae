/** Size of the picture: shapes, or any sides in steps of 64. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { selectDraft } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { sizePresets, sizeWords } from '../../text/dialogs.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { ToggleButton } from '../../ui/ToggleButton.tsx'
import styles from './overlays.module.css'

const step = 64
const smallest = 64
const largest = 2048

export function SizeDialog(): ReactElement | null {
  const actions = useActions()
  const scene = useWindow((state) => selectDraft(state)?.scene)
  const [size, setSize] = useState({ width: scene?.width ?? 512, height: scene?.height ?? 512 })
  if (!scene) return null
  const close = (): void => actions.openDialog(null)
  const isSame = size.width === scene.width && size.height === scene.height
  const apply = (): void => {
    actions.setSize(size.width, size.height)
    close()
  }
  const limits = { min: smallest, max: largest, step, unit: 'px' }
  return (
    <Dialog
      title={sizeWords.title}
      isOpen
      onClose={close}
      size="small"
      foot={
        <Button look="primary" isDisabled={isSame} onClick={apply}>
          {sizeWords.apply}
        </Button>
      }
    >
      <div className={styles.presets} role="group" aria-label={sizeWords.presets}>
        {sizePresets.map(({ label, width, height }) => (
          <ToggleButton
            key={label}
            isOn={size.width === width && size.height === height}
            onChange={() => setSize({ width, height })}
          >
            {label}
          </ToggleButton>
        ))}
      </div>
      <div className={styles.sides}>
        <NumberField
          label={sizeWords.width}
          short="W"
          value={size.width}
          {...limits}
          onChange={(width) => setSize({ ...size, width: rounded(width) })}
        />
        <IconButton
          icon="swap"
          label={sizeWords.swap}
          onClick={() => setSize({ width: size.height, height: size.width })}
        />
        <NumberField
          label={sizeWords.height}
          short="H"
          value={size.height}
          {...limits}
          onChange={(height) => setSize({ ...size, height: rounded(height) })}
        />
      </div>
      <p className={styles.dim}>{sizeWords.how}</p>
      <p className={styles.dim}>{sizeWords.anew}</p>
    </Dialog>
  )
}

function rounded(side: number): number {
  return Math.min(largest, Math.max(smallest, Math.round(side / step) * step))
}

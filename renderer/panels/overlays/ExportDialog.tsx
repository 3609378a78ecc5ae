/** A round, or all of them on a sheet, as a file: its kind, its size, and what of it goes along. What was chosen is there the next time. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { exportAddress, pictureAddress } from '../../../app/contract/addresses.ts'
import type { ExportAs } from '../../../app/contract/exports.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useActions } from '../../state/actions.ts'
import { selectRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { exportWords as words } from '../../text/exports.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Segment } from '../../ui/Segment.tsx'
import { Slider } from '../../ui/Slider.tsx'
import { Switch } from './choices.tsx'
import styles from './export.module.css'

export function ExportDialog(): ReactElement | null {
  const actions = useActions()
  const round = useWindow((state) => selectRound(state, state.dialogRound))
  const project = useWindow((state) => state.project?.id)
  const [as, setAs] = useState(useWindow((state) => state.preferences.exportAs))
  if (!round || project === undefined) return null
  const close = (): void => actions.openDialog(null)
  const change = (what: Partial<ExportAs>): void => setAs({ ...as, ...what })
  const copy = (): void => {
    close()
    void actions.copyPicture(round.id)
  }
  const save = (): void => {
    close()
    void actions.setPreferences({ exportAs: as })
    void actions.exportRound(round.id, as)
  }
  const isSheet = as.format === 'sheet'
  const shown = isSheet ? exportAddress(project, round.id, as) : pictureAddress(project, round.picture, 384)
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={close}
      foot={
        <>
          {!isSheet && <Button onClick={copy}>{words.copy}</Button>}
          <Button look="primary" onClick={save}>
            {words.export}
          </Button>
        </>
      }
    >
      <div className={styles.export}>
        <img className={styles.picture} src={shown} alt="" />
        <div className={styles.choices}>
          <Segment
            label={words.format}
            value={as.format}
            options={formats}
            onChange={(format) => change({ format })}
            isWide
          />
          <p className={styles.about}>{words.about[as.format]}</p>
          {as.format !== 'json' && !isSheet && <SizeChoice round={round} as={as} onChange={change} />}
          {(as.format === 'jpeg' || as.format === 'webp') && (
            <Slider
              label={words.quality}
              value={as.quality}
              min={1}
              max={100}
              step={1}
              format={words.percent}
              onChange={(quality) => change({ quality })}
            />
          )}
          {as.format === 'png' && (
            <Switch
              label={words.withScene}
              note={words.withSceneHow}
              isOn={as.withScene}
              onChange={(withScene) => change({ withScene })}
            />
          )}
        </div>
      </div>
    </Dialog>
  )
}

const formats = (Object.entries(words.formats) as [ExportAs['format'], string][]).map(([value, label]) => ({
  value,
  label,
}))

interface SizeChoiceProps {
  readonly round: Round
  readonly as: ExportAs
  readonly onChange: (what: Pick<ExportAs, 'size'>) => void
}

/** None where the two are one. */
function SizeChoice({ round, as, onChange }: SizeChoiceProps): ReactElement | null {
  const { width, height, draft } = round
  const { scene } = draft
  if (scene.width === width && scene.height === height) return null
  const options = [
    { value: 'scene', label: words.scene(scene.width, scene.height) },
    { value: 'drawn', label: words.drawn(width, height) },
  ] as const
  return <Segment label={words.size} value={as.size} options={options} onChange={(size) => onChange({ size })} isWide />
}

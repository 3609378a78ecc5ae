/** The selected instance: what it is, where, and by which locations. */
import { useDeferredValue, useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { sceneLimits } from '../../../app/contract/scene.ts'
import type { Instance, LocationFormat } from '../../../app/contract/scene.ts'
import { formatsOf } from '../../../app/scene/locations.ts'
import { placeBounds } from '../../../app/scene/place.ts'
import { useActions } from '../../state/actions.ts'
import { selectDraft, selectInstance } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { empty } from '../../text/empty.ts'
import { percent } from '../../text/numbers.ts'
import { side } from '../../text/studio.ts'
import { formatTitles, thingTitle, things } from '../../text/things.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Section } from '../../ui/Section.tsx'
import { Slider } from '../../ui/Slider.tsx'
import { CaptionField } from './CaptionField.tsx'
import { afterPaint } from './after-paint.ts'
import { useCanEdit } from './can-edit.ts'
import { OwnKeepChoice } from './KeepLock.tsx'
import { atPlace, withMeasure } from './place-at.ts'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './sections.module.css'

export function Selected(): ReactElement {
  // Which one is shown may come a frame late, in slices, so that the end of a gesture is not held up by the fields of a new
  // thing. What it says is never late: a field that was behind would lose what is typed.
  const id = useDeferredValue(useWindow((state) => state.selection.at(-1)))
  const instance = useWindow((state) => selectInstance(state, id))
  const count = useWindow((state) => state.selection.length)
  if (!instance) {
    return (
      <Section title={side.selection}>
        <EmptyState {...empty.selection} />
      </Section>
    )
  }
  return <Properties instance={instance} count={count} />
}

interface PropertiesProps {
  readonly instance: Instance
  readonly count: number
}

function Properties({ instance, count }: PropertiesProps): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  return (
    <Section
      title={count > 1 ? side.selectedMany(count) : thingTitle(instance)}
      className={styles.selected}
      icon={count > 1 ? undefined : formatsOf(instance)[0]}
      actions={
        <>
          {count === 1 && <PlaceAt instance={instance} />}
          <IconButton
            icon="trash"
            label={side.remove}
            keys={useCommandKeys('remove')}
            isDisabled={!canEdit}
            onClick={actions.removeSelection}
          />
        </>
      }
    >
      <div className={styles.body}>
        {count > 1 ? (
          <p className={styles.quiet}>{side.manyHow}</p>
        ) : (
          <>
            <Caption key={instance.id} instance={instance} />
            <Formats instance={instance} />
            <Place instance={instance} />
          </>
        )}
        <Opacity id={instance.id} />
        <OwnKeepChoice id={instance.id} />
      </div>
    </Section>
  )
}

function Caption({ instance }: { readonly instance: Instance }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const field = useRef<HTMLTextAreaElement>(null)
  const wish = useWindow((state) => state.captionFocus)
  const isMeant = useWindow((state) => state.selection.at(-1) === instance.id)
  // A wish that rose while the field was not there yet is for this field; older ones were for another, and so is one that
  // comes while the field of the thing before is still shown.
  useEffect(() => {
    if (!isMeant || lastAnswered === wish) return
    return afterPaint(() => {
      lastAnswered = wish
      field.current?.focus()
      const early = actions.takeEarly()
      if (early) actions.setCaption(instance.id, instance.caption + early)
    })
  }, [wish, isMeant, actions, instance])
  return (
    <CaptionField
      label={side.instanceCaption}
      kind="instance"
      placeholder={things.whatIsIt}
      value={instance.caption}
      inputRef={field}
      hasChips
      isDisabled={!canEdit}
      onChange={(text) => actions.setCaption(instance.id, text)}
      onDone={() => document.querySelector<HTMLElement>('[data-canvas]')?.focus()}
    />
  )
}

/** The newest wish for focus that a caption field has met. */
let lastAnswered = 0

const formatOrder: readonly LocationFormat[] = ['point', 'scribble', 'box', 'mask', 'polygon']

function Formats({ instance }: { readonly instance: Instance }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const used = formatsOf(instance)
  return (
    <div className={`${styles.row} ${styles.tall}`}>
      <span className={styles.label}>{side.location}</span>
      <div className={styles.formats} role="group" aria-label={side.location}>
        {formatOrder.map((format) => {
          const isThere = instance[format] !== undefined
          return (
            <IconButton
              key={format}
              icon={format}
              label={formatTitles[format]}
              className={styles.format}
              isOn={used.includes(format)}
              isDisabled={!isThere || !canEdit}
              hint={isThere ? formatTitles[format] : side.noFormat(formatTitles[format])}
              onClick={() => actions.toggleFormat(instance.id, format)}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Further away nothing can be found again. */
const farthest = 2 * sceneLimits.side

const measures = [
  { key: 'x', short: 'X', label: 'X' },
  { key: 'y', short: 'Y', label: 'Y' },
  { key: 'width', short: 'W', label: side.width },
  { key: 'height', short: 'H', label: side.height },
] as const

function Place({ instance }: { readonly instance: Instance }): ReactElement | null {
  const actions = useActions()
  const canEdit = useCanEdit()
  const scene = useWindow((state) => selectDraft(state)?.scene)
  const isPinned = useWindow((state) => selectDraft(state)?.notes[instance.id]?.pinned === true)
  const bounds = scene ? placeBounds(scene, instance) : null
  if (!scene || !bounds) return null
  const isFixed = isPinned || !canEdit
  const isPoint = formatsOf(instance).every((format) => format === 'point')
  const values = { x: bounds.x0, y: bounds.y0, width: bounds.x1 - bounds.x0, height: bounds.y1 - bounds.y0 }
  return (
    <div className={styles.four}>
      {measures.map(({ key, short, label }) => (
        <NumberField
          key={key}
          label={label}
          short={short}
          value={values[key]}
          unit="px"
          isUnitHidden
          min={-farthest}
          max={farthest}
          isDisabled={isFixed || (isPoint && (key === 'width' || key === 'height'))}
          onChange={(value) => actions.setBounds(instance.id, withMeasure(bounds, key, value))}
        />
      ))}
    </div>
  )
}

/** The nine places of the picture. */
function PlaceAt({ instance }: { readonly instance: Instance }): ReactElement | null {
  const actions = useActions()
  const canEdit = useCanEdit()
  const scene = useWindow((state) => selectDraft(state)?.scene)
  const isPinned = useWindow((state) => selectDraft(state)?.notes[instance.id]?.pinned === true)
  const bounds = scene ? placeBounds(scene, instance) : null
  if (!scene || !bounds) return null
  return (
    <Popover
      label={side.placeAt}
      trigger={<IconButton icon="places" label={side.placeAt} isDisabled={isPinned || !canEdit} />}
    >
      <div className={styles.places} role="group" aria-label={side.placeAt}>
        {side.places.map((name, at) => (
          <button
            key={name}
            type="button"
            className={styles.place}
            aria-label={name}
            onClick={() => actions.setBounds(instance.id, atPlace(bounds, scene, at))}
          />
        ))}
      </div>
    </Popover>
  )
}

function Opacity({ id }: { readonly id: string }): ReactElement {
  const actions = useActions()
  const canEdit = useCanEdit()
  const opacity = useWindow((state) => selectDraft(state)?.notes[id]?.opacity ?? 1)
  const selection = useWindow((state) => state.selection)
  return (
    <Slider
      label={side.opacity}
      value={opacity}
      min={0}
      max={1}
      step={0.01}
      isDisabled={!canEdit}
      format={percent}
      onChange={(value) => actions.noteInstances(selection, { opacity: value === 1 ? null : value })}
    />
  )
}

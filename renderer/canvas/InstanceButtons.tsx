/**
 * The instances for those who do not point: one button each over its bounds, front to back, that the pointer passes
 * through. One of them is a stop of Tab; the others are reached by selecting the next in front or behind.
 */
import { memo, useDeferredValue, useEffect, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { Box, Instance, Scene } from '../../app/contract/scene.ts'
import { formatsOf } from '../../app/scene/locations.ts'
import { depthOrder, placeBounds } from '../../app/scene/place.ts'
import { useActions } from '../state/actions.ts'
import type { Actions } from '../state/actions.ts'
import { selectBadgeState, selectDraft, selectPlan } from '../state/derived.ts'
import { useWindow } from '../state/window.ts'
import type { WindowState } from '../state/window.ts'
import { canvasWords } from '../text/canvas.ts'
import { placeWords, thingDescription, thingTitle } from '../text/things.ts'
import type { BadgeWord } from '../text/things.ts'
import styles from './stage.module.css'

export function InstanceButtons(): ReactNode {
  // An edit can change every button; it is seen first.
  const scene = useDeferredValue(useWindow((state) => selectDraft(state)?.scene ?? null))
  const states = useDeferredValue(useWindow(selectStates))
  const selection = useWindow((state) => state.selection)
  const actions = useActions()
  const group = useRef<HTMLDivElement>(null)
  const last = selection.at(-1)

  // The focus goes with the selection while it is among these buttons.
  useEffect(() => {
    const { activeElement } = document
    if (last === undefined || !group.current?.contains(activeElement)) return
    const button = [...group.current.children].find(
      (child) => child instanceof HTMLElement && child.dataset['id'] === last,
    )
    if (button instanceof HTMLElement && button !== activeElement) button.focus()
  }, [last])

  if (!scene) return null
  const front = depthOrder(scene)
    .toReversed()
    .map((at) => scene.instances[at]!)
  const stop = front.some(({ id }) => id === last) ? last : front[0]?.id
  return (
    <div ref={group} className={styles.buttons}>
      {front.map((instance, i) => (
        <InstanceButton
          key={instance.id}
          instance={instance}
          scene={scene}
          state={states.get(instance.id) ?? 'same'}
          at={i + 1}
          of={front.length}
          isSelected={selection.includes(instance.id)}
          isStop={instance.id === stop}
          actions={actions}
        />
      ))}
    </div>
  )
}

const noStates: ReadonlyMap<string, BadgeWord> = new Map()
let lastStates: { readonly plan: unknown; readonly states: ReadonlyMap<string, BadgeWord> } | undefined

/** Answers with the same map for as long as the plan, and so the draft, is the same. */
function selectStates(state: WindowState): ReadonlyMap<string, BadgeWord> {
  const plan = selectPlan(state)
  if (!plan) return noStates
  if (lastStates?.plan !== plan) {
    const ids = selectDraft(state)?.scene.instances.map(({ id }) => id) ?? []
    lastStates = { plan, states: new Map(ids.map((id) => [id, selectBadgeState(state, id)])) }
  }
  return lastStates.states
}

interface InstanceButtonProps {
  readonly instance: Instance
  readonly scene: Scene
  readonly state: BadgeWord
  readonly at: number
  readonly of: number
  readonly isSelected: boolean
  readonly isStop: boolean
  readonly actions: Actions
}

const InstanceButton = memo(function InstanceButton({
  instance,
  scene,
  state,
  at,
  of,
  isSelected,
  isStop,
  actions,
}: InstanceButtonProps): ReactNode {
  const bounds = placeBounds(scene, instance)
  const place = placeWords(formatsOf(instance), bounds)
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    actions.focusCaption(instance.id)
  }
  return (
    <button
      type="button"
      className={styles.instance}
      style={shareOf(bounds, scene)}
      data-id={instance.id}
      tabIndex={isStop ? 0 : -1}
      aria-pressed={isSelected}
      aria-roledescription={canvasWords.instanceRole}
      aria-label={thingDescription({ title: thingTitle(instance), place, badge: state, at, of })}
      onClick={() => actions.select(isSelected ? [] : [instance.id])}
      onFocus={() => isSelected || actions.select([instance.id])}
      onKeyDown={key}
    />
  )
})

/** In percent of the picture, so that the button stays over it at any zoom. */
function shareOf(bounds: Box | null, { width, height }: Scene) {
  const box = bounds ?? { x0: 0, y0: 0, x1: 0, y1: 0 }
  return {
    left: `${(box.x0 / width) * 100}%`,
    top: `${(box.y0 / height) * 100}%`,
    width: `${((box.x1 - box.x0) / width) * 100}%`,
    height: `${((box.y1 - box.y0) / height) * 100}%`,
  }
}

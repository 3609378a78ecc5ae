/** What each tool can be told. */
import type { ReactElement } from 'react'
import type { ToolName, ToolOptions } from '../../canvas/tools/tool.ts'
import { useActions } from '../../state/actions.ts'
import { commandById } from '../../state/commands.ts'
import { selectSelected } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { options } from '../../text/studio.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Segment } from '../../ui/Segment.tsx'
import { Select } from '../../ui/Select.tsx'
import { ToggleButton } from '../../ui/ToggleButton.tsx'
import { Icon } from '../../theme/icons.tsx'
import { useCommandItems } from '../shell/command-menu.ts'
import type { CommandEntry } from '../shell/command-menu.ts'
import styles from './OptionBar.module.css'

export function ToolControls({ tool }: { readonly tool: ToolName }): ReactElement | null {
  switch (tool) {
    case 'select':
      return <SelectControls />
    case 'hand':
    case 'zoom':
      return <ViewControls />
    case 'box':
      return <BoxControls />
    case 'scribble':
      return <ScribbleControls />
    case 'mask':
    case 'eraser':
      return <BrushControls isMask={tool === 'mask'} />
    case 'region':
      return <RegionControls />
    default:
      return <ShapeControls snaps={tool !== 'lasso'} />
  }
}

function useOptions(): readonly [ToolOptions, (change: Partial<ToolOptions>) => void] {
  return [useWindow((state) => state.toolOptions), useActions().setToolOptions]
}

const arranging: readonly CommandEntry[] = [
  'align.left',
  'align.centreAcross',
  'align.right',
  'align.top',
  'align.centreDown',
  'align.bottom',
  'separator',
  'distribute.across',
  'distribute.down',
]

function SelectControls(): ReactElement {
  const count = useWindow((state) => state.selection.length)
  const items = useCommandItems(arranging)
  return (
    <>
      <span className={styles.note}>{options.selected(count)}</span>
      {count > 0 && (
        <Menu items={items}>
          <Button look="quiet" size="option">
            {options.align}
            <Icon name="down" size={12} />
          </Button>
        </Menu>
      )}
    </>
  )
}

function ViewControls(): ReactElement {
  const actions = useActions()
  return (
    <>
      <Button look="quiet" size="option" onClick={() => actions.zoomTo('fit')}>
        {options.zoomFit}
      </Button>
      <Button look="quiet" size="option" onClick={() => actions.zoomTo('full')}>
        100 %
      </Button>
    </>
  )
}

/** By name, because a select speaks in words. */
const ratios = {
  free: null,
  '1 : 1': 1,
  '4 : 3': 4 / 3,
  '3 : 2': 3 / 2,
  '16 : 9': 16 / 9,
  '3 : 4': 3 / 4,
  '2 : 3': 2 / 3,
}
type Ratio = keyof typeof ratios
const ratioOptions = (Object.keys(ratios) as Ratio[]).map((value) => ({
  value,
  label: value === 'free' ? options.free : value,
}))

function BoxControls(): ReactElement {
  const [{ boxFrom, ratio }, change] = useOptions()
  return (
    <>
      <Segment
        size="option"
        label={options.from}
        value={boxFrom}
        options={[
          { value: 'corner', label: options.corner },
          { value: 'centre', label: options.centre },
        ]}
        onChange={(next) => change({ boxFrom: next })}
      />
      <Select<Ratio>
        size="option"
        label={options.ratio}
        prefix={options.ratio}
        value={ratioOptions.find(({ value }) => ratios[value] === ratio)?.value ?? 'free'}
        options={ratioOptions}
        onChange={(next) => change({ ratio: ratios[next] })}
      />
      <ShapeControls snaps />
    </>
  )
}

/** Snapping, and to which instance the shape belongs. */
function ShapeControls({ snaps }: { readonly snaps: boolean }): ReactElement {
  const [{ snap, addToSelected }, change] = useOptions()
  const hasSelection = useWindow((state) => state.selection.length > 0)
  return (
    <>
      {snaps && (
        <ToggleButton size="option" isOn={snap} onChange={(isOn) => change({ snap: isOn })}>
          {options.snap}
        </ToggleButton>
      )}
      <ToggleButton
        size="option"
        isOn={addToSelected}
        isDisabled={!hasSelection && !addToSelected}
        hint={options.addToHint}
        onChange={(isOn) => change({ addToSelected: isOn })}
      >
        {options.addTo}
      </ToggleButton>
    </>
  )
}

function ScribbleControls(): ReactElement {
  const [{ smoothing }, change] = useOptions()
  return (
    <>
      <NumberField
        size="option"
        className={styles.number}
        label={options.smoothing}
        value={smoothing}
        unit="%"
        min={0}
        max={100}
        onChange={(value) => change({ smoothing: value })}
      />
      <ShapeControls snaps={false} />
    </>
  )
}

const pressures = (['off', 'size', 'softness'] as const).map((value) => ({ value, label: options.pressures[value] }))

function RegionControls(): ReactElement {
  const [{ isErasing }, change] = useOptions()
  return (
    <>
      <Segment
        size="option"
        label={options.regionBrush}
        value={isErasing ? 'less' : 'more'}
        options={[
          { value: 'more', label: options.regionMore },
          { value: 'less', label: options.regionLess },
        ]}
        onChange={(value) => change({ isErasing: value === 'less' })}
      />
      <BrushNumbers />
      <ResetRegion isShort />
    </>
  )
}

/** @param props.isShort where the bar speaks of the region anyway and has little room */
export function ResetRegion({ isShort = false }: { readonly isShort?: boolean }): ReactElement {
  const actions = useActions()
  const canReset = useWindow((state) => commandById('region.reset').isEnabled(state))
  return (
    <Button
      look="quiet"
      size="option"
      isDisabled={!canReset}
      hint={options.resetRegionHint}
      aria-label={options.resetRegion}
      onClick={actions.resetRegion}
    >
      {isShort ? options.reset : options.resetRegion}
    </Button>
  )
}

function BrushControls({ isMask }: { readonly isMask: boolean }): ReactElement {
  const [{ isErasing }, change] = useOptions()
  return (
    <>
      {isMask && (
        <Segment
          size="option"
          label={options.brush}
          value={isErasing ? 'erase' : 'paint'}
          options={[
            { value: 'paint', label: options.paint },
            { value: 'erase', label: options.erase },
          ]}
          onChange={(value) => change({ isErasing: value === 'erase' })}
        />
      )}
      <BrushNumbers />
      {isMask && <MaskDeeds />}
    </>
  )
}

function BrushNumbers(): ReactElement {
  const [{ brushSize, hardness, pressure }, change] = useOptions()
  return (
    <>
      <NumberField
        size="option"
        className={styles.size}
        label={options.size}
        value={brushSize}
        unit="px"
        min={1}
        max={1000}
        onChange={(value) => change({ brushSize: value })}
      />
      <NumberField
        size="option"
        className={styles.hardness}
        label={options.hardness}
        value={Math.round(hardness * 100)}
        unit="%"
        min={0}
        max={100}
        onChange={(value) => change({ hardness: value / 100 })}
      />
      <Select
        size="option"
        className={styles.select}
        label={options.pressure}
        prefix={options.pressure}
        value={pressure}
        options={pressures}
        onChange={(value) => change({ pressure: value })}
      />
    </>
  )
}

const maskCommands: readonly CommandEntry[] = ['mask.fill', 'mask.grow', 'mask.shrink', 'mask.invert']

function MaskDeeds(): ReactElement {
  const hasMask = useWindow((state) => selectSelected(state)?.mask !== undefined)
  const items = useCommandItems(maskCommands)
  return (
    <>
      <Menu items={items}>
        <Button look="quiet" size="option" isDisabled={!hasMask}>
          {options.change}
          <Icon name="down" size={12} />
        </Button>
      </Menu>
      <ShapeControls snaps={false} />
    </>
  )
}

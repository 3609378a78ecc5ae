/** Actions on the settings of the next picture. Each makes one gesture. */
import type { DraftSettings } from '../../app/contract/document.ts'
import { presetSettings } from '../../app/scene/presets.ts'
import type { ChoosablePreset, PresetSettings } from '../../app/scene/presets.ts'
import type { Actions } from './actions.ts'
import { burstNames } from './bursts.ts'
import { selectDraft, selectModel } from './derived.ts'
import type { ActionParts } from './window-actions.ts'

type SettingsActions = Pick<Actions, 'changeSettings' | 'setPreset' | 'toggleDraftQuality' | 'takeModel' | 'rollSeed'>

const largestRandomSeed = 99_999

export function settingsActions({ store }: Pick<ActionParts, 'store'>, edit: Actions['edit']): SettingsActions {
  const burst = burstNames(() => performance.now())
  /** What draft quality took the place of, and where that was. */
  let before: { readonly where: string; readonly settings: PresetSettings } | null = null

  const settings = (): DraftSettings | undefined => selectDraft(store.getState())?.settings
  const change = (what: Partial<DraftSettings>, mergeKey?: string): void =>
    edit({
      kind: 'settings',
      commands: [{ do: 'changeSettings', change: what }],
      ...(mergeKey !== undefined && { mergeKey }),
    })
  const where = (): string => `${store.getState().project?.id} ${settings()?.model}`

  const setPreset = (preset: ChoosablePreset): void => {
    const recommended = selectModel(store.getState())?.recommended
    const now = settings()
    if (!recommended || !now) return
    if (preset === 'draft' && now.preset !== 'draft') before = { where: where(), settings: decidingOf(now) }
    change(presetSettings(preset, recommended))
  }

  return {
    changeSettings: (what) =>
      change(
        decidesPicture(what) ? { ...what, preset: 'custom' } : what,
        burst(`settings ${Object.keys(what).join(' ')}`),
      ),
    setPreset,
    toggleDraftQuality() {
      if (settings()?.preset !== 'draft') setPreset('draft')
      else if (before?.where === where()) change(before.settings)
      else setPreset('standard')
    },
    takeModel(id) {
      const recommended = store.getState().models.find((model) => model.id === id)?.recommended
      const preset = settings()?.preset
      const named = preset === undefined || preset === 'custom' ? 'standard' : preset
      change({ model: id, ...(recommended && presetSettings(named, recommended)) })
    },
    rollSeed: () => change({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! % (largestRandomSeed + 1) }),
  }
}

/** The numbers that a preset stands for, and its name. */
function decidingOf({ preset, steps, sampler, guidance, alpha, mis, merge, rule }: DraftSettings): PresetSettings {
  return { preset, steps, sampler, guidance, alpha, mis, merge, rule }
}

/** After a change of such a number the preset is no longer what it says. */
function decidesPicture(change: object): boolean {
  return ['steps', 'sampler', 'guidance', 'alpha', 'mis', 'merge', 'rule'].some((key) => key in change)
}

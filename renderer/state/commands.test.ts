import { expect, test } from 'vitest'
import { commandGroupTitles, commandTitles } from '../text/commands.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import { commandById, commandGroups, commands } from './commands.ts'
import { initialState } from './initial.ts'
import type { ProjectMirror, WindowState } from './window.ts'

test('A2 every command and group has a name in the catalogue, and no name is left over', () => {
  expect(commands.map(({ id }) => id).sort()).toEqual(Object.keys(commandTitles).sort())
  expect(commandGroups.filter((group) => commandGroupTitles[group] === undefined)).toEqual([])
})

test('A1 no two commands that are given in the same places share their keys', () => {
  const meetings = commands.flatMap((one, i) =>
    commands
      .slice(i + 1)
      .filter((other) => other.keysIn === one.keysIn && other.group !== 'compare' && one.group !== 'compare')
      .flatMap((other) =>
        one.keys.filter((key) => other.keys.includes(key)).map((key) => `${key}: ${one.id}, ${other.id}`),
      ),
  )
  expect(meetings).toEqual([])
})

test('R4 compare: keys change no things of the draft, which is not seen behind the pictures', () => {
  const recommended = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36, merge: 'place' } as const
  const empty = emptyDocument({ width: 512, height: 512, settings: newDraftSettings(recommended, { model: 'a' }) })
  const instances = [{ id: 'ball', caption: '', point: { x: 9, y: 9 } }]
  const draft = { ...empty.draft, scene: { ...empty.draft.scene, instances } }
  const project = { id: 'p', readOnly: undefined, document: { ...empty, draft }, rounds: [] }
  const composing: WindowState = {
    ...initialState,
    screen: 'studio',
    project: project as unknown as ProjectMirror,
    selection: ['ball'],
  }
  const comparing: WindowState = {
    ...composing,
    compare: { way: 'slider', before: 'r1', after: 'r2', divider: 0.5, gain: 4 },
  }
  const deeds = [
    'move.Up',
    'resize.Down',
    'opacity.5',
    'keep',
    'pin',
    'order.front',
    'remove',
    'cut',
    'duplicate',
    'paste',
  ]
  const given = (state: WindowState): string[] => deeds.filter((id) => commandById(id).isEnabled(state))
  expect(given(composing)).toEqual(deeds)
  expect(given(comparing)).toEqual([])
})

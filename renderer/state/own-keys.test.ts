import { expect, test } from 'vitest'
import { commandById, keysOf } from './commands.ts'
import { withoutOwn } from './own-keys.ts'
import { initialState } from './initial.ts'

const preferences = initialState.preferences

test('A1 keys: own keys stand in for those of the program, and an empty text for none', () => {
  const lasso = commandById('tool.lasso')
  expect(keysOf(lasso, { preferences })).toEqual(['KeyL'])
  expect(keysOf(lasso, { preferences: { ...preferences, keys: { 'tool.lasso': 'KeyN' } } })).toEqual(['KeyN'])
  expect(keysOf(lasso, { preferences: { ...preferences, keys: { 'tool.lasso': '' } } })).toEqual([])
})

test('A1 keys: a command that gets its keys back takes them from the one that has got them', () => {
  const all = { 'tool.mask': '', 'tool.lasso': 'KeyB', undo: '$mod+KeyU' }
  expect(withoutOwn(all, commandById('tool.mask'))).toEqual({ 'tool.lasso': '', undo: '$mod+KeyU' })
  expect(withoutOwn(all, commandById('undo'))).toEqual({ 'tool.mask': '', 'tool.lasso': 'KeyB' })
})

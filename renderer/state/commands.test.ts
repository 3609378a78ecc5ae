import { expect, test } from 'vitest'
import { commandGroupTitles, commandTitles } from '../text/commands.ts'
import { commandGroups, commands } from './commands.ts'

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

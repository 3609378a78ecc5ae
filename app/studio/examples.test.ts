/** The example projects that are shipped: whole, small, and as their manifest says. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { locationFormats } from '../contract/scene.ts'
import { installation, noEngine, testStudio } from './studio.helper.ts'

const examples = path.join(installation, 'examples')
const { studio, pixels } = testStudio({ examples, spawn: noEngine })

test('P1 examples: each opens as a copy with its rounds, all drawn by the starter, and shows a cover', async () => {
  const list = await studio.examples()
  expect(list.map(({ id }) => id)).toEqual(['beach-house', 'meadow-fair', 'night-harbour'])
  const formats = new Set<string>()
  for (const { id, name, things, pictures } of list) {
    expect(statSync(path.join(examples, `${id}.diorama`)).size).toBeLessThan(2 ** 20)
    const project = await studio.openExample({ id })
    expect(project).toMatchObject({ name, document: { draft: { settings: { model: 'starter' } } } })
    expect(project.readOnly).toBeUndefined()
    const { rounds, document } = project
    expect(rounds).toHaveLength(pictures)
    expect(rounds.every(({ model }) => model.name === 'starter')).toBe(true)
    expect(Math.max(...rounds.map(({ draft }) => draft.scene.instances.length))).toBe(things)
    expect(document.draft.parent).toBe(rounds.at(-1)!.id)
    expect(Object.values(document.rounds).every((notes) => notes.name !== undefined)).toBe(true)
    for (const { draft } of rounds)
      for (const instance of draft.scene.instances)
        for (const format of locationFormats) if (instance[format]) formats.add(format)
    const cover = await pixels(new Request(`http://diorama/covers/example/${id}`))
    expect([cover.status, cover.headers.get('content-type')]).toEqual([200, 'image/webp'])
  }
  expect([...formats].sort()).toEqual([...locationFormats].sort())
})

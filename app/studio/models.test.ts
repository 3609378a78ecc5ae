/** The list of models: what is read, measured and remembered, and wrong files that stay with their reason. */
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { starterRecommended } from './models.ts'
import { noEngine, starterFile, testFolder, testStudio } from './studio.helper.ts'

const folder = testFolder()

test('M1 the starter is read in the background, and what a new project is given is what its file recommends', async () => {
  const open = testStudio({ folder })
  expect((await open.studio.models())[0]).toMatchObject({
    id: 'starter',
    state: 'reading',
    isBuiltIn: true,
    isDefault: true,
  })
  const { document } = await open.studio.create({})
  const entry = await open.studio.measureModel({ model: 'starter' })
  expect(entry).toMatchObject({ state: 'ready', info: { networks: { nativeSide: 128, maxInstances: 8 } } })
  expect(entry.recommended).toEqual(starterRecommended)
  expect(document.draft.settings).toMatchObject(starterRecommended)
  expect(entry.about).toBe(
    'Built in. Toy things at 128 px: houses, trees, cars, fish and more, plain, striped or dotted.',
  )
  await open.close()
})

test('M4 fit: what was measured is known in the next session, before any engine', async () => {
  const open = testStudio({ folder, spawn: noEngine })
  const [starter] = await open.studio.models()
  expect(starter).toMatchObject({ state: 'ready', speeds: [{ device: 'cpu', instances: 6 }] })
  const [speed] = starter!.speeds
  // 10 steps, 3 of them with 6 things alone: 10 + 18 with words, as many without less 6 that are shared.
  expect(speed!.secondsPerPicture / speed!.secondsPerPass).toBeCloseTo(50)
  expect(speed!.memory).toBeGreaterThan(15_000_000)
})

test('M2 wrong files stay in the list with the reason until they are removed; the right ones are ready', async () => {
  const open = testStudio({ folder: testFolder() })
  const checkpoint = path.join(open.folder, 'copy.safetensors')
  const note = path.join(open.folder, 'note.safetensors')
  copyFileSync(starterFile, checkpoint)
  writeFileSync(note, 'this is no checkpoint')
  expect(await open.studio.addModel({ model: checkpoint })).toMatchObject({
    id: checkpoint,
    name: 'copy.safetensors',
    state: 'ready',
  })
  const wrong = await open.studio.addModel({ model: note })
  expect(wrong.state).toBe('unusable')
  expect(wrong.about).toContain('note.safetensors')
  expect((await open.studio.models()).map(({ state }) => state).slice(1)).toEqual(['ready', 'unusable'])
  expect(open.heard.some(({ type }) => type === 'models')).toBe(true)
  rmSync(checkpoint)
  expect((await open.studio.models())[1]).toMatchObject({ state: 'gone' })
  await open.studio.removeModel({ model: note })
  await open.studio.removeModel({ model: checkpoint })
  expect(await open.studio.models()).toHaveLength(1)
  await expect(open.studio.removeModel({ model: note })).rejects.toMatchObject({ code: 'modelUnknown' })
  await expect(open.studio.removeModel({ model: 'starter' })).rejects.toMatchObject({ code: 'badRequest' })
  await expect(open.studio.addModel({ model: note + '2' })).rejects.toMatchObject({ code: 'modelNotFound' })
})

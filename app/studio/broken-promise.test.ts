/** A bug that no test has found: a round in which pixels changed that had to stay, as the studio would keep it. */
import { expect, test, vi } from 'vitest'
import * as consistency from '../consistency/consistency.ts'

// Nothing real puts the wrong pixels back, so here something does.
vi.doMock('../consistency/consistency.ts', () => ({
  ...consistency,
  pasteBack(given: Parameters<typeof consistency.pasteBack>[0]) {
    const pasted = consistency.pasteBack(given)
    for (let pixel = 0; pixel < 12; pixel++) pasted.rgb[3 * pixel]! ^= 1
    return pasted
  },
}))
const { add, blueBall, edit, generate, jobIn, quickProject, testStudio } = await import('./studio.helper.ts')
const open = testStudio()

test('R4 a round that did not keep its promise is kept itself, with how many pixels changed', async () => {
  const project = await quickProject(open)
  const draw = async () => jobIn(open, (await generate(open, project)).id, ['done', 'failed'])
  await draw()
  await edit(open, project, [add(blueBall)])
  expect(await draw()).toMatchObject({ state: 'done' })
  const { rounds } = await open.studio.project({ project })
  expect(rounds[1]!.report).toMatchObject({ mode: 'locked', putBack: { largest: 1, pixels: 12 } })
})

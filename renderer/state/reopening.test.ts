/** Two windows of one project, against the real studio: what happens to the one that stays when the other leaves it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instance } from '../../app/contract/scene.ts'
import { EngineHost } from '../../app/engine-host/engine-host.ts'
import { forkEngine } from '../../app/engine-host/fork.ts'
import { memoryLink } from '../../app/links/memory.ts'
import { openStudio } from '../../app/studio/studio.ts'
import type { OpenStudio } from '../../app/studio/studio.ts'
import { errorOf, studioClient } from './client.ts'
import type { StudioClient } from './client.ts'
import { reopening } from './reopening.ts'
import type { ShownProject } from './reopening.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'diorama-reopening-'))
let opened: OpenStudio

beforeAll(() => {
  opened = openStudio({
    engine: new EngineHost(forkEngine()),
    folders: {
      data: path.join(folder, 'data'),
      projects: path.join(folder, 'projects'),
      examples: path.join(folder, 'examples'),
      installation: path.resolve(import.meta.dirname, '../..'),
    },
    kind: 'browser',
    version: '0.0.0',
  })
})
afterAll(async () => {
  await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

const opener = (): StudioClient => studioClient(memoryLink({ studio: opened.studio, origin: 'opener' }))
const showing = (shown: ShownProject | null): StudioClient =>
  studioClient(
    reopening(() => shown),
    memoryLink({ studio: opened.studio, origin: 'showing' }),
  )
const draw = (id: string) => {
  const instance: Instance = { id, caption: `a ${id}`, box: { x0: 0, y0: 0, x1: 64, y1: 64 } }
  return { kind: 'draw', of: id, commands: [{ do: 'addInstance', at: 0, instance }] } as const
}

test('P1 a project that another window has closed is opened again by the next calls of one that shows it', async () => {
  const first = opener()
  const { id, path: file } = await first.create.mutate({})
  const second = showing({ id, path: file, readOnly: undefined })
  await first.close.mutate({ project: id })
  const edits = ['ball', 'fish'].map((of) => second.edit.mutate({ project: id, sequence: 0, gesture: draw(of) }))
  await Promise.all(edits)
  const { document } = await first.project.query({ project: id })
  expect(document.draft.scene.instances.map((each) => each.id)).toEqual(['fish', 'ball'])
  // Both together opened it once: it closes when this one leaves it.
  await second.close.mutate({ project: id })
  await expect(first.project.query({ project: id })).rejects.toThrow('The project is not open.')
})

test('P1 a closed project is opened again for the window that shows it alone, and as it showed it', async () => {
  const first = opener()
  const { id, path: file } = await first.create.mutate({})
  await first.close.mutate({ project: id })
  for (const shown of [null, { id: 'another', path: file, readOnly: undefined }]) {
    const error = await showing(shown).project.query({ project: id }).catch(errorOf)
    expect(error).toMatchObject({ code: 'projectNotOpen' })
  }
  const looking = showing({ id, path: file, readOnly: 'It was opened to look only.' })
  expect((await looking.project.query({ project: id })).readOnly).toMatch(/opened to look only/)
  await looking.close.mutate({ project: id })
})

test('G3 a closed project whose file has gone is not open, in the words of the first answer', async () => {
  const first = opener()
  const { id, path: file } = await first.create.mutate({})
  await first.close.mutate({ project: id })
  rmSync(file)
  const second = showing({ id, path: file, readOnly: undefined })
  expect(await second.project.query({ project: id }).catch(errorOf)).toMatchObject({ code: 'projectNotOpen' })
})

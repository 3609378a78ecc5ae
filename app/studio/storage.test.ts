/** The size of a project's file, through the studio: what is told, what goes, what stays, and what is refused. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Command } from '../contract/edit.ts'
import type { Round } from '../contract/project.ts'
import { add, blueBall, edit, generate, jobIn, quickProject, testStudio } from './studio.helper.ts'

const open = testStudio()
const { studio } = open

async function draw(project: string): Promise<Round> {
  const job = await jobIn(open, (await generate(open, project)).id, ['done', 'failed', 'stopped'])
  expect(job).toMatchObject({ state: 'done' })
  return (await studio.project({ project })).rounds.find(({ id }) => id === job.rounds[0])!
}

const deleted = (id: string): Command => ({ do: 'noteRound', id, change: { deleted: true } })
const goOn = (parent: string | null): Command => ({ do: 'setParent', parent })

/** One picture that stays, and one beside it that is deleted. */
async function withDeleted(): Promise<{ project: string; kept: Round; gone: Round }> {
  const project = await quickProject(open)
  const kept = await draw(project)
  await edit(open, project, [goOn(null), add(blueBall, 1)])
  const gone = await draw(project)
  await edit(open, project, [goOn(kept.id)])
  await edit(open, project, [deleted(gone.id)])
  return { project, kept, gone }
}

const compactions = (project: string) =>
  open.heard.filter((event) => event.type === 'compacted' && event.project === project).length

test('P5 compacting gives back what it said, every window hears of it, and undo ends where rounds are gone', async () => {
  const { project, kept, gone } = await withDeleted()
  const { usage, compactable } = await studio.storage({ project })
  expect(compactable).toMatchObject({ rounds: 1 })
  expect(compactable.bytes).toBeGreaterThan(10_000)
  const { before, after } = await studio.compact({ project })
  expect(before).toBe(usage.total)
  // Small pictures go as well, and come back when they are looked at.
  expect(before - after).toBeGreaterThanOrEqual(compactable.bytes - 3 * 4096)
  const { rounds, path, history } = await studio.project({ project })
  expect(rounds).toEqual([kept])
  expect(history.undo).toBeNull()
  await expect.poll(() => compactions(project)).toBe(1)
  expect(await studio.storage({ project })).toMatchObject({
    usage: { total: after },
    compactable: { rounds: 0, steps: 0, bytes: 0 },
  })
  await studio.close({ project })
  expect(statSync(path).size).toBe(after)
  expect(readFileSync(path).includes(gone.id)).toBe(false)
})

test('P5 keeping nothing of trajectories drops them at once, and a locked round still keeps every pixel', async () => {
  const project = await quickProject(open)
  await draw(project)
  const before = await studio.storage({ project })
  expect(before).toMatchObject({ keeping: { trajectories: true } })
  expect(before.usage.trajectories).toBeGreaterThan(0)
  const now = await studio.setKeeping({ project, change: { trajectories: false } })
  expect(now).toMatchObject({ usage: { trajectories: 0 }, keeping: { ...before.keeping, trajectories: false } })
  expect(now.compactable.bytes).toBeGreaterThanOrEqual(before.usage.trajectories - 3 * 4096)
  await expect.poll(() => compactions(project)).toBe(1)
  await edit(open, project, [add(blueBall, 1)])
  expect(await draw(project)).toMatchObject({ report: { mode: 'locked', putBack: { largest: 0 } } })
  expect((await studio.storage({ project })).usage.trajectories).toBe(0)
})

test('P5 while jobs wait and run, what they go on from stays, and their pictures come', async () => {
  const { project, kept, gone } = await withDeleted()
  await edit(open, project, [goOn(gone.id)])
  await edit(open, project, [{ do: 'changeInstance', id: 'ball', change: { caption: 'a green ball' } }])
  const running = await generate(open, project)
  const waiting = await generate(open, project)
  await edit(open, project, [goOn(kept.id)])
  expect((await studio.storage({ project })).compactable.rounds).toBe(0)
  await studio.compact({ project })
  for (const { id } of [running, waiting]) {
    expect(await jobIn(open, id, ['done', 'failed'])).toMatchObject({ state: 'done', parent: gone.id })
  }
  expect((await studio.project({ project })).rounds).toHaveLength(4)
})

test('P5 what a stopped job could go on with stays until it is discarded', async () => {
  const { project, kept, gone } = await withDeleted()
  await edit(open, project, [goOn(gone.id), { do: 'changeSettings', change: { steps: 50 } }])
  await edit(open, project, [{ do: 'changeInstance', id: 'ball', change: { caption: 'a green ball' } }])
  const job = await studio.stop({ job: (await generate(open, project)).id })
  expect(job.state).toBe('stopped')
  await edit(open, project, [goOn(kept.id)])
  expect((await studio.storage({ project })).compactable.rounds).toBe(0)
  await studio.discard({ job: job.id })
  expect((await studio.storage({ project })).compactable.rounds).toBe(1)
})

test('P5 a project to look at is measured, and neither compacted nor kept otherwise', async () => {
  const { project } = await withDeleted()
  const { path } = await studio.project({ project })
  await studio.close({ project })
  const looked = await studio.open({ path, as: 'readOnly' })
  const { usage, compactable } = await studio.storage({ project: looked.id })
  expect([usage.total, compactable.rounds]).toEqual([statSync(path).size, 1])
  const refused = expect.objectContaining({ code: 'projectReadOnly' })
  await expect(studio.compact({ project: looked.id })).rejects.toEqual(refused)
  await expect(studio.setKeeping({ project: looked.id, change: { trajectories: false } })).rejects.toEqual(refused)
  expect(statSync(path).size).toBe(usage.total)
})

test('P3 a log that is damaged is said, and nothing is taken out', async () => {
  const { project, gone } = await withDeleted()
  const { path } = await studio.project({ project })
  await studio.close({ project })
  const file = readFileSync(path)
  // The oldest step, which opening does not read.
  const at = file.indexOf('[{"do":"changeSettings"')
  expect(at).toBeGreaterThan(0)
  file.write('[{"do":"changeSettingz"', at)
  writeFileSync(path, file)
  const { id, rounds } = await studio.open({ path, as: 'normal' })
  const damaged = expect.objectContaining({ code: 'projectDamaged' })
  await expect(studio.storage({ project: id })).rejects.toEqual(damaged)
  await expect(studio.compact({ project: id })).rejects.toEqual(damaged)
  expect((await studio.project({ project: id })).rounds).toEqual(rounds)
  expect(rounds.map((round) => round.id)).toContain(gone.id)
})

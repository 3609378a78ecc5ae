/**
 * What adding one thing costs, against the whole scene drawn anew: to six things with the starter model, and to twelve with the
 * small checkpoint of the published layout, which is told of up to thirty.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { publishedLimits } from '../../app/conditions/conditions.ts'
import type { ModelFacts } from '../../app/conditions/plan.ts'
import type { Draft } from '../../app/contract/document.ts'
import { EngineHost } from '../../app/engine-host/engine-host.ts'
import { tinyCheckpoint, watched } from '../../app/engine-host/tiny.helper.ts'
import { makeId } from '../../app/project/ids.ts'
import { createProject } from '../../app/project/project.ts'
import { emptyDocument, newDraftSettings } from '../../app/scene/presets.ts'
import { drawRound } from '../../app/studio/draw-round.ts'
import { keepDrawn } from '../../app/studio/new-round.ts'
import { planRound } from '../../app/studio/round-plan.ts'
import { runOf } from '../../app/studio/run.ts'
import { sceneFormat, sceneVersion, type Instance } from '../../app/contract/scene.ts'
import { diorama, temporaryFolder } from '../cli/cli.helper.ts'

const folder = temporaryFolder()

/** In rows of five, apart from each other. */
function sceneFile(count: number): string {
  const instances = Array.from({ length: count }, (_, i): Instance => {
    const [x0, y0] = [8 + 100 * (i % 5), 8 + 100 * Math.floor(i / 5)]
    return { id: `ball-${i}`, caption: 'a red ball', box: { x0, y0, x1: x0 + 88, y1: y0 + 88 } }
  })
  const file = path.join(folder, `things-${count}.json`)
  const format = { format: sceneFormat, version: sceneVersion, depth: 'listed' }
  writeFileSync(file, JSON.stringify({ ...format, caption: 'a scene in a meadow', width: 512, height: 512, instances }))
  return file
}

async function passesOf(files: readonly string[]) {
  const args = ['--project', 'added', '--steps', '20', '--mis', '0.36', '--device', 'cpu', '--json']
  const { code, stdout } = await diorama(['rounds', ...files, ...args], { cwd: folder })
  expect(code).toBe(0)
  const { rounds } = JSON.parse(stdout) as { rounds: { passes: number; reused: number }[] }
  return rounds.at(-1)!
}

test('R5 one thing added to six takes at most a third of the passes of the whole, and the round says how many it saved', async () => {
  const { passes, reused } = await passesOf([sceneFile(6), sceneFile(7)])
  // Drawn anew: 20 steps and 7 of each of the seven things, with and without words; the first without words is the same for all.
  // The round: the new thing's 7 steps alone, then the 13 that are left.
  expect({ passes, whole: passes + reused }).toEqual({ passes: 2 * (7 + 13), whole: 2 * (20 + 7 * 7) - 7 })
  expect(passes).toBeLessThanOrEqual((passes + reused) / 3)
})

test('R5 and so does one added to twelve, as the published layout can be told of', async () => {
  const host = new EngineHost(watched().spawn)
  const settings = { ...newDraftSettings(published), device: 'cpu', seed: 0 } as const
  const document = emptyDocument({ width: 64, height: 64, settings })
  const options = { now: Date.now, newId: () => makeId(Date.now()), version: '0.0.0' }
  const project = createProject(path.join(folder, 'twelve.diorama'), document, options)
  const model = { name: 'tiny', digest: '0'.repeat(64) }
  const planned = (count: number, parent: string | null) => {
    const scene = { ...document.draft.scene, caption: 'a table', instances: cells(count) }
    const draft: Draft = { ...document.draft, scene, parent }
    const whole = runOf(draft, tinyCheckpoint)
    const run = { ...whole, settings: { ...whole.settings, size: { width: 64, height: 64 } } }
    return { draft, run, plan: planRound({ draft, run, facts, model: model.digest }, project) }
  }
  const draw = async (count: number, parent: string | null) => {
    const { draft, run, plan } = planned(count, parent)
    const drawn = await drawRound(host, { draft, run, plan }, project)
    expect(drawn.report).toMatchObject({ passes: plan.passes, reused: plan.reused })
    return { ...(await keepDrawn(project, { draft, run, model, facts }, drawn)), report: drawn.report }
  }
  try {
    const { round } = await draw(12, null)
    const anew = planned(13, null).plan
    const whole = anew.passes + anew.reused
    const { report } = await draw(13, round.id)
    expect(report).toMatchObject({ mode: 'locked', putBack: { largest: 0 } })
    expect({ passes: report.passes, whole: report.passes + report.reused }).toEqual({ passes: 20, whole })
    expect(report.passes).toBeLessThanOrEqual(whole / 3)
    expect(whole).toBe(83)
  } finally {
    project.close()
    await host.close()
  }
})

const published = { steps: 8, sampler: 'plms', guidance: 7.5, alpha: 1, mis: 0.36, merge: 'place' } as const

/** Of the small checkpoint. */
const facts: ModelFacts = {
  nativeSide: 64,
  sideMultiple: 64,
  hasGrounding: true,
  limits: publishedLimits,
  cell: 8,
  textTokens: 77,
}

/** Things in a grid of four by four, each a cell of 16 pixels. */
function cells(count: number): Instance[] {
  return Array.from({ length: count }, (_, i) => {
    const [x0, y0] = [16 * (i % 4), 16 * Math.floor(i / 4)]
    return { id: `cup-${i}`, caption: 'a red cup', box: { x0, y0, x1: x0 + 16, y1: y0 + 16 } }
  })
}

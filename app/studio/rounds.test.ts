/** Rounds that go on from others, in the studio, with the real engine and the starter model. */
import { expect, test } from 'vitest'
import { fractions } from '../conditions/random.ts'
import type { Command } from '../contract/edit.ts'
import type { Round } from '../contract/project.ts'
import type { Instance } from '../contract/scene.ts'
import { decodePng, encodePlainPng } from '../exchange/picture.ts'
import { encodeMask } from '../scene/rle.ts'
import { add, blueBall, edit, generate, jobIn, redHouse, testStudio } from './studio.helper.ts'

const open = testStudio()
const { studio } = open

const star: Instance = { id: 'star', caption: 'a yellow star', box: { x0: 300, y0: 20, x1: 470, y1: 190 } }

/** Generates and waits. */
async function draw(project: string, variants?: number): Promise<Round[]> {
  const job = await jobIn(open, (await generate(open, project, variants)).id, ['done', 'failed', 'stopped'])
  expect(job).toMatchObject({ state: 'done' })
  const { rounds } = await studio.project({ project })
  return job.rounds.map((id) => rounds.find((round) => round.id === id)!)
}

/** A project whose first picture is drawn: a red house and a blue ball. */
async function drawnProject(): Promise<string> {
  const { id } = await studio.create({})
  const settings = { steps: 5, mis: 0.4, device: 'cpu' } as const
  await edit(open, id, [{ do: 'changeSettings', change: settings }, add(redHouse), add(blueBall, 1)])
  await draw(id)
  return id
}

async function estimate(project: string) {
  const { history } = await studio.project({ project })
  return studio.estimate({ project, sequence: history.sequence })
}

async function pixelsOf(project: string, { picture }: Round) {
  const response = await open.pixels(new Request(`http://diorama/pixels/${project}/${picture}`))
  return (await decodePng(new Uint8Array(await response.arrayBuffer()))).rgb
}

test('R2 locked: a new thing changes its region alone, and takes what the others ended with from the round before', async () => {
  const project = await drawnProject()
  await edit(open, project, [add(star, 2)])
  const before = await estimate(project)
  // Five steps, two of them with things alone: the new thing's own two, then three of the whole, each with and without words.
  expect(before).toMatchObject({ keep: { mode: 'locked', reason: null }, isAgain: false, passes: 10 })
  expect(before.startsAfter).toEqual({ step: 2, of: 5 })
  const [round] = await draw(project)
  expect(round!.report).toMatchObject({ mode: 'locked', putBack: { largest: 0 }, passes: 10, reused: before.reused })
  expect(round).toMatchObject({ level: 2, passes: 10 })
  // The whole anew would take five steps and three times two, of which the first ones without words are shared.
  expect(before.reused).toBe(2 * (5 + 3 * 2) - 3 - 10)
  const parent = (await studio.project({ project })).rounds[0]!
  const [old, fresh] = [await pixelsOf(project, parent), await pixelsOf(project, round!)]
  const changed = old.reduce((sum, byte, i) => sum + Number(byte !== fresh[i]), 0) / old.length
  expect(changed).toBeGreaterThan(0.01)
  expect(changed).toBeLessThan(round!.report!.regionShare)
})

test('R5 estimate: before each of ten seeded rounds it says the passes that the run then takes, whatever is changed and kept', async () => {
  const project = await drawnProject()
  const random = fractions(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  let isAnySaved = false
  for (let round = 0; round < 10; round++) {
    const { document } = await studio.project({ project })
    await edit(open, project, [
      { do: 'setKeep', keep: pick(['locked', 'locked', 'harmonise', 'free']) },
      { do: 'changeSettings', change: { merge: pick(['place', 'place', 'published']), mis: pick([0, 0.4, 0.4]) } },
      change(document.draft.scene.instances, round, pick, random),
    ])
    const { passes, reused, keep } = await estimate(project)
    const [drawn] = await draw(project)
    expect(drawn).toMatchObject({ passes, report: { passes, reused, ...keep } })
    if (keep.mode === 'locked') expect(drawn!.report!.putBack).toMatchObject({ largest: 0 })
    isAnySaved ||= reused > 0
  }
  expect(isAnySaved).toBe(true)
})

/** One thing more, elsewhere, called otherwise, or gone. */
function change(
  things: readonly Instance[],
  n: number,
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
): Command {
  const [x0, y0] = [Math.round(random() * 350), Math.round(random() * 350)]
  const box = { x0, y0, x1: x0 + 140, y1: y0 + 140 }
  const kind = things.length < 2 ? 'add' : pick(['add', 'move', 'reword', 'remove'])
  if (kind === 'add') return add({ id: `n${n}`, caption: pick(['a green fish', 'a white mug']), box }, things.length)
  const { id } = pick(things)
  if (kind === 'remove') return { do: 'removeInstance', id }
  const to = kind === 'move' ? { box } : { caption: `a ${pick(['black', 'orange'])} car` }
  return { do: 'changeInstance', id, change: to as never }
}

test('R1 variants are siblings: each holds the same parent, and the draft goes on from the first', async () => {
  const project = await drawnProject()
  await edit(open, project, [add(star, 2)])
  const { passes } = await estimate(project)
  const rounds = await draw(project, 2)
  const { document } = await studio.project({ project })
  expect(rounds.map(({ parent, level, seed }) => [parent === rounds[0]!.parent, level, seed])).toEqual([
    [true, 2, 0],
    [true, 2, 1],
  ])
  for (const { report } of rounds) expect(report).toMatchObject({ mode: 'locked', putBack: { largest: 0 } })
  expect(rounds[0]!.passes).toBe(passes)
  expect(document.draft.parent).toBe(rounds[0]!.id)
})

test('R1 drawn anew without a change, a round is tried once more beside itself: same parent, same region, next seed', async () => {
  const project = await drawnProject()
  await edit(open, project, [add(star, 2)])
  const [first] = await draw(project)
  expect(await estimate(project)).toMatchObject({ isAgain: true, keep: { mode: 'locked' } })
  const [again] = await draw(project)
  expect(again).toMatchObject({ parent: first!.parent, level: 2, seed: 1 })
  expect(again!.report).toMatchObject({ regionShare: first!.report!.regionShare, putBack: { largest: 0 } })
  expect((await studio.project({ project })).document.draft.parent).toBe(again!.id)
  expect(await pixelsOf(project, again!)).not.toEqual(await pixelsOf(project, first!))
  // How a thing is kept by itself, where it is held anyway, is no change; nor is what it is called.
  await edit(open, project, [
    { do: 'noteInstance', id: 'house', change: { keep: 'harmonise' } },
    { do: 'changeInstance', id: 'star', change: { name: 'Sun' } },
  ])
  expect(await estimate(project)).toMatchObject({ isAgain: true })
  const [third] = await draw(project)
  expect(third).toMatchObject({ parent: first!.parent, level: 2, seed: 2 })
})

test('G4 a thing that was taken away and that the words for the scene still name: the estimate says so, until they do not', async () => {
  const project = await drawnProject()
  const warnings = async () => (await estimate(project)).warnings.filter(({ code }) => code === 'stillNamed')
  await edit(open, project, [{ do: 'changeScene', change: { caption: 'a ball and a house in a meadow' } }])
  expect(await warnings()).toEqual([])
  const [{ id }] = (await studio.project({ project })).document.draft.scene.instances.filter(({ caption }) =>
    caption.includes('ball'),
  ) as [Instance]
  await edit(open, project, [{ do: 'removeInstance', id }])
  expect(await warnings()).toMatchObject([{ instanceId: null, message: expect.stringContaining('"ball"') as string }])
  await edit(open, project, [{ do: 'changeScene', change: { caption: 'in a meadow' } }])
  expect(await warnings()).toEqual([])
})

test('R3 painted by hand: what is added is drawn anew without an edit, what is taken stays, and then it is gone', async () => {
  const project = await drawnProject()
  const mask = (x0: number, y0: number, x1: number, y1: number) => {
    const plane = new Uint8Array(512 * 512)
    for (let y = y0; y < y1; y++) plane.fill(1, y * 512 + x0, y * 512 + x1)
    return encodeMask(plane, 512, 512)
  }
  await edit(open, project, [{ do: 'setRegion', region: { added: mask(256, 0, 512, 256) } }], 'region')
  expect(await estimate(project)).toMatchObject({ isAgain: false, keep: { mode: 'locked' } })
  const [drawn] = await draw(project)
  expect(drawn).toMatchObject({ seed: 1, report: { regionShare: 0.25, putBack: { largest: 0 } } })
  const [first] = (await studio.project({ project })).rounds
  expect(await pixelsOf(project, drawn!)).not.toEqual(await pixelsOf(project, first!))
  expect(drawn!.draft.region).toBeDefined()
  expect((await studio.project({ project })).document.draft.region).toBeUndefined()
  await edit(open, project, [{ do: 'setRegion', region: { taken: mask(0, 0, 512, 512) } }, add(star, 2)], 'region')
  await expect(generate(open, project)).rejects.toMatchObject({ code: 'nothingToDraw' })
})

test('I2 a photograph: rounds go on from it, and outside what is new every pixel is the photograph', async () => {
  const { id } = await studio.create({})
  await edit(open, id, [{ do: 'changeSettings', change: { steps: 4, mis: 0.4, device: 'cpu' } }])
  const noise = fractions(3)
  const photo = { width: 300, height: 200, rgb: Uint8Array.from({ length: 3 * 300 * 200 }, () => 255 * noise()) }
  const response = await open.pixels(
    new Request(`http://diorama/pictures/${id}?name=beach.png`, { method: 'POST', body: await encodePlainPng(photo) }),
  )
  const { digest: picture } = (await response.json()) as { digest: string }
  const { history } = await studio.project({ project: id })
  const changed = await studio.startFromPicture({ project: id, sequence: history.sequence, picture }, 'window')
  expect(changed.commands).toMatchObject([{ do: 'setDraft' }])
  const { document, rounds } = await studio.project({ project: id })
  const { scene, parent } = document.draft
  expect(rounds).toMatchObject([{ id: parent, kind: 'picture', level: 1, parent: null }])
  expect(scene.width / scene.height).toBeCloseTo(rounds[0]!.width / rounds[0]!.height, 6)
  await expect(generate(open, id)).rejects.toMatchObject({ code: 'nothingToDraw' })
  const box = { x0: 0, y0: 0, x1: scene.width / 3, y1: scene.height / 2 }
  await edit(open, id, [{ do: 'changeScene', change: { caption: 'on a beach' } }, add({ ...blueBall, box })])
  expect(await estimate(id)).toMatchObject({ keep: { mode: 'locked', reason: null } })
  const [drawn] = await draw(id)
  expect(drawn!.report).toMatchObject({ mode: 'locked', putBack: { largest: 0 } })
  expect(drawn!.report!.regionShare).toBeLessThan(0.4)
  const [old, fresh] = [await pixelsOf(id, rounds[0]!), await pixelsOf(id, drawn!)]
  expect(old.length).toBe(fresh.length)
  expect(old.slice(-old.length / 3)).toEqual(fresh.slice(-old.length / 3))
  expect(old.slice(0, 60)).not.toEqual(fresh.slice(0, 60))
})

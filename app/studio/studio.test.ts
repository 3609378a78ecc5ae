/** Generating in the studio, with the real engine and the starter model. */
import { copyFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readRecord } from '../exchange/png.ts'
import {
  add,
  blueBall,
  edit,
  generate,
  jobIn,
  jobWhere,
  quickProject,
  redHouse,
  starterFile,
  testStudio,
} from './studio.helper.ts'

const open = testStudio()
const { studio } = open
const done = (id: string) => jobIn(open, id, ['done', 'failed', 'stopped'])

test('G2 run: a Generate becomes a round with its picture, and the draft goes on from it', async () => {
  const project = await quickProject(open)
  const { id } = await generate(open, project)
  const job = await done(id)
  expect(job).toMatchObject({ state: 'done', variants: 1, seed: 0 })
  const { rounds, document, history } = await studio.project({ project })
  expect(rounds).toMatchObject([{ id: job.rounds[0], kind: 'generated', level: 1, width: 128, height: 128, passes: 6 }])
  expect(rounds[0]!.draft.scene.instances).toEqual([redHouse])
  expect(rounds[0]!.model.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(document.draft.parent).toBe(rounds[0]!.id)
  expect(history.undo).toEqual({ kind: 'generate' })
  const response = await open.pixels(new Request(`http://diorama/pixels/${project}/${rounds[0]!.picture}`))
  const record = readRecord(new Uint8Array(await response.arrayBuffer()))
  expect(record).toMatchObject({ settings: { seed: 0, steps: 3 }, scene: { instances: [{ caption: 'a red house' }] } })
})

test('G2 run: drawing goes on while a job runs, which draws what was there when it was queued', async () => {
  const project = await quickProject(open)
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 12 } }], 'settings')
  const { id } = await generate(open, project)
  await jobWhere(open, id, ({ progress }) => progress?.phase === 'denoise')
  await edit(open, project, [add(blueBall, 1)])
  expect((await done(id)).state).toBe('done')
  const { rounds, document } = await studio.project({ project })
  expect(rounds[0]!.draft.scene.instances).toHaveLength(1)
  expect(document.draft.scene.instances).toHaveLength(2)
  expect(document.draft.parent).toBe(rounds[0]!.id)
})

test('G4 warnings: while a job runs, an estimate with its warnings does not wait for it', async () => {
  const project = await quickProject(open)
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 30 } }], 'settings')
  const { id } = await generate(open, project)
  await jobWhere(open, id, ({ progress }) => progress?.phase === 'denoise')
  const tiny = { ...blueBall, caption: 'a velvet ball', box: { x0: 5, y0: 5, x1: 9, y1: 9 } }
  const { history } = await edit(open, project, [add(tiny, 1)])
  const estimate = await studio.estimate({ project, sequence: history.sequence })
  expect((await studio.jobs()).find((job) => job.id === id)!.state).toBe('running')
  const ofBall = estimate.warnings.filter(({ instanceId }) => instanceId === 'ball').map(({ code }) => code)
  expect(ofBall).toEqual(['tooSmall', 'unknownWords'])
  await studio.stop({ job: id })
})

test('G2 estimate: after a run it says seconds and memory, and passes as they will be', async () => {
  const project = await quickProject(open)
  await done((await generate(open, project)).id)
  await studio.measureModel({ model: 'starter' })
  const { history } = await studio.project({ project })
  const estimate = await studio.estimate({ project, sequence: history.sequence })
  expect(estimate).toMatchObject({ width: 128, height: 128, cell: 8, passes: 6, device: { device: 'cpu' } })
  expect(estimate.seconds).toBeGreaterThan(0)
  expect(estimate.memory!.needed).toBeGreaterThan(15_000_000)
})

test('G1 seed: it stays while something changes, and moves on where nothing did', async () => {
  const project = await quickProject(open)
  const seeds: number[] = []
  for (const change of ['nothing', 'nothing', 'something', 'nothing']) {
    if (change === 'something') await edit(open, project, [add(blueBall, 1)])
    const { id } = await generate(open, project)
    await done(id)
    seeds.push((await studio.project({ project })).rounds.at(-1)!.seed)
  }
  expect(seeds).toEqual([0, 1, 1, 2])
  const { document, rounds } = await studio.project({ project })
  expect(document.draft.settings.seed).toBe(2)
  expect(document.draft.parent).toBe(rounds.at(-1)!.id)
  await edit(open, project, [{ do: 'changeSettings', change: { seedLocked: true } }], 'settings')
  await done((await generate(open, project)).id)
  expect((await studio.project({ project })).rounds.at(-1)!.seed).toBe(2)
})

test('G1 seed: one that the artist changed while a job ran stays as it was changed', async () => {
  const project = await quickProject(open)
  await done((await generate(open, project)).id)
  const { id } = await generate(open, project)
  await edit(open, project, [{ do: 'changeSettings', change: { seed: 77 } }], 'settings')
  await done(id)
  const { document, rounds } = await studio.project({ project })
  expect(rounds.map(({ seed }) => seed)).toEqual([0, 1])
  expect(document.draft).toMatchObject({ parent: rounds[1]!.id, settings: { seed: 77 } })
})

test('P1 recent: a project has its newest picture as its cover, open or not', async () => {
  const project = await quickProject(open)
  await done((await generate(open, project)).id)
  for (const when of ['open', 'closed']) {
    if (when === 'closed') await studio.close({ project })
    const entry = (await studio.recent())[0]!
    expect(entry).toMatchObject({ hasCover: true, isGone: false })
    const cover = await open.pixels(new Request(`http://diorama/covers/recent/${entry.id}`))
    expect([cover.status, cover.headers.get('content-type')]).toEqual([200, 'image/webp'])
  }
})

test('P2 a project that is left while its job runs closes when the job is done, with the round in it', async () => {
  const project = await quickProject(open)
  const { path: file } = await studio.project({ project })
  const { id } = await generate(open, project)
  await studio.close({ project })
  await done(id)
  await expect(studio.project({ project })).rejects.toMatchObject({ code: 'projectNotOpen' })
  expect((await studio.open({ path: file, as: 'normal' })).rounds).toHaveLength(1)
})

test('G2 a picture that is asked for in the moment in which its project is left is drawn into it', async () => {
  const project = await quickProject(open)
  const { path: file, history } = await studio.project({ project })
  const asked = studio.generate({ project, sequence: history.sequence })
  await studio.close({ project })
  await done((await asked).id)
  await expect(studio.project({ project })).rejects.toMatchObject({ code: 'projectNotOpen' })
  expect((await studio.open({ path: file, as: 'normal' })).rounds).toHaveLength(1)
})

test('G2 variants: each is a round of the same job with its own seed; two jobs in a row do not draw the same', async () => {
  const project = await quickProject(open)
  const [first, second] = [await generate(open, project, 2), await generate(open, project, 1)]
  await done(second.id)
  const { rounds, document } = await studio.project({ project })
  expect(rounds.map(({ job, variant, seed }) => [job, variant, seed])).toEqual([
    [first.id, 0, 0],
    [first.id, 1, 1],
    [second.id, 0, 2],
  ])
  expect(new Set(rounds.map(({ picture }) => picture)).size).toBe(3)
  expect(document.draft.parent).toBe(rounds[0]!.id)
})

test('G2 stop: before the picture is done; what was drawn so far is kept as a draft, or the job goes on', async () => {
  const project = await quickProject(open)
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 60 } }], 'settings')
  const { id } = await generate(open, project)
  const { preview } = await jobWhere(open, id, (job) => job.preview !== undefined)
  const picture = await open.pixels(new Request(`http://diorama/${preview}`))
  expect(picture.headers.get('content-type')).toBe('image/png')
  const stopped = await studio.stop({ job: id })
  expect([stopped.state, stopped.rounds]).toEqual(['stopped', []])
  const round = await studio.keepAsDraft({ job: id })
  expect(round).toMatchObject({ kind: 'draft', width: 128, height: 128 })
  expect((await studio.project({ project })).document.draft.parent).toBe(round.id)

  const again = await generate(open, project)
  await jobWhere(open, again.id, (job) => job.progress?.phase === 'denoise')
  await studio.stop({ job: again.id })
  await studio.goOn({ job: again.id })
  expect((await done(again.id)).state).toBe('done')
})

test('G2 stop: between two variants there is no estimate of the next one to keep', async () => {
  const project = await quickProject(open)
  // So many that the first picture is not over before one is heard of.
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 30 } }], 'settings')
  const events = studio.events(new AbortController().signal)
  const { id } = await generate(open, project, 2)
  let hadPreview = false
  for await (const event of events) {
    if (event.type === 'roundAdded') break
    hadPreview ||= event.type === 'job' && event.job.preview !== undefined
  }
  expect(hadPreview).toBe(true)
  const stopped = await studio.stop({ job: id })
  expect([stopped.state, stopped.rounds.length, stopped.preview]).toEqual(['stopped', 1, undefined])
  await expect(studio.keepAsDraft({ job: id })).rejects.toMatchObject({ code: 'badRequest' })
  await studio.goOn({ job: id })
  expect((await done(id)).rounds).toHaveLength(2)
})

test('G2 stop: an estimate is kept once, however often that is asked for, and its job does not go on meanwhile', async () => {
  const project = await quickProject(open)
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 60 } }], 'settings')
  const { id } = await generate(open, project)
  await jobWhere(open, id, (job) => job.preview !== undefined)
  await studio.stop({ job: id })
  const keeping = [studio.keepAsDraft({ job: id }), studio.keepAsDraft({ job: id })]
  expect((await studio.goOn({ job: id })).state).toBe('stopped')
  const gone = studio.discard({ job: id })
  const [one, two] = await Promise.all(keeping)
  await gone
  expect(two).toEqual(one)
  expect((await studio.project({ project })).rounds).toEqual([one])
  expect((await studio.jobs()).some((job) => job.id === id)).toBe(false)
})

test('G2 stop: a job that could go on does not go on in another file, though that is a copy of its own', async () => {
  const project = await quickProject(open)
  const { path: file } = await studio.project({ project })
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 60 } }], 'settings')
  const { id } = await generate(open, project)
  await jobWhere(open, id, ({ progress }) => progress?.phase === 'denoise')
  await studio.stop({ job: id })
  await studio.close({ project })
  const copy = path.join(open.folder, 'copied.diorama')
  copyFileSync(file, copy)
  const other = await studio.open({ path: copy, as: 'normal' })
  expect((await studio.jobs()).some((job) => job.project === other.id)).toBe(false)
  await studio.close({ project: other.id })
  renameSync(file, `${file}-moved`)
  expect((await studio.open({ path: `${file}-moved`, as: 'normal' })).id).toBe(project)
  await studio.discard({ job: id })
})

test('G2 run: a model that is taken from the list while it draws costs nothing of the picture', async () => {
  const model = path.join(open.folder, 'own.safetensors')
  copyFileSync(starterFile, model)
  copyFileSync(path.join(path.dirname(starterFile), 'tokenizer.json'), path.join(open.folder, 'tokenizer.json'))
  await studio.addModel({ model })
  const project = await quickProject(open)
  await edit(open, project, [{ do: 'changeSettings', change: { model, steps: 20 } }], 'settings')
  const { id } = await generate(open, project)
  await jobWhere(open, id, ({ progress }) => progress?.phase === 'denoise')
  await studio.removeModel({ model })
  expect(await done(id)).toMatchObject({ state: 'done' })
  const { rounds } = await studio.project({ project })
  expect(rounds.map((round) => round.model.name)).toEqual(['own'])
})

test('G2 show: one track of a picture that is being drawn, by address, for as long as it is drawn', async () => {
  const project = await quickProject(open, [add(redHouse), add(blueBall, 1)])
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 200, mis: 0.4 } }], 'settings')
  const { id } = await generate(open, project)
  const bytesAt = async (address: string): Promise<Buffer> => {
    const picture = await open.pixels(new Request(`http://diorama/${address}`))
    expect(picture.headers.get('content-type')).toBe('image/png')
    return Buffer.from(await picture.arrayBuffer())
  }
  const signal = new AbortController().signal
  const looks = (['ball', null] as const).map((track) => studio.trackPreviews({ job: id, track }, signal))
  const [ball, joint] = looks.map((look) => look[Symbol.asyncIterator]())
  const firsts = await Promise.all([ball!.next(), joint!.next()])
  const { preview } = await jobWhere(open, id, (job) => job.preview !== undefined)
  const pictures = await Promise.all([...firsts.map(({ value }) => value as string), preview!].map(bytesAt))
  expect(new Set(pictures.map((bytes) => bytes.toString('hex'))).size).toBe(3)
  expect((await ball!.next()).value).not.toBe(firsts[0]!.value)
  await studio.stop({ job: id })
  for (const look of [ball!, joint!]) while (!(await look.next()).done);
  await studio.discard({ job: id })
  const late = studio.trackPreviews({ job: id, track: 'ball' }, signal)[Symbol.asyncIterator]()
  await expect(late.next()).rejects.toMatchObject({ code: 'jobNotFound' })
})

test('G2 queue: a waiting job can be taken out, and the one that runs goes on', async () => {
  const project = await quickProject(open)
  const [first, second] = [await generate(open, project), await generate(open, project)]
  expect((await studio.jobs()).slice(0, 2).map(({ state }) => state)).toEqual(['running', 'waiting'])
  expect((await studio.stop({ job: second.id })).state).toBe('stopped')
  await studio.discard({ job: second.id })
  expect((await done(first.id)).state).toBe('done')
  expect((await studio.jobs()).some(({ id }) => id === second.id)).toBe(false)
  expect((await studio.project({ project })).rounds).toHaveLength(1)
})

test('G3 a killed engine fails that run only, says what is safe, and the next one starts', async () => {
  const project = await quickProject(open)
  await done((await generate(open, project)).id)
  await edit(open, project, [{ do: 'changeSettings', change: { steps: 40 } }], 'settings')
  const { id } = await generate(open, project)
  await jobWhere(open, id, ({ progress }) => progress?.phase === 'denoise')
  open.processes.at(-1)!.kill()
  const failed = await done(id)
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'engineEnded' } })
  expect(failed.error!.message).toContain('Round 1 and your draft are safe.')
  await studio.goOn({ job: id })
  expect((await done(id)).state).toBe('done')
  expect((await studio.project({ project })).rounds).toHaveLength(2)
})

test('G3 nothing to draw: an empty scene is refused, and a caption alone is enough', async () => {
  const { id: project } = await studio.create({})
  await expect(generate(open, project)).rejects.toMatchObject({ code: 'nothingToDraw' })
  await edit(open, project, [
    { do: 'changeScene', change: { caption: 'a picture of a beach' } },
    { do: 'changeSettings', change: { steps: 2, device: 'cpu' } },
  ])
  expect((await done((await generate(open, project)).id)).state).toBe('done')
})

test('C4 words: places of unknown words, what they may have meant, and kinds of the known ones', async () => {
  const { limit, captions } = await studio.words({ model: 'starter', captions: ['a red hause, dotted', 'velvet'] })
  expect(limit).toBe(40)
  expect(captions[0]).toEqual({
    tokens: 7,
    unknown: [{ from: 6, to: 11, nearest: 'house' }],
    known: [
      { from: 2, to: 5, kind: 'colour', word: 'red' },
      { from: 13, to: 19, kind: 'texture', word: 'dotted' },
    ],
  })
  expect(captions[1]!.unknown).toEqual([{ from: 0, to: 6 }])
})

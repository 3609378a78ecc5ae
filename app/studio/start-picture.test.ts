/** Rounds that start from a photograph: what it is called, and that the model looks at it once. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { starterModel } from '../contract/document.ts'
import type { Command } from '../contract/edit.ts'
import type { Round } from '../contract/project.ts'
import { decodePng, encodePlainPng } from '../exchange/picture.ts'
import {
  add,
  blueBall,
  edit,
  generate,
  jobIn,
  quickProject,
  redHouse,
  starterFile,
  testFolder,
  testStudio,
} from './studio.helper.ts'

const open = testStudio()
const { studio } = open

const photo = {
  width: 300,
  height: 200,
  rgb: Uint8Array.from({ length: 3 * 300 * 200 }, (_, i) => (i * 7919) % 251),
}

/** A project that goes on from the photograph. */
async function started(model = starterModel): Promise<string> {
  const project = await quickProject(open, [{ do: 'changeSettings', change: { model } }])
  const body = await encodePlainPng(photo)
  const address = `http://diorama/pictures/${project}?name=beach.png`
  const response = await open.pixels(new Request(address, { method: 'POST', body }))
  const { digest: picture } = (await response.json()) as { digest: string }
  const { history } = await studio.project({ project })
  await studio.startFromPicture({ project, sequence: history.sequence, picture, name: 'beach' }, 'window')
  return project
}

async function draw(project: string): Promise<Round> {
  const job = await jobIn(open, (await generate(open, project)).id, ['done', 'failed', 'stopped'])
  expect(job).toMatchObject({ state: 'done' })
  return (await studio.project({ project })).rounds.find(({ id }) => id === job.rounds[0])!
}

async function pixelsOf(project: string, { picture }: Round) {
  const response = await open.pixels(new Request(`http://diorama/pixels/${project}/${picture}`))
  return (await decodePng(new Uint8Array(await response.arrayBuffer()))).rgb
}

const ball = add({ ...blueBall, box: { x0: 40, y0: 40, x1: 200, y1: 200 } })
const latentBytes = async (project: string) => (await studio.storage({ project })).usage.latents

/** A model that sees other things in a photograph: the first layer of its encoder has lost half of its weights. */
function otherStarter(): string {
  const file = path.join(testFolder(), 'other.safetensors')
  const bytes = readFileSync(starterFile)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const heading = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, { data_offsets: [number, number] }>
  const [from, to] = heading['autoencoder.encoder.conv_in.weight']!.data_offsets
  bytes.fill(0, start + from, start + Math.round((from + to) / 2))
  writeFileSync(file, bytes)
  copyFileSync(path.join(path.dirname(starterFile), 'tokenizer.json'), path.join(path.dirname(file), 'tokenizer.json'))
  return file
}

test('I2 a photograph: its round is called by its file, and undo takes both back', async () => {
  const project = await started()
  const { document, rounds, history } = await studio.project({ project })
  expect(document).toMatchObject({ draft: { parent: rounds[0]!.id }, rounds: { [rounds[0]!.id]: { name: 'beach' } } })
  expect(history.undo).toEqual({ kind: 'goOn', of: 'beach' })
  const told = open.heard.filter((event) => 'project' in event && event.project === project)
  expect(told).toMatchObject([
    { type: 'changed' },
    { type: 'roundAdded', changed: { commands: [{ do: 'setDraft' }, { do: 'noteRound' }], history } },
  ])
  await studio.undo({ project, sequence: history.sequence }, 'window')
  expect((await studio.project({ project })).document).toMatchObject({ draft: { parent: null }, rounds: {} })
})

test('I2 its latents are made once and kept: from them a round is the same, bit for bit', async () => {
  const [first, second] = [await started(), await started()]
  expect(await latentBytes(first)).toBe(0)
  await edit(open, first, [ball])
  const fresh = await draw(first)
  const one = (await latentBytes(first)) / 2
  expect(one).toBeGreaterThan(0)
  // Here the first round is another one, so that the ball is drawn from what that one has left.
  const { parent } = (await studio.project({ project: second })).document.draft
  await edit(open, second, [add({ ...redHouse, box: { x0: 240, y0: 120, x1: 400, y1: 300 } })])
  await draw(second)
  const { id } = redHouse
  await edit(open, second, [{ do: 'setParent', parent }, { do: 'removeInstance', id }, ball])
  const known = await draw(second)
  expect(await latentBytes(second)).toBe(3 * one)
  expect(known.seed).toBe(fresh.seed)
  expect(await pixelsOf(second, known)).toEqual(await pixelsOf(first, fresh))
})

test('I2 another model looks at it anew, and what the first one saw is not taken for its own', async () => {
  const project = await started()
  await edit(open, project, [ball])
  const first = await draw(project)
  const { rounds } = await studio.project({ project })
  const { id: model } = await studio.addModel({ model: otherStarter() })
  const again: Command[] = [
    { do: 'setParent', parent: rounds[0]!.id },
    { do: 'changeSettings', change: { model } },
  ]
  await edit(open, project, again)
  const drawn = await draw(project)
  expect(drawn.report).toMatchObject({ mode: 'locked', putBack: { largest: 0 } })
  expect(await pixelsOf(project, drawn)).not.toEqual(await pixelsOf(project, first))
  // Where nothing else has looked at it, it sees the same.
  const other = await started(model)
  await edit(open, other, [ball])
  expect(await pixelsOf(project, drawn)).toEqual(await pixelsOf(other, await draw(other)))
})

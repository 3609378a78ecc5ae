/** Rounds as files for other programs: what comes out, under which name, and where it may go. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportAddress } from '../contract/addresses.ts'
import { exportSchema, type ExportAs } from '../contract/exports.ts'
import type { ProjectState } from '../contract/project.ts'
import { sheetLayout } from '../exchange/contact-sheet.ts'
import { readRecord } from '../exchange/png.ts'
import { readScene } from '../scene/scene.ts'
import { installation, noEngine, testFolder, testStudio } from './studio.helper.ts'

const example = path.join(installation, 'examples/meadow-fair.diorama')
const as = (change: Partial<ExportAs>): ExportAs => exportSchema.parse({ format: 'png', ...change })

describe('a round that is fetched', () => {
  const open = testStudio({ spawn: noEngine })
  let project: ProjectState
  beforeAll(async () => {
    project = await open.studio.open({ path: example, as: 'copy' })
  })

  const fetched = async (change: Partial<ExportAs>, round = project.rounds.at(-1)!.id) => {
    const answer = await open.pixels(new Request(`http://diorama/${exportAddress(project.id, round, as(change))}`))
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  const blob = async (): Promise<Buffer> => {
    const address = `http://diorama/pixels/${project.id}/${project.rounds.at(-1)!.picture}`
    return Buffer.from(await (await open.pixels(new Request(address))).arrayBuffer())
  }
  const rgb = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).removeAlpha().raw().toBuffer()

  test('X1 as PNG is the picture to the pixel, with its scene and settings inside unless they are left out', async () => {
    const [kept, { bytes, answer }, bare] = [await blob(), await fetched({}), await fetched({ withScene: false })]
    expect(await rgb(bytes)).toEqual(await rgb(kept))
    expect(readRecord(bytes)).toEqual(readRecord(kept))
    expect(readRecord(bytes)).toMatchObject({ scene: { instances: expect.any(Array) }, settings: { steps: 10 } })
    expect(await rgb(bare.bytes)).toEqual(await rgb(kept))
    expect(readRecord(bare.bytes)).toBeUndefined()
    expect(answer.headers.get('content-type')).toBe('image/png')
  })

  test.each(['png', 'jpeg', 'webp'] as const)(
    'X1 as %s it has the pixels of the model, or those of the scene',
    async (format) => {
      const { width, height, draft } = project.rounds.at(-1)!
      const drawn = await sharp((await fetched({ format })).bytes).metadata()
      expect(drawn).toMatchObject({ format, width, height })
      const large = await sharp((await fetched({ format, size: 'scene' })).bytes).metadata()
      expect(large).toMatchObject({ format, width: draft.scene.width, height: draft.scene.height })
    },
  )

  test.each(['jpeg', 'webp'] as const)(
    'X1 as %s more quality is nearer to the picture and takes more room',
    async (format) => {
      const picture = await rgb(await blob())
      const far = async (bytes: Buffer) =>
        (await rgb(bytes)).reduce((sum, value, i) => sum + Math.abs(value - picture[i]!), 0)
      const [rough, fine] = [
        (await fetched({ format, quality: 20 })).bytes,
        (await fetched({ format, quality: 95 })).bytes,
      ]
      expect(rough.length).toBeLessThan(fine.length)
      expect(await far(fine)).toBeLessThan((await far(rough)) / 2)
    },
  )

  test.each([
    ['psd', 'image/vnd.adobe.photoshop', '8BPS'],
    ['ora', 'image/openraster', 'PK'],
  ] as const)('X2 as %s it has layers, called by the captions', async (format, type, start) => {
    const { bytes, answer } = await fetched({ format, size: 'scene' })
    expect(answer.headers.get('content-type')).toBe(type)
    expect(bytes.toString('latin1', 0, start.length)).toBe(start)
    const name = project.rounds.at(-1)!.draft.scene.instances[0]!.caption
    // A PSD's plain names are Latin; the list of an OpenRaster file is packed.
    if (format === 'psd') expect(bytes.includes(name)).toBe(true)
    else expect(Object.keys(unzipSync(bytes))).toContain('stack.xml')
  })

  test('X3 as JSON it is the scene in the published form, which opens as the same scene', async () => {
    const { scene } = project.rounds.at(-1)!.draft
    const { bytes, answer } = await fetched({ format: 'json' })
    const again = readScene(JSON.parse(bytes.toString()))
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(again.instances.map(({ caption, box }) => ({ caption, box }))).toEqual(
      scene.instances.map(({ caption, box }) => ({ caption, box })),
    )
  })

  test('X1 the file is called by its project and its round, in any script, and is never shown as a page', async () => {
    const [first] = project.rounds
    const named = async () =>
      decodeURIComponent((await fetched({ format: 'jpeg' }, first!.id)).answer.headers.get('content-disposition')!)
    expect(await named()).toBe(`attachment; filename*=UTF-8''${project.name}, Tree and car.jpg`)
    const gesture = {
      kind: 'round',
      commands: [{ do: 'noteRound', id: first!.id, change: { name: '朝/海: "1"' } }],
    } as const
    const { history } = await open.studio.project({ project: project.id })
    await open.studio.edit(
      { project: project.id, sequence: history.sequence, gesture: { ...gesture, commands: [...gesture.commands] } },
      'window',
    )
    expect(await named()).toBe(`attachment; filename*=UTF-8''${project.name}, 朝 海 1.jpg`)
  })

  test('X1 the contact sheet has every round but those that are deleted, whichever round was asked for', async () => {
    const { studio, pixels } = open
    const { id, name, rounds, history } = await studio.open({ path: example, as: 'copy' })
    const sheet = async () => {
      const address = exportAddress(id, rounds[1]!.id, as({ format: 'sheet' }))
      const answer = await pixels(new Request(`http://diorama/${address}`))
      expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent(`${name}, contact sheet.png`))
      const { width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
      return [width, height]
    }
    const sizes = rounds.map(({ width, height }) => ({ width, height }))
    const sizeOf = ({ width, height }: { width: number; height: number }) => [width, height]
    expect(await sheet()).toEqual(sizeOf(sheetLayout(sizes)))
    const commands = rounds
      .slice(2)
      .map((round) => ({ do: 'noteRound', id: round.id, change: { deleted: true } }) as const)
    await studio.edit({ project: id, sequence: history.sequence, gesture: { kind: 'round', commands } }, 'window')
    expect(await sheet()).toEqual(sizeOf(sheetLayout(sizes.slice(0, 2))))
  })

  test('S2 what is no round, no format or no number is refused', async () => {
    expect((await fetched({}, 'nobody')).answer.status).toBe(404)
    const address = exportAddress(project.id, project.rounds[0]!.id, as({}))
    for (const change of ['format=png', 'quality=90', 'size=drawn']) {
      const [what] = change.split('=')
      const answer = await open.pixels(new Request(`http://diorama/${address.replace(change, `${what}=../x`)}`))
      expect(answer.status, change).toBe(400)
    }
  })
})

describe('a round that is saved from the desktop', () => {
  const folder = testFolder()
  const asked: unknown[] = []
  let chosen: string | null = null
  const open = testStudio({
    spawn: noEngine,
    async choosePlace(question) {
      asked.push(question)
      return chosen
    },
  })
  let project: ProjectState
  beforeAll(async () => {
    project = await open.studio.open({ path: example, as: 'copy' })
  })
  const exported = () =>
    open.studio.exportRound({ project: project.id, round: project.rounds[0]!.id, as: as({ format: 'webp' }) })

  test('X1 goes where the dialog says, over what was there, whole, with nothing beside it', async () => {
    chosen = path.join(folder, 'fair.webp')
    writeFileSync(chosen, 'an older one')
    expect(await exported()).toBe(chosen)
    const suggested = path.join(path.dirname(project.path), `${project.name}, Tree and car.webp`)
    expect(asked).toEqual([{ suggested, kind: 'webp' }])
    expect(await sharp(readFileSync(chosen)).metadata()).toMatchObject({ format: 'webp' })
    expect(readdirSync(folder)).toEqual(['fair.webp'])
  })

  test('X1 gets its ending where the artist left it out, and then replaces nothing', async () => {
    chosen = path.join(folder, 'Mr. Fox')
    expect(await exported()).toBe(`${chosen}.webp`)
    await expect(exported()).rejects.toMatchObject({ code: 'fileExists' })
    rmSync(`${chosen}.webp`)
  })

  test('X1 is not written where the dialog was left, and a folder that refuses is said', async () => {
    chosen = null
    expect(await exported()).toBeNull()
    chosen = path.join(folder, 'taken.webp')
    mkdirSync(path.join(chosen, 'inside'), { recursive: true })
    await expect(exported()).rejects.toMatchObject({ code: 'internal' })
    chosen = path.join(folder, 'nowhere', 'fair.webp')
    await expect(exported()).rejects.toMatchObject({ code: 'folderReadOnly' })
    expect(existsSync(chosen)).toBe(false)
    expect(readdirSync(folder).toSorted()).toEqual(['fair.webp', 'taken.webp'])
  })
})

test('S3 in a browser no path is written to: the round is fetched', async () => {
  const { studio } = testStudio({ spawn: noEngine })
  const { id, rounds } = await studio.open({ path: example, as: 'copy' })
  await expect(studio.exportRound({ project: id, round: rounds[0]!.id, as: as({}) })).rejects.toMatchObject({
    code: 'noDialog',
  })
})

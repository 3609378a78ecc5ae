/** The evaluation set of the starter model's world: scenes that no training saw, what stands in them, and their real pictures. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import { EngineError } from '../contract/errors.ts'
import { truthSchema, type EvaluatedFormat, type EvaluationSet, type Truth } from '../contract/evaluation.ts'
import { locationFormats, type Scene } from '../contract/scene.ts'
import { readScene } from '../scene/scene.ts'
import type { Pixels } from './png.ts'

export interface Layout {
  /** With all four formats of every instance, back to front. */
  readonly scene: Scene
  /** Of each instance. */
  readonly truths: readonly Truth[]
  /** By its name in the world. */
  readonly background: string
  /** Cut from the sheet of all when it is asked for. */
  readonly real: () => Pixels
}

const fileSchema = z.object({
  columns: z.int().min(1),
  cell: z.int().min(8),
  scenes: z.array(
    z.object({
      caption: z.string(),
      width: z.int(),
      height: z.int(),
      background: z.string(),
      annos: z.array(
        z.object({
          caption: z.string(),
          bbox: z.unknown(),
          point: z.unknown(),
          scribble: z.unknown(),
          mask: z.unknown(),
          truth: truthSchema,
        }),
      ),
    }),
  ),
})

/** Where a set lies, beside the model of its world. */
export function evaluationFolder(model: string, set: EvaluationSet = 'usual'): string {
  return path.join(path.dirname(path.resolve(model)), 'evaluation', ...(set === 'usual' ? [] : [set]))
}

/**
 * The first `count` layouts of the folder; all of them unless said.
 * @throws EngineError if there are fewer, or the set cannot be read
 */
export async function readLayouts(folder: string, count?: number): Promise<Layout[]> {
  const file = readFile(path.join(folder, 'layouts.json'))
  if (count !== undefined && file.scenes.length < count) {
    throw new EngineError(
      'badRun',
      `The evaluation set has ${file.scenes.length} layouts, not ${count}; ask for that many or fewer.`,
    )
  }
  const { data: rgb, info } = await sharp(path.join(folder, 'real.png'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const sheet = { width: info.width, height: info.height, rgb }
  return file.scenes.slice(0, count).map(({ annos, background, ...rest }, i) => ({
    scene: { ...readScene({ ...rest, annos }), depth: 'listed' },
    truths: annos.map(({ truth }) => truth),
    background,
    real: () => cellOf(sheet, file.cell, i % file.columns, Math.floor(i / file.columns)),
  }))
}

/** What an instance of a mixed scene has, one after the other. */
const mixedFormats = ['box', 'point', 'scribble', 'mask'] as const

/**
 * The scene with one format in use, or with no instances at all.
 * @param turn for `mixed`: what the first instance has, so that scenes differ
 */
export function inFormat(scene: Scene, format: EvaluatedFormat, turn = 0): Scene {
  if (format === 'none') return { ...scene, instances: [] }
  if (format === 'all') return scene
  return {
    ...scene,
    instances: scene.instances.map((instance, i) => {
      const own = format === 'mixed' ? mixedFormats[(turn + i) % mixedFormats.length] : format
      return { ...instance, off: locationFormats.filter((other) => other !== own) }
    }),
  }
}

function readFile(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new EngineError(
      'badRun',
      `The evaluation set "${file}" cannot be read; reinstall the starter model's folder.`,
      { cause },
    )
  }
}

function cellOf(sheet: Pixels, side: number, column: number, row: number): Pixels {
  const rgb = new Uint8Array(side * side * 3)
  for (let y = 0; y < side; y++) {
    const from = ((row * side + y) * sheet.width + column * side) * 3
    rgb.set(sheet.rgb.subarray(from, from + side * 3), y * side * 3)
  }
  return { width: side, height: side, rgb }
}

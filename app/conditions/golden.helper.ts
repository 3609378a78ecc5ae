/** The published code's own arrays for five scenes, as recorded in test/fixtures/demos. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseScene } from '../scene/scene.ts'
import type { Scene } from '../contract/scene.ts'

export const demos = join(import.meta.dirname, '../../test/fixtures/demos')

export type MaskStats = { height: number; width: number; area: number; sumX: number; sumY: number; crc32: number }

export type SceneCase = {
  kind: 'scene'
  id: string
  file: string
  instances: number
  captions: string[]
  prompt: string
  published: Record<'boxes' | 'masks' | 'points' | 'polygons' | 'scribbles' | 'segs', string>
  attMasksCells: string
  intended?: {
    polygons: string
    scribbles: string
    scribbleIndices: string
    maskStats: ({
      decoded: MaskStats
      resized512: MaskStats
      contours: { points: number; firstXY: [number, number] }[]
    } | null)[]
  }
}

export type ContourCase = { kind: 'contour'; cases: { mask: string[]; contoursXY: number[][] }[] }

export type ReorderCase = {
  kind: 'reorderPoints'
  input: [number, number][]
  output: [number, number][]
  input40: [number, number][]
  output40: [number, number][]
}

const cases = (
  JSON.parse(readFileSync(join(demos, 'cases.json'), 'utf8')) as { cases: (SceneCase | ContourCase | ReorderCase)[] }
).cases

export const sceneCases = cases.filter((entry) => entry.kind === 'scene')
export const contourCases = cases.filter((entry) => entry.kind === 'contour').flatMap((entry) => entry.cases)
export const reorderCases = cases.filter((entry) => entry.kind === 'reorderPoints')

export function demoScene(file: string): Scene {
  return parseScene(readFileSync(join(demos, file), 'utf8'))
}

type Header = Record<string, { dtype: 'F32' | 'I32'; data_offsets: [number, number] }>

const bytes = readFileSync(join(demos, 'golden.safetensors'))
const headerEnd = 8 + Number(bytes.readBigUInt64LE(0))
const header = JSON.parse(bytes.toString('utf8', 8, headerEnd)) as Header

function tensorBytes(name: string, dtype: 'F32' | 'I32'): ArrayBuffer {
  const entry = header[name]
  if (entry?.dtype !== dtype) throw new Error(`no ${dtype} array ${name} among the golden data`)
  const [from, to] = entry.data_offsets
  return new Uint8Array(bytes.subarray(headerEnd + from, headerEnd + to)).buffer
}

export const goldenFloats = (name: string): Float32Array => new Float32Array(tensorBytes(name, 'F32'))
export const goldenInts = (name: string): Int32Array => new Int32Array(tensorBytes(name, 'I32'))

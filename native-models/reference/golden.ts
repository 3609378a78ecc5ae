/** A folder of golden data: cases.json, the arrays that the published code took and gave, and a small checkpoint. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { GateShares } from '../sampler/schedule.ts'
import type { Drop } from '../unifusion/slots.ts'
import { openCheckpointSync, readTensor, tensorOf, type Checkpoint } from '../checkpoint/checkpoint.ts'

export interface GoldenCase {
  readonly id: string
  readonly kind: string
  /** Name in the case to name of the array. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly params: CaseParams
}

/** Everything that cases are given besides arrays; each kind has those that it needs. */
export interface CaseParams {
  readonly seed: number
  readonly draws: readonly (readonly number[])[]
  readonly length: number
  readonly type: GateShares
  readonly dim: number
  readonly key: string
  readonly scale: number
  readonly scaleFactor: number
  readonly linearStart: number
  readonly linearEnd: number
  readonly trainSteps: number
  readonly drop: Drop
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly groundingScale: number
  readonly nullGrounding: boolean
  readonly sampler: 'plms' | 'ddim' | 'plmsMis'
  readonly steps: number
  readonly guidance: number
  readonly alphaType: GateShares
  readonly firstConv: 'keep' | 'restore'
  readonly instances?: number
  readonly mis?: number
  /** Which texts the rows of token ids are. */
  readonly rows: readonly string[]
}

export interface GoldenFolder {
  readonly cases: readonly GoldenCase[]
  readonly checkpoint: Checkpoint
  /** The other first convolution, for cases that restore it. */
  readonly firstConv?: Checkpoint
  readonly sizes: {
    readonly unet: { readonly numHeads: number; readonly groups: number }
    readonly text: { readonly heads: number; readonly eos: number }
  }
  array(name: string): GoldenArray
}

export interface GoldenArray {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** A folder that is not one of golden data. */
export class GoldenError extends Error {
  override readonly name = 'GoldenError'
}

/** @throws GoldenError or CheckpointError with one sentence */
export function openGolden(folder: string): GoldenFolder {
  const list = readCases(folder)
  const arrays = openCheckpointSync(path.join(folder, list.golden))
  return {
    cases: list.cases,
    sizes: list.sizes,
    checkpoint: openCheckpointSync(path.join(folder, list.checkpoint)),
    ...(list.firstConvFile && { firstConv: openCheckpointSync(path.join(folder, list.firstConvFile)) }),
    array(name) {
      const tensor = tensorOf(arrays, name)
      return { shape: tensor.shape, values: Float32Array.from(readTensor(arrays, tensor) as Float32Array) }
    },
  }
}

interface CaseList {
  readonly golden: string
  readonly checkpoint: string
  readonly firstConvFile?: string
  readonly sizes: GoldenFolder['sizes']
  readonly cases: readonly GoldenCase[]
}

function readCases(folder: string): CaseList {
  const file = path.join(folder, 'cases.json')
  let list: Partial<CaseList>
  try {
    list = JSON.parse(readFileSync(file, 'utf8')) as Partial<CaseList>
  } catch (cause) {
    throw new GoldenError(`"${file}" cannot be read; give a folder with cases.json, a checkpoint and golden arrays.`, {
      cause,
    })
  }
  const isWhole = list.golden && list.checkpoint && list.sizes?.unet && list.sizes.text && Array.isArray(list.cases)
  if (!isWhole)
    throw new GoldenError(
      `"${file}" does not name a checkpoint, golden arrays, sizes and cases; it is not a list of engine cases.`,
    )
  return list as CaseList
}

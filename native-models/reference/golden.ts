/**
 * A folder of golden data: cases.json, the arrays that the published code took and gave, and, for cases of the networks,
 * a small checkpoint.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { GateShares } from '../sampler/schedule.ts'
import type { Drop } from '../unifusion/slots.ts'
import { openCheckpointSync, readFloats, tensorOf, type Checkpoint } from '../checkpoint/checkpoint.ts'

/** A case as it stands in the list; its kind says what else it has. */
export interface AnyCase {
  readonly id: string
  readonly kind: string
}

/** A case of the networks. */
export interface GoldenCase extends AnyCase {
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
  readonly sampler: string
  readonly steps: number
  readonly guidance: number
  readonly alphaType: GateShares
  readonly firstConv: 'keep' | 'restore'
  readonly instances?: number
  readonly mis?: number
  /** Which texts the rows of token ids are. */
  readonly rows: readonly string[]
}

/** What the cases of the networks are run with. */
export interface GoldenModel {
  readonly checkpoint: Checkpoint
  /** The other first convolution, for cases that restore it. */
  readonly firstConv?: Checkpoint
  readonly sizes: Sizes
}

/** What the shapes of tensors do not tell; what is left out is as the checkpoint says, or as published. */
export interface Sizes {
  readonly unet?: { readonly numHeads?: number; readonly groups?: number }
  readonly text?: { readonly heads?: number; readonly eos?: number }
  readonly vae?: { readonly scaleFactor?: number }
}

export interface GoldenFolder {
  readonly folder: string
  readonly cases: readonly AnyCase[]
  /** Left out where no case is of the networks. */
  readonly model?: GoldenModel
  /** @throws CheckpointError for an array that is not there */
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
  const model = modelOf(folder, list)
  return {
    folder,
    cases: list.cases,
    ...(model && { model }),
    array(name) {
      const tensor = tensorOf(arrays, name)
      return { shape: tensor.shape, values: readFloats(arrays, tensor) }
    },
  }
}

function modelOf(folder: string, { checkpoint, firstConvFile, sizes = {} }: CaseList): GoldenModel | undefined {
  if (!checkpoint) return undefined
  return {
    sizes,
    checkpoint: openCheckpointSync(path.join(folder, checkpoint)),
    ...(firstConvFile && { firstConv: openCheckpointSync(path.join(folder, firstConvFile)) }),
  }
}

interface CaseList {
  readonly golden: string
  readonly checkpoint?: string
  readonly firstConvFile?: string
  readonly sizes?: Sizes
  readonly cases: readonly AnyCase[]
}

function readCases(folder: string): CaseList {
  const file = path.join(folder, 'cases.json')
  let list: Partial<CaseList> | null
  try {
    list = JSON.parse(readFileSync(file, 'utf8')) as Partial<CaseList> | null
  } catch (cause) {
    throw new GoldenError(`"${file}" cannot be read; give a folder with cases.json and golden arrays.`, { cause })
  }
  if (!list?.golden || !Array.isArray(list.cases)) {
    throw new GoldenError(`"${file}" does not name golden arrays and cases; it is not a list of engine cases.`)
  }
  if (list.cases.length === 0) throw new GoldenError(`"${file}" lists no cases, so there is nothing to check.`)
  const odd = list.cases.findIndex((each) => typeof each?.id !== 'string' || typeof each.kind !== 'string')
  if (odd >= 0) throw new GoldenError(`Case ${odd + 1} of "${file}" has no id and kind.`)
  return list as CaseList
}

/** The runtime's profile of a pass: what each node cost, and how many multiply-adds it made. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

export interface NodeCost {
  readonly name: string
  readonly op: string
  readonly seconds: number
  /** Multiplications with an addition each; 0 for what is no matrix product. */
  readonly macs: number
  /** Shapes of what comes in and goes out, for people. */
  readonly shapes: string
}

export interface KindCost {
  readonly op: string
  readonly nodes: number
  readonly seconds: number
  /** Of all nodes' seconds. */
  readonly share: number
  readonly gflops: number
}

type Shapes = readonly Readonly<Record<string, readonly number[]>>[]

interface ProfileEvent {
  readonly cat: string
  readonly name: string
  readonly ts: number
  readonly dur: number
  readonly args: { readonly op_name: string; readonly input_type_shape: Shapes; readonly output_type_shape: Shapes }
}

/** Reads and deletes the one profile in `folder`. @returns the nodes of its last run */
export function readProfile(folder: string, prefix: string): NodeCost[] {
  const file = path.join(
    folder,
    readdirSync(folder).find((name) => name.startsWith(prefix))!,
  )
  const events = JSON.parse(readFileSync(file, 'utf8')) as ProfileEvent[]
  rmSync(file)
  const lastRun = events.findLast(({ cat, name }) => cat === 'Session' && name === 'model_run')!
  return events
    .filter(({ cat, name, ts }) => cat === 'Node' && name.endsWith('_kernel_time') && ts >= lastRun.ts)
    .map(({ name, dur, args }) => {
      const [inputs, outputs] = [dims(args.input_type_shape), dims(args.output_type_shape)]
      return {
        name: name.replace('_kernel_time', ''),
        op: args.op_name,
        seconds: dur / 1e6,
        macs: multiplyAdds(args.op_name, inputs, outputs),
        shapes: `${inputs.map((shape) => `[${shape}]`).join(' ')} -> ${outputs.map((shape) => `[${shape}]`).join(' ')}`,
      }
    })
}

export function byKind(nodes: readonly NodeCost[]): KindCost[] {
  const total = sum(nodes.map(({ seconds }) => seconds))
  const kinds = Map.groupBy(nodes, ({ op }) => op)
  return [...kinds]
    .map(([op, all]) => {
      const seconds = sum(all.map((node) => node.seconds))
      return {
        op,
        nodes: all.length,
        seconds,
        share: seconds / total,
        gflops: (2 * sum(all.map(({ macs }) => macs))) / seconds / 1e9,
      }
    })
    .sort((a, b) => b.seconds - a.seconds)
}

export function gigaMacs(nodes: readonly NodeCost[]): number {
  return sum(nodes.map(({ macs }) => macs)) / 1e9
}

function dims(shapes: Shapes): (readonly number[])[] {
  return shapes.map((shape) => Object.values(shape)[0]!)
}

function multiplyAdds(
  op: string,
  inputs: readonly (readonly number[])[],
  outputs: readonly (readonly number[])[],
): number {
  const [first, second, third] = inputs as [readonly number[], readonly number[], readonly number[]]
  switch (op) {
    case 'Conv':
    case 'FusedConv':
      return product(outputs[0]!) * product(second.slice(1))
    case 'Gemm':
    case 'FusedGemm':
    case 'MatMul':
    case 'FusedMatMul':
      return product(outputs[0]!) * first.at(-1)!
    case 'MultiHeadAttention': {
      // queries with keys, then weights with values
      const [batch, queries, width] = first as [number, number, number]
      return batch * queries * second[1]! * (width + third[2]!)
    }
    default:
      return 0
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

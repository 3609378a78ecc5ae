/**
 * The ONNX wire format, written only: nodes, initializers and typed values to bytes.
 *
 * Field numbers are those of onnx.proto. The wire layer comes from @bufbuild/protobuf; nothing is generated, because a
 * write-only subset is this one page. An initializer may point into any file at any byte offset (`external`), so that
 * weights are used where they lie.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** TensorProto.DataType of the types that a checkpoint or a graph here can have. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const

export type ElementType = keyof typeof elementTypes

/** A size that is known, or the name of one that is free until the graph is run. */
export type Dim = number | string

export interface ExternalData {
  /** File name, relative to the folder that the InferenceSession is given. */
  readonly location: string
  readonly offset: number
  readonly byteLength: number
}

export interface Initializer {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: ArrayBufferView | ExternalData
}

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }

export interface Node {
  readonly op: string
  /** Empty for the standard operators. */
  readonly domain: '' | 'com.microsoft'
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export interface ValueInfo {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly Dim[]
}

export interface GraphDefinition {
  readonly nodes: readonly Node[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
}

const irVersion = 10
const operatorSets = [
  ['', 21],
  ['com.microsoft', 1],
] as const

/** ModelProto as bytes. */
export function encodeModel(graph: GraphDefinition): Uint8Array {
  const model = new BinaryWriter()
  int(model, 1, irVersion)
  message(model, 7, (out) => writeGraph(out, graph))
  for (const [domain, version] of operatorSets) {
    message(model, 8, (out) => {
      string(out, 1, domain)
      int(out, 2, version)
    })
  }
  return model.finish()
}

function writeGraph(out: BinaryWriter, graph: GraphDefinition): void {
  for (const node of graph.nodes) message(out, 1, (at) => writeNode(at, node))
  string(out, 2, 'diorama')
  for (const tensor of graph.initializers) message(out, 5, (at) => writeTensor(at, tensor))
  for (const value of graph.inputs) message(out, 11, (at) => writeValue(at, value))
  for (const value of graph.outputs) message(out, 12, (at) => writeValue(at, value))
}

function writeNode(out: BinaryWriter, node: Node): void {
  for (const input of node.inputs) string(out, 1, input)
  for (const output of node.outputs) string(out, 2, output)
  string(out, 3, node.name)
  string(out, 4, node.op)
  for (const [name, value] of Object.entries(node.attributes)) message(out, 5, (at) => writeAttribute(at, name, value))
  if (node.domain) string(out, 7, node.domain)
}

function writeAttribute(out: BinaryWriter, name: string, value: Attribute): void {
  string(out, 1, name)
  if ('float' in value) {
    out.tag(2, WireType.Bit32).float(value.float)
    int(out, 20, 1)
  } else if ('int' in value) {
    int(out, 3, value.int)
    int(out, 20, 2)
  } else if ('string' in value) {
    string(out, 4, value.string)
    int(out, 20, 3)
  } else {
    for (const item of value.ints) int(out, 8, item)
    int(out, 20, 7)
  }
}

function writeTensor(out: BinaryWriter, tensor: Initializer): void {
  for (const dim of tensor.shape) int(out, 1, dim)
  int(out, 2, elementTypes[tensor.type])
  string(out, 8, tensor.name)
  if ('location' in tensor.data) {
    const { location, offset, byteLength } = tensor.data
    const places = { location, offset, length: byteLength }
    for (const [key, value] of Object.entries(places)) {
      message(out, 13, (at) => {
        string(at, 1, key)
        string(at, 2, String(value))
      })
    }
    int(out, 14, 1)
  } else {
    const { buffer, byteOffset, byteLength } = tensor.data
    out.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength))
  }
}

function writeValue(out: BinaryWriter, value: ValueInfo): void {
  string(out, 1, value.name)
  message(out, 2, (type) =>
    message(type, 1, (tensor) => {
      int(tensor, 1, elementTypes[value.type])
      message(tensor, 2, (shape) => {
        for (const dim of value.shape) {
          message(shape, 1, (at) => (typeof dim === 'string' ? string(at, 2, dim) : int(at, 1, dim)))
        }
      })
    }),
  )
}

function message(out: BinaryWriter, field: number, write: (out: BinaryWriter) => void): void {
  out.tag(field, WireType.LengthDelimited).fork()
  write(out)
  out.join()
}

function string(out: BinaryWriter, field: number, value: string): void {
  out.tag(field, WireType.LengthDelimited).string(value)
}

function int(out: BinaryWriter, field: number, value: number): void {
  out.tag(field, WireType.Varint).int64(value)
}

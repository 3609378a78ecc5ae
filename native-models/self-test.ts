/**
 * The graph by which devices are judged: one of each kind of layer of the networks, small enough for a software driver.
 *
 * Weights and input come from a formula, so that every machine tests the same numbers.
 */
import { Graph, type AttentionForm, type Value } from './graph/graph.ts'
import { groupNorm, layerNorm, linear } from './graph/layers.ts'
import { Weights, type WeightSource } from './graph/weights.ts'
import { probeDevices, type DeviceReport, type ProbeOptions, type SelfTest } from './session/devices.ts'
import { float32, size } from './session/tensor.ts'

const channels = 64
const side = 16
const heads = 8
const groups = 32

/** Every device of the table, tried on this machine; one whose fused attention is wrong is tried again without it. */
export async function testDevices(options?: ProbeOptions): Promise<DeviceReport[]> {
  const reports = await probeDevices(selfTest('fused'), options)
  const wrong = reports.filter((at) => at.device !== 'cpu' && !at.available && at.selfTest).map(({ device }) => device)
  if (wrong.length === 0) return reports
  const again = await probeDevices(selfTest('plain'), { ...options, devices: wrong })
  return reports.map((report) => {
    const right = again.find((at) => at.device === report.device && wrong.includes(at.device) && at.available)
    const reason = `${right?.reason} Its fused attention is wrong here, so a plain form is used.`
    return right ? { ...right, reason, attention: 'plain' } : report
  })
}

/**
 * A residual block, a transformer block and an upsampling, on [1, 64, 16, 16]. What attention gives is an output of its own:
 * within the sum that it goes into, a wrong one would hardly show.
 * @param form of the attention
 */
export function selfTest(form: AttentionForm): SelfTest {
  const graph = new Graph({ attention: form })
  const weights = new Weights(graph, wavySource)
  // No size is free: the runtime computes free sizes on the CPU, and here every node has to be on the device.
  const x_BChw = graph.input('x', [1, channels, side, side])
  const map_BChw = residualBlock(weights.at('residual'), x_BChw)
  const tokens_BTC = transformerBlock(weights.at('transformer'), graph.toTokens(map_BChw))
  graph.output('tokens', tokens_BTC)
  graph.output('picture', graph.doubleNearest(graph.toMap(tokens_BTC, map_BChw)))
  const count = channels * side * side
  return { graph: graph.bytes(), feeds: { x: float32(wave(count, 0.7, 1), [1, channels, side, side]) } }
}

function residualBlock(weights: Weights, x_BChw: Value): Value {
  const { graph } = weights
  const normal_BChw = graph.silu(groupNorm(weights.at('norm'), x_BChw, groups, 1e-5))
  const kernel = weights.get('conv.weight', [channels, channels, 3, 3])
  return graph.add(
    x_BChw,
    graph.conv(normal_BChw, kernel, weights.get('conv.bias', [channels]), { pads: [1, 1, 1, 1] }),
  )
}

function transformerBlock(weights: Weights, x_BTC: Value): Value {
  const { graph } = weights
  const normal_BTC = layerNorm(weights.at('norm1'), x_BTC)
  const [q, k, v] = ['q', 'k', 'v'].map((name) => linear(weights.at(name), normal_BTC)) as [Value, Value, Value]
  const how = { heads, scale: (channels / heads) ** -0.5 }
  const attention_BTC = graph.attention(q, k, v, how)
  graph.output('attention', attention_BTC)
  const attended_BTC = graph.add(x_BTC, attention_BTC)
  const wide_BTC = linear(weights.at('wide'), layerNorm(weights.at('norm2'), attended_BTC))
  const [value, gate] = graph.split(wide_BTC, [channels, channels], 2) as [Value, Value]
  return graph.add(attended_BTC, graph.tanh(graph.mul(value, graph.gelu(gate))))
}

/** A checkpoint made of sines: norms near 1, matrices scaled by their inner size. */
const wavySource: WeightSource = {
  file: 'self-test',
  has: () => true,
  shape: shapeOf,
  tensor(key) {
    const shape = shapeOf(key)
    const count = size(shape)
    const isScale = key.includes('norm') && key.endsWith('weight')
    // sharp attention: where every token looks everywhere alike, a wrong kernel hardly shows
    const sharpness = /\.[qk]\.weight$/.test(key) ? 6 : 1
    const amplitude = isScale ? 0.2 : (sharpness * Math.sqrt(3 / (count / shape[0]!))) / 2
    return { type: 'float32', shape, data: wave(count, key.length, amplitude, isScale ? 1 : 0) }
  },
}

function shapeOf(key: string): [number, ...number[]] {
  const outer = key.includes('wide') ? 2 * channels : channels
  if (key.endsWith('bias') || key.includes('norm')) return [outer]
  return key.includes('conv') ? [outer, channels, 3, 3] : [outer, channels]
}

/** `count` values between offset ± amplitude, spread by the golden ratio. */
function wave(count: number, phase: number, amplitude: number, offset = 0): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => offset + amplitude * Math.sin(phase + i * i * 1.618_033_988_7))
}

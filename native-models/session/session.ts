/**
 * One graph, opened on one device: ONNX Runtime behind plain tensors.
 *
 * This folder alone knows the runtime. Weights stay in their file and are mapped: that takes no optimisation level
 * above `extended` and no prepacking, because those copy every weight. `run` blocks the thread for the whole pass
 * and cannot be stopped, which is why the engine is a process.
 */
import os from 'node:os'
import './no-telemetry.ts'
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { checkFeeds, type InputInfo } from './feeds.ts'
import { SessionError } from './session-error.ts'
import type { Tensor, TensorType } from './tensor.ts'

// What goes wrong is thrown; the runtime would write it to the terminal as well.
env.logLevel = 'fatal'

export const deviceNames = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const
export type DeviceName = (typeof deviceNames)[number]

export interface SessionOptions {
  readonly device: DeviceName
  /** Folder of the files that hold the weights. A real path: the runtime follows no link out of it. */
  readonly folder?: string
  /** By default one for each core that this process may use. */
  readonly threads?: number
  /** Threads wait for work by spinning: a little faster alone on a machine, slower on a shared one. */
  readonly allowSpinning?: boolean
  /**
   * Lets the runtime rewrite the graph when it opens it, by default. Our graphs gain nothing from that and open three
   * times faster without; but weights that are not float32 are then converted at every run, not once.
   */
  readonly optimize?: boolean
  /** Fails, instead of running on the CPU what the device has no kernel for. */
  readonly forbidCpuFallback?: boolean
  /** Start of the name of a JSON file with one event a node, written when the session is released. */
  readonly profile?: string
}

export interface Session {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  /** @throws SessionError for feeds that do not fit the graph, and when the device fails */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>
  /** Gives its memory back. A second call does nothing. */
  release(): Promise<void>
}

/**
 * @param graphBytes an ONNX model
 * @throws SessionError if the device is missing, or the graph or its weights cannot be used
 */
export async function openSession(graphBytes: Uint8Array, options: SessionOptions): Promise<Session> {
  let native: InferenceSession
  try {
    native = await InferenceSession.create(graphBytes, nativeOptions(options))
  } catch (cause) {
    throw new SessionError('notOpened', `The graph cannot be opened on ${options.device}: ${reason(cause)}`, { cause })
  }
  return new NativeSession(native, options)
}

class NativeSession implements Session {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly #native: InferenceSession
  readonly #options: SessionOptions
  readonly #inputs: ReadonlyMap<string, InputInfo>
  #isReleased = false

  constructor(native: InferenceSession, options: SessionOptions) {
    this.#native = native
    this.#options = options
    this.inputNames = native.inputNames
    this.outputNames = native.outputNames
    this.#inputs = inputsOf(native)
  }

  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    if (this.#isReleased) throw new SessionError('released', 'The session was released before this run; open it again.')
    checkFeeds(this.#inputs, feeds)
    const values = Object.entries(feeds).map(([name, { type, data, shape }]) => [
      name,
      new OrtTensor(type, data, shape),
    ])
    try {
      const outputs = await this.#native.run(Object.fromEntries(values) as Record<string, OrtTensor>)
      return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, plain(value as OrtTensor)]))
    } catch (cause) {
      throw new SessionError('notRun', `The graph failed on ${this.#options.device}: ${reason(cause)}`, { cause })
    }
  }

  async release(): Promise<void> {
    if (this.#isReleased) return
    this.#isReleased = true
    if (this.#options.profile) this.#native.endProfiling()
    await this.#native.release()
  }
}

function nativeOptions(options: SessionOptions): InferenceSession.SessionOptions {
  const {
    device,
    folder,
    threads = os.availableParallelism(),
    allowSpinning = false,
    optimize = true,
    forbidCpuFallback,
    profile,
  } = options
  const session = {
    disable_prepacking: '1',
    'intra_op.allow_spinning': allowSpinning ? '1' : '0',
    ...(folder && { model_external_initializers_file_folder_path: folder }),
    ...(forbidCpuFallback && { disable_cpu_ep_fallback: '1' }),
  }
  return {
    executionProviders: [device],
    intraOpNumThreads: threads,
    graphOptimizationLevel: optimize ? optimized(device) : 'disabled',
    logSeverityLevel: 4,
    // it would copy a convolution whose output is scaled by a constant: ScaleU's
    extra: { session, optimization: { disable_specified_optimizers: 'ConvMulFusion' } },
    ...(profile && { enableProfiling: true, profileFilePrefix: profile }),
  }
}

/** On the CPU converting weights is all that pays, and the lower level opens in three quarters of the time. */
function optimized(device: DeviceName): 'basic' | 'extended' {
  return device === 'cpu' ? 'basic' : 'extended'
}

function inputsOf(native: InferenceSession): Map<string, InputInfo> {
  const inputs = native.inputMetadata.filter((info) => info.isTensor)
  return new Map(inputs.map(({ name, type, shape }) => [name, { type: type as TensorType, shape }]))
}

function plain(tensor: OrtTensor): Tensor {
  return { type: tensor.type, shape: tensor.dims, data: tensor.data } as Tensor
}

/** The runtime's own words as one sentence, without the place in its source. */
function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  const words = text
    .replace(/\S*\/onnxruntime_src\/\S+:\d+ .*?was false\. /gs, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return words.endsWith('.') ? words : `${words}.`
}

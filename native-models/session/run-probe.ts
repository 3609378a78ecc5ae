/** The self-test itself, in whatever process it is run: opens the graph on the device, and times a second run of it. */
import { openSession, type DeviceName } from './session.ts'
import type { Tensor } from './tensor.ts'

export interface ProbeRequest {
  readonly device: DeviceName
  readonly graph: Uint8Array
  readonly feeds: Readonly<Record<string, Tensor>>
}

export type Probe =
  | { readonly outputs: Readonly<Record<string, Tensor>>; readonly milliseconds: number }
  | { readonly failure: string }

/** Never rejects: that a device is missing is what a probe finds out. */
export async function runProbe({ device, graph, feeds }: ProbeRequest): Promise<Probe> {
  try {
    const session = await openSession(graph, { device, threads: 1, forbidCpuFallback: device !== 'cpu' })
    // The first run compiles kernels and reserves memory.
    await session.run(feeds)
    const start = performance.now()
    const outputs = await session.run(feeds)
    return { outputs, milliseconds: performance.now() - start }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

/** The process in which probe.ts tries a device: one request in, one answer out. */
import type { Probe, ProbeRequest } from './probe.ts'
import { openSession } from './session.ts'

async function answer({ device, graph, feeds }: ProbeRequest): Promise<Probe> {
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

process.on('disconnect', () => process.exit())
process.once('message', async (request) => process.send!(await answer(request as ProbeRequest)))

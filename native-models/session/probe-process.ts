/** The process in which probe.ts tries a device: one request in, one answer out. */
import { runProbe, type ProbeRequest } from './run-probe.ts'

process.on('disconnect', () => process.exit())
process.once('message', async (request) => process.send!(await runProbe(request as ProbeRequest)))

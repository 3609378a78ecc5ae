/** Puts the engine's parts together over a way to open models. */
import { Devices } from './devices.ts'
import { explain } from './explain.ts'
import type { RunModel } from './generate.ts'
import { handlers } from './handlers.ts'
import { HostProbes } from './host-probes.ts'
import { Models, type OpenModel } from './models.ts'
import { hostPort } from './port.ts'
import { serve, type Service } from './server.ts'
import { Words } from './words.ts'

/** Serves the host that started this process, until it is gone. */
export function runEngine(open: OpenModel<RunModel>): void {
  const port = hostPort()
  const probes = new HostProbes(port)
  const devices = new Devices(
    (reports) => port.send({ type: 'devices', reports }),
    port.mayFork ? {} : { runElsewhere: probes.run },
  )
  const models = new Models(open)
  const parts = { models, words: new Words(models, open), devices }
  const service: Service = {
    handlers: handlers(parts),
    explain,
    knowDevices: (reports) => devices.know(reports),
    probed: (id, probe) => probes.end(id, probe),
  }
  serve(port, service, () => process.exit())
}

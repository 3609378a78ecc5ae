/** What a pass takes at a size on this machine, and the memory for it: figures for a plan, before anything is drawn. */
import type { CallOutput } from '../contract/engine.ts'
import type { Size } from '../scene/fit.ts'
import { secondsPerPass } from '../../native-models/measure.ts'
import { weightBytes, workBytes } from '../../native-models/memory-plan.ts'
import type { DeviceChoice } from '../../native-models/session/devices.ts'
import type { RunModel } from './generate.ts'
import { drawable } from './prepare.ts'

/** @throws EngineError for a size that the model cannot draw */
export async function measure(model: RunModel, choice: DeviceChoice, wanted: Size): Promise<CallOutput<'measure'>> {
  const { config, checkpoint, networks } = model
  const { factor } = config.autoencoder
  const { width, height } = drawable(wanted, config)
  const cells = { width: width / factor, height: height / factor }
  return {
    device: choice,
    secondsPerPass: await secondsPerPass(networks, choice.device, cells),
    weightBytes: weightBytes(checkpoint),
    workBytes: workBytes(config, cells, choice.device),
  }
}

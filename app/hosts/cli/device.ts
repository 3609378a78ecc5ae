/** `--device`: checked before anything is drawn, because a device that was named is meant. */
import { Option } from 'commander'
import { deviceNames, type ModelUse } from '../../contract/run.ts'
import { BadInput } from './bad-input.ts'
import type { EngineSession } from './session.ts'

export function deviceOption(): Option {
  return new Option('--device <name>', 'where to run; auto takes the best that works')
    .choices(['auto', ...deviceNames])
    .default('auto')
}

/** @throws BadInput with the reason if the device was named and cannot be used */
export async function requireDevice({ host, signal }: EngineSession, device: ModelUse['device']): Promise<void> {
  if (device === 'auto' || device === 'cpu') return
  const { reports } = await host.call('devices', {}, { signal })
  const report = reports.find((each) => each.device === device)
  if (!report?.available) throw new BadInput(`The device "${device}" cannot be used. ${report?.reason ?? ''}`.trim())
}

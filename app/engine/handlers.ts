/** What the engine does for each call. */
import { checkFolder } from '../../native-models/reference/check.ts'
import { generate, plan, type Parts } from './generate.ts'
import { inspect } from './inspect.ts'
import type { Handlers } from './server.ts'

export function handlers(parts: Parts): Handlers {
  const { models, devices } = parts
  return {
    async load(use) {
      const device = await devices.choose(use.device)
      await models.use(use, device.device)
      return { device }
    },
    async unload() {
      await models.close()
      return {}
    },
    generate: (run, events) => generate(run, parts, events),
    plan: (run) => plan(run, parts),
    devices: async () => ({ reports: await devices.test() }),
    inspect: async ({ path }) => inspect(path),
    async check({ path, device: wanted, threads }, { progress }) {
      const { device } = await devices.choose(wanted)
      const onCase = (done: number, total: number): void => progress({ phase: 'check', done, total })
      const report = await checkFolder(path, { device, ...(threads && { threads }), onCase })
      return { ...report, tensors: [...report.tensors], failures: [...report.failures] }
    },
  }
}

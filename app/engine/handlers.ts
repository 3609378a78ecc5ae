/** What the engine does for each call. */
import path from 'node:path'
import { recommendedSettings } from '../../native-models/recommended.ts'
import { generate, plan, type Parts, type RunModel } from './generate.ts'
import type { Handlers } from './server.ts'

/** What pictures do not need is imported when it is called for: the engine has to be ready soon. */
export function handlers(parts: Parts): Handlers {
  const { models, words, devices } = parts
  return {
    async load(use) {
      const device = await devices.choose(use.device)
      const model = await models.use(use, device)
      await model.prepare()
      const { checkpoint } = model
      const { name } = path.parse(checkpoint.path)
      return { device, name, recommended: recommendedSettings(checkpoint.metadata) }
    },
    async unload() {
      await models.close()
      return {}
    },
    generate: (round, events) => generate(round, parts, events),
    async encode({ model: use, ...picture }) {
      const model = await models.use(use, await devices.choose(use.device))
      return { latents_Chw: await model.encode(picture) }
    },
    plan: (run) => plan(run, parts),
    devices: async () => ({ reports: await devices.test() }),
    async inspect({ path: file }) {
      const { inspect } = await import('./inspect.ts')
      return inspect(file)
    },
    words: (input) => words.read(input),
    async measure({ model: use, width, height }) {
      const { measure } = await import('./measure.ts')
      const device = await devices.choose(use.device)
      return measure(await models.use(use, device), device, { width, height })
    },
    async evaluate(input, { progress }) {
      const { evaluate } = await import('./evaluation/evaluate.ts')
      const device = await devices.choose(input.device)
      const open = (scaleU: boolean): Promise<RunModel> =>
        models.use(input, scaleU ? device : { ...device, hints: { scaleU } })
      return evaluate(input, open, progress)
    },
    async recognise({ path: model, pictures }) {
      const { recognise } = await import('./evaluation/recognise.ts')
      return { found: await recognise(model, pictures) }
    },
    async check({ path: folder, device: wanted, threads }, { progress }) {
      const { checkFolder } = await import('../../native-models/reference/check.ts')
      const { sceneCases } = await import('./check/scene-cases.ts')
      const { device, attention } = await devices.choose(wanted)
      const onCase = (done: number, total: number): void => progress({ phase: 'check', done, total })
      const report = await checkFolder(folder, {
        device,
        attention,
        ...(threads && { threads }),
        onCase,
        others: sceneCases,
      })
      return { ...report, tensors: [...report.tensors], failures: [...report.failures] }
    },
  }
}

/** `diorama engine-check`: how far the engine is from recorded answers of the published code, tensor by tensor. */
import type { Command } from 'commander'
import type { CheckReport } from '../../contract/engine.ts'
import type { ModelUse } from '../../contract/run.ts'
import { BadInput } from './bad-input.ts'
import { deviceOption, requireDevice } from './device.ts'
import { columns, printJson, printLine } from './output.ts'
import { existingFolder } from './paths.ts'
import { progressBar } from './progress.ts'
import { withEngine } from './session.ts'

interface CheckOptions {
  readonly device: ModelUse['device']
  readonly json?: true
}

export function addEngineCheck(program: Command): void {
  program
    .command('engine-check')
    .description('compare the engine with recorded answers of the published code')
    .argument('<folder>', 'with cases.json, golden arrays and, for networks, a checkpoint')
    .addOption(deviceOption().default('cpu'))
    .option('--json', 'answer with one JSON object')
    .action((name: string, { device, json }: CheckOptions) =>
      withEngine(async ({ host, signal }) => {
        const folder = existingFolder(name)
        await requireDevice({ host, signal }, device)
        const bar = progressBar('cases', { check: 'comparing' })
        const report = await host
          .call('check', { path: folder, device }, { signal, onProgress: bar.show })
          .finally(bar.stop)
        if (json) printJson(report)
        else printLine(table(report))
        if (report.failures.length > 0) throw new BadInput(failureText(report))
      }),
    )
}

/** One row a tensor, the worst last. */
function table({ tensors, worst, worstBytes }: CheckReport): string {
  const row = (each: CheckReport['tensors'][number], title = each.case) => [
    title,
    each.name,
    each.isBytes ? `${(100 * each.differing).toFixed(3)} % of the bytes differ` : each.relativeError.toExponential(2),
  ]
  const last = [
    worstBytes && row(worstBytes, `worst picture: ${worstBytes.case}`),
    worst && row(worst, `worst: ${worst.case}`),
  ]
  return columns([...tensors.map((each) => row(each)), ...last.filter((each) => each !== undefined)])
}

function failureText({ failures }: CheckReport): string {
  const lines = failures.map((each) => `\n  ${each.case} ${each.name}: ${each.reason}`)
  return `${failures.length} of the expected outputs could not be made:${lines.join('')}`
}

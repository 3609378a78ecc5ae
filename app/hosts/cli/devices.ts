/** `diorama devices`: what can run a network here, each tested, and which one is taken by itself. */
import type { Command } from 'commander'
import { columns, printJson, printLine } from './output.ts'
import { withEngine } from './session.ts'

export function addDevices(program: Command): void {
  program
    .command('devices')
    .description('test what can run the model on this machine')
    .option('--json', 'answer with one JSON object')
    .action(({ json }: { json?: true }) =>
      withEngine(async ({ host, signal }) => {
        const { reports } = await host.call('devices', {}, { signal })
        if (json) return printJson({ devices: reports })
        printLine(columns(reports.map(({ device, available, reason }) => [device, available ? 'yes' : 'no', reason])))
      }),
    )
}

/** `diorama inspect`: what a checkpoint is, without running it. */
import type { Command } from 'commander'
import type { ModelInfo } from '../../contract/model.ts'
import { columns, printJson, printLine } from './output.ts'
import { modelFile } from './model-file.ts'
import { withEngine } from './session.ts'

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('say what a checkpoint is')
    .argument('<checkpoint>', 'starter, or the path of a .pth or .safetensors file')
    .option('--json', 'answer with one JSON object')
    .action((name: string, { json }: { json?: true }) =>
      withEngine(async ({ host, signal }) => {
        const info = await host.call('inspect', { path: modelFile(name) }, { signal })
        if (json) printJson(info)
        else printLine(description(info))
      }),
    )
}

function description(info: ModelInfo): string {
  const { networks, problem, groups, ignored } = info
  const facts = [
    ['file', `${info.path} (${info.format}, ${megabytes(info.bytes)})`],
    ...groups.map((group) => [
      group.name || '(no group)',
      `${group.tensors} tensors, ${group.parameters.toLocaleString('en')} parameters, ${megabytes(group.bytes)}, ${group.types.join(', ')}`,
    ]),
    ...(info.usesEma ? [['averaged', 'yes: the weights are those that the file has under "ema"']] : []),
    ...(ignored.length > 0 ? [['left aside', ignored.join(', ')]] : []),
    ...(problem ? [['not usable', problem]] : []),
  ]
  return columns([...facts, ...(networks ? networkFacts(networks) : [])])
}

function networkFacts(networks: NonNullable<ModelInfo['networks']>): string[][] {
  const { nativeSide, sideMultiple, hasGrounding, maxInstances, sizes, leftOver, tokenizer, recommended } = networks
  const { steps, sampler, guidance, alpha, mis, merge } = recommended
  return [
    ['pictures', `${nativeSide} x ${nativeSide}, other sizes in steps of ${sideMultiple}`],
    ['grounding', hasGrounding ? `up to ${maxInstances} instances` : 'none: it follows words only'],
    ['words', `${tokenizer.entries} tokens from ${tokenizer.source}`],
    ['settings', `${steps} steps of ${sampler}, guidance ${guidance}, alpha ${alpha}, mis ${mis}, merge ${merge}`],
    ...Object.entries(sizes).map(([name, value]) => [name, String(value)]),
    ['not used', leftOver.length === 0 ? 'nothing' : leftOver.join(', ')],
  ]
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

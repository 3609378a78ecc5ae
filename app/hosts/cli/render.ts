/** `diorama render`: a scene file to pictures. */
import path from 'node:path'
import { Option, type Command } from 'commander'
import {
  mergeNames,
  ruleNames,
  runFormat,
  runVersion,
  samplerNames,
  settingsSchema,
  largestSeed,
} from '../../contract/run.ts'
import type { ModelUse, Run, Settings } from '../../contract/run.ts'
import type { Picture, RunResult, RunWarning } from '../../contract/result.ts'
import type { Scene } from '../../contract/scene.ts'
import { encodePng } from '../../exchange/png.ts'
import { clipToPicture } from '../../scene/geometry.ts'
import { formatsOf } from '../../scene/locations.ts'
import { placeBounds } from '../../scene/place.ts'
import { scaleScene } from '../../scene/fit.ts'
import { deviceOption, requireDevice } from './device.ts'
import { modelFile } from './model-file.ts'
import { decimal, integer, size } from './numbers.ts'
import { printJson, printLine, printWarning, roundSeconds } from './output.ts'
import { userPath } from './paths.ts'
import { freeName, makeFolder, writeWhole } from './pictures.ts'
import { phaseTitles, progressBar } from './progress.ts'
import { readSceneFile } from './scene-file.ts'
import { withEngine, type EngineSession } from './session.ts'

/** Settings that were given; the model recommends the others. */
type Given = Partial<Settings>

interface RenderOptions extends Given {
  readonly model: string
  readonly device: ModelUse['device']
  readonly out: string
  readonly json?: true
}

export function addRender(program: Command): void {
  program
    .command('render')
    .description('draw the picture of a scene file')
    .argument('<scene.json>', "a scene in Diorama's own or in the published form")
    .option('--model <name>', 'starter, or the path of a checkpoint (.pth, .safetensors)', 'starter')
    .addOption(deviceOption())
    .option('--seed <n>', 'which noise to start from (default: 0)', integer(0, largestSeed))
    .option('--steps <n>', 'steps from noise to picture (default: what suits the model)', integer(1, 1000))
    .addOption(
      new Option('--sampler <name>', 'how the steps are made (default: what suits the model)').choices(samplerNames),
    )
    .option('--mis <share>', 'share of the steps in which each instance is also drawn alone, 0 to 1', decimal(0, 1))
    .addOption(
      new Option('--merge <rule>', 'how those come together: each in its place, or as published').choices(mergeNames),
    )
    .addOption(
      new Option('--rule <name>', 'how places become what the model is told: our way, or as published').choices(
        ruleNames,
      ),
    )
    .option('--alpha <share>', 'share of the steps that heed the places, 0 to 1', decimal(0, 1))
    .option('--guidance <scale>', 'how strictly the words are followed; 1 is without guidance', decimal(0, 100))
    .option('--size <WxH>', "the picture's size in pixels (default: the scene's shape in the model's area)", size)
    .option('--variants <n>', 'number of pictures, with the seeds that follow', integer(1, 64))
    .option('--out <folder>', 'where the pictures go', 'pictures')
    .option('--json', 'answer with one JSON object')
    .action((scenePath: string, options: RenderOptions) => withEngine((session) => render(session, scenePath, options)))
}

async function render(session: EngineSession, scenePath: string, options: RenderOptions): Promise<void> {
  const { host, signal } = session
  const { model, device, out, json, ...given } = options
  const { scene } = readSceneFile(scenePath)
  const use: ModelUse = { path: modelFile(model), device }
  const folder = userPath(out)
  makeFolder(folder)
  await requireDevice(session, device)
  const { name, recommended } = await host.call('load', use, { signal })
  const settings = settingsSchema.parse({ ...recommended, ...given })
  const run: Run = { format: runFormat, version: runVersion, scene, settings, model: use }
  const bar = progressBar('passes', phaseTitles)
  const result = await host.generate(run, { signal, onProgress: bar.show }).finally(bar.stop)
  const files = await Promise.all(
    result.pictures.map((picture) => save(picture, { folder, scenePath, run, name, result })),
  )
  if (json) printJson(answer(run, name, result, files))
  else printAnswer(run, name, result, files)
}

interface Saving {
  readonly folder: string
  readonly scenePath: string
  readonly run: Run
  readonly name: string
  readonly result: RunResult
}

/** The record inside is enough to draw the very same picture again. It names no folder of the user's. */
async function save(picture: Picture, { folder, scenePath, run, name, result }: Saving): Promise<string> {
  const { width, height, seed } = picture
  const settings: Settings = { ...run.settings, seed, variants: 1, size: { width, height } }
  const record = { scene: run.scene, settings, model: name, device: result.device.device }
  const png = await encodePng(picture, record)
  const file = freeName(folder, scenePath, seed)
  writeWhole(file, png)
  return file
}

function answer({ scene }: Run, name: string, result: RunResult, files: readonly string[]): object {
  const { width, height, seed } = result.pictures[0]!
  return {
    picture: files[0],
    ...(files.length > 1 && { pictures: files }),
    width,
    height,
    seed,
    instances: instancesIn(scaleScene(scene, { width, height })),
    warnings: result.warnings,
    seconds: roundSeconds(result.seconds),
    passes: result.passes,
    device: result.device.device,
    model: name,
  }
}

/** Boxes are where each instance was asked for, in the picture's pixels; null without a place in the picture. */
function instancesIn(scene: Scene): object[] {
  return scene.instances.map((instance) => {
    const bounds = placeBounds(scene, instance)
    const box = bounds && clipToPicture(bounds, scene.width, scene.height)
    return { caption: instance.caption, formats: formatsOf(instance), box }
  })
}

function printAnswer({ settings }: Run, name: string, result: RunResult, files: readonly string[]): void {
  for (const message of warningLines(result.warnings, name)) printWarning(message)
  for (const [i, file] of files.entries()) {
    const { width, height, seed } = result.pictures[i]!
    printLine(`${path.relative(userPath('.'), file)}  ${width} x ${height}, seed ${seed}`)
  }
  const { device, seconds, passes } = result
  const how = `${settings.steps} steps of ${settings.sampler}, ${passes} passes, ${seconds.total?.toFixed(1)} s`
  printLine(`Drawn by ${name} on ${device.device}: ${how}. ${device.reason}`)
}

/** Words that the model does not know come in one line, however many captions have some. */
function warningLines(warnings: readonly RunWarning[], name: string): string[] {
  const unknown = warnings.filter(({ code }) => code === 'unknownWords')
  const words = new Set(unknown.flatMap(({ message }) => [...message.matchAll(/"([^"]+)"/g)].map((match) => match[1]!)))
  const others = warnings.filter(({ code }) => code !== 'unknownWords').map(({ message }) => message)
  if (words.size === 0) return others
  return [
    `The model ${name} does not know: ${[...words].join(', ')}; it draws something in each place all the same.`,
    ...others,
  ]
}

/** What is measured: scenes of the starter world as requests, and passes of a UNet of any size. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runFormat, runVersion, settingsSchema, type Settings } from '../../app/contract/run.ts'
import { prepare, readerOf } from '../../app/engine/prepare.ts'
import { parseScene } from '../../app/scene/scene.ts'
import { joined, type Networks, type Pass } from '../../native-models/networks.ts'
import type { Model, PictureRequest } from '../../native-models/pipeline.ts'
import { TorchGenerator } from '../../native-models/sampler/randn.ts'
import type { UniFusionConfig } from '../../native-models/unifusion/config.ts'
import type { Grounding } from '../../native-models/unifusion/slots.ts'

const sceneFolder = path.join(import.meta.dirname, '../../examples')

/** Six instances. */
export const exampleScene = path.join(sceneFolder, 'crowded-meadow.json')

export async function exampleRequest(model: Model, settings: Partial<Settings>): Promise<PictureRequest> {
  const scene = parseScene(readFileSync(exampleScene, 'utf8'))
  const run = {
    format: runFormat,
    version: runVersion,
    scene,
    settings: settingsSchema.parse(settings),
    model: { path: model.checkpoint.path, device: 'cpu' },
  } as const
  return prepare(run, await readerOf(model)).request
}

/** What a render feeds the UNet at some step; the keys of words and grounding tokens are made here, once. */
export async function examplePass(
  networks: Networks,
  how: { instances: number; side: number; merge: boolean },
): Promise<Pass> {
  const random = new TorchGenerator(1)
  const { unet, text, grounding } = networks.config
  const { instances, side, merge } = how
  const features_ND = random.randn(instances * grounding!.width)
  const tokens = await networks.groundingTokens(scatteredBoxes(instances, grounding!), features_ND, merge)
  return {
    batch: 1,
    height: side,
    width: side,
    latents_BChw: random.randn(unet.channels * side * side),
    time: await networks.timeProjections([500]),
    words: await networks.wordKeys(random.randn(text.positions * unet.contextWidth)),
    grounding: { feeds: await networks.groundingKeys([tokens], merge), weighted: merge, gate: 1 },
  }
}

/** Boxes side by side, and the points in their middles. */
export function scatteredBoxes(count: number, { scribblePoints, polygonPoints }: UniFusionConfig): Grounding {
  const each = Array.from({ length: count }, (_, i) => [i / count, 0.2, (i + 1) / count, 0.8] as const)
  return {
    count,
    valid_N: new Float32Array(count).fill(1),
    boxes_N4: joined(each.map((box) => Float32Array.from(box))),
    points_N2: joined(
      each.map(([left, top, right, bottom]) => Float32Array.of((left + right) / 2, (top + bottom) / 2)),
    ),
    scribbles_NS: new Float32Array(count * 2 * scribblePoints),
    polygons_NP: new Float32Array(count * 2 * polygonPoints),
    drop: { boxes: false, points: false, scribbles: true, masks: true },
  }
}

/**
 * The detector: where the things of a picture of the starter model's world are, with their boxes and masks, and which
 * background it has. It measures pictures and has no part in making them. Trained on real pictures only
 * (native-models/training, detector.py).
 */
import { conv2d, groupNorm, linear } from '../graph/layers.ts'
import type { Value } from '../graph/graph.ts'
import type { Weights } from '../graph/weights.ts'

export interface DetectorConfig {
  /** Side of the square pictures that it reads, pixels. */
  readonly side: number
  /** Pixels of a cell of the map. */
  readonly cell: number
  /** Lengths in the map are in these many pixels. */
  readonly reach: number
  /** Centres less sure than this are none. */
  readonly floor: number
  /** How many centres are kept. */
  readonly peaks: number
  /** Pixels around a box that its mask may reach. */
  readonly slack: number
  /** From here on a thing counts as seen. */
  readonly sure: number
  /** Strides of the layers by name. */
  readonly layers: Readonly<Record<string, number>>
  readonly groups: number
  readonly epsilon: number
  readonly classes: readonly string[]
  readonly backgrounds: readonly string[]
  /** Of the feature statistics that lie in the file: how many real pictures, and the seed that drew them. */
  readonly statistics: { readonly scenes: number; readonly seed: number }
}

/** @throws RangeError for a file that is not a detector */
export function detectorConfig(metadata: Readonly<Record<string, string>>): DetectorConfig {
  const value = <T>(key: string): T => {
    if (metadata[key] === undefined) throw new RangeError(`The file is no detector: its metadata has no "${key}".`)
    return JSON.parse(metadata[key]) as T
  }
  return {
    side: value<number[]>('input')[1]!,
    cell: value('cell'),
    reach: value('reach'),
    floor: value('floor'),
    peaks: value('peaks'),
    slack: value('slack'),
    sure: value('sure'),
    layers: value('layers'),
    groups: value('groups'),
    epsilon: value('eps'),
    classes: value('classes'),
    backgrounds: value('backgrounds'),
    statistics: value('statistics'),
  }
}

/**
 * Input `pictures` [B, 3, side, side], -1 to 1; outputs `map` [B, classes + 16, h, h] for decode.ts, `background`
 * [B, backgrounds], the larger the likelier, and `features` [B, F] for the Fréchet distance.
 */
export function detector(weights: Weights, config: DetectorConfig): void {
  const { graph } = weights
  const run = (x: Value, ...names: readonly string[]): Value =>
    names.reduce((y, name) => block(weights.at(name), y, config.layers[name]!, config), x)
  const pictures = graph.input('pictures', ['B', 3, config.side, config.side])
  // large pictures are halved once more
  const stem = 'stem' in config.layers ? run(pictures, 'stem') : pictures
  const fine = run(stem, 'down0', 'down1', 'down2') // 32 x 32
  const middle = run(fine, 'down3', 'down4') // 16
  const deep = run(middle, 'deep0', 'deep1', 'deep2') // 8
  const up = run(graph.add(graph.doubleNearest(deep), middle), 'up0', 'up1') // 16
  const last = run(graph.add(graph.doubleNearest(up), conv2d(weights.at('lateral'), fine)), 'up2', 'up3') // 32
  const features = graph.globalMean(deep)
  graph.output('map', conv2d(weights.at('map'), last))
  graph.output('background', linear(weights.at('background'), features))
  graph.output('features', features)
}

function block(weights: Weights, x: Value, stride: number, { groups, epsilon }: DetectorConfig): Value {
  const convolved = conv2d(weights.at('conv'), x, { stride })
  return weights.graph.silu(groupNorm(weights.at('norm'), convolved, groups, epsilon))
}

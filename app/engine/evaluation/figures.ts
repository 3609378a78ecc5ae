/** From what was found in each picture to the figures of a row. Pure. */
import { rightNames, type Figures } from '../../contract/evaluation.ts'
import type { FeatureStatistics } from '../../../native-models/detector/detector.ts'
import type { Finding } from './finding.ts'
import { frechetDistance } from './frechet.ts'
import { precisionOf } from './precision.ts'

/** @param real left out for a part of the pictures, whose distance would stand beside none of as many */
export function figuresOf(findings: readonly Finding[], real?: FeatureStatistics): Figures {
  const right = findings.flatMap((finding) => finding.right)
  const [present, kind, colour, texture, success] = rightNames.map((what) =>
    mean(right.map((each) => Number(each[what]))),
  )
  const precision = (what: 'boxOverlaps' | 'maskOverlaps'): Figures['box'] =>
    precisionOf(
      findings.map(({ wanted, detections }) => ({
        wanted,
        found: detections.map((each) => ({ class: each.class, score: each.score, overlaps: each[what] })),
      })),
    )
  return {
    pictures: findings.length,
    instances: right.length,
    present: present!,
    class: kind!,
    colour: colour!,
    texture: texture!,
    success: success!,
    box: precision('boxOverlaps'),
    mask: precision('maskOverlaps'),
    miou: mean(findings.flatMap(({ maskOverlaps }) => maskOverlaps)),
    point: mean(findings.flatMap(({ points }) => points)),
    scribble: mean(findings.flatMap(({ scribbles }) => scribbles)),
    background: mean(findings.map(({ isBackgroundRight }) => Number(isBackgroundRight))),
    extra: mean(findings.map(({ extra }) => extra)),
    fid: real
      ? frechetDistance(
          findings.map(({ features }) => features),
          real,
        )
      : null,
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

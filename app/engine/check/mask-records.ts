/** What is recorded of a scene's masks instead of their pixels: area, sums of coordinates, CRC-32, and where outlines begin. */
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { CaseReport } from '../../../native-models/reference/report.ts'
import type { Conditions } from '../../conditions/conditions.ts'
import { traceContours } from '../../conditions/contour.ts'
import type { Scene } from '../../contract/scene.ts'
import { decodeMask } from '../../scene/rle.ts'

const planeRecordSchema = z.object({
  height: z.int(),
  width: z.int(),
  area: z.int(),
  sumX: z.int(),
  sumY: z.int(),
  crc32: z.int(),
})
type PlaneRecord = z.infer<typeof planeRecordSchema>

export const maskRecordSchema = z.strictObject({
  decoded: planeRecordSchema,
  /** The segment plane. */
  resized512: planeRecordSchema,
  contours: z.array(z.object({ points: z.int(), firstXY: z.tuple([z.number(), z.number()]) })),
})
export type MaskRecord = z.infer<typeof maskRecordSchema>

/** @param record null for an instance without a mask */
export function compareMasks(
  report: CaseReport,
  name: string,
  scene: Scene,
  { segs, limits }: Conditions,
  index: number,
  record: MaskRecord | null,
): void {
  const mask = scene.instances[index]?.mask
  const side = limits.segSize
  const plane = segs?.planes.subarray(index * side ** 2, (index + 1) * side ** 2) ?? new Uint8Array(side ** 2)
  report.compare(`${name}/present`, [mask ? 1 : 0], [record ? 1 : 0])
  if (!record || !mask) {
    report.compare(`${name}/pixels`, [plane.reduce((sum, pixel) => sum + pixel, 0)], [0])
    return
  }
  const [height, width] = mask.size
  const decoded = decodeMask(mask)
  comparePlane(report, `${name}/decoded`, decoded, width, height, record.decoded)
  comparePlane(report, `${name}/resized512`, plane, side, side, record.resized512)
  const { points, ends } = traceContours(decoded, width, height)
  const found = ends.flatMap((end, k) => {
    const start = ends[k - 1] ?? 0
    return [end - start, points[2 * start]!, points[2 * start + 1]!]
  })
  report.compare(
    `${name}/contours`,
    found,
    record.contours.flatMap(({ points: length, firstXY }) => [length, ...firstXY]),
  )
}

/** The CRC is compared apart: beside sums of coordinates its error would hardly show. */
function comparePlane(
  report: CaseReport,
  name: string,
  plane: Uint8Array,
  width: number,
  height: number,
  record: PlaneRecord,
): void {
  let [area, sumX, sumY] = [0, 0, 0]
  for (const [i, pixel] of plane.entries()) {
    area += pixel
    sumX += pixel * (i % width)
    sumY += pixel * Math.floor(i / width)
  }
  report.compare(
    name,
    [height, width, area, sumX, sumY],
    [record.height, record.width, record.area, record.sumX, record.sumY],
  )
  report.compare(`${name}/crc32`, [crc32(plane)], [record.crc32])
}

/** One sentence about a model: what it draws and how it fits here, or why it cannot be used. */
import path from 'node:path'
import type { ModelInfo } from '../contract/model.ts'
import type { ModelEntry, Speed } from '../contract/studio.ts'

export interface About {
  readonly file: string
  readonly isBuiltIn: boolean
  readonly problem: string | undefined
  readonly networks: ModelInfo['networks']
  readonly speeds: readonly Speed[]
}

export function aboutModel(state: ModelEntry['state'], { file, isBuiltIn, problem, networks, speeds }: About): string {
  const name = path.basename(file)
  if (state === 'gone') return `"${name}" is not where it was. Put it back, or remove it from the list.`
  if (state === 'unusable') return fileProblem(file, problem)
  if (state === 'reading') return isBuiltIn ? 'Built in. It is being read.' : `"${name}" is being read.`
  const side = networks?.nativeSide ?? 0
  if (isBuiltIn)
    return `Built in. Toy things at ${side} px: houses, trees, cars, fish and more, plain, striped or dotted.`
  if (!networks?.hasGrounding) return `"${name}" has no instance layers, so it cannot place things.`
  const what = `Imported checkpoint. Any subject at ${side} px or more.`
  const slowest = speeds.toSorted((a, b) => a.secondsPerPicture - b.secondsPerPicture)[0]
  if (state !== 'slow' || !slowest) return what
  return `${what} Slow here: it needs ${gigabytes(slowest.memory)} and ${duration(slowest.secondsPerPicture)} a picture.`
}

/** Names the file, because a list holds many. */
export function fileProblem(file: string, problem: string | undefined): string {
  const name = path.basename(file)
  if (problem === undefined) return `"${name}" cannot be used.`
  return problem.includes(name) ? problem : `"${name}" cannot be used. ${problem}`
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

function duration(seconds: number): string {
  return seconds < 90 ? `about ${Math.round(seconds)} s` : `about ${Math.round(seconds / 60)} min`
}

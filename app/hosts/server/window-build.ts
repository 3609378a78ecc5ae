/** What has to be built, and whether it was since its sources last changed. An installed program has no sources. */
import { globSync, statSync } from 'node:fs'
import path from 'node:path'

export interface Build {
  /** A file that the build writes, from the root. */
  readonly result: string
  /** Files and folders that it is made from. */
  readonly sources: readonly string[]
}

export const windowBuild: Build = {
  result: 'dist/renderer/index.html',
  sources: [
    'renderer',
    'app/contract',
    'app/scene',
    'app/consistency',
    'app/links',
    'vite.config.ts',
    'package-lock.json',
  ],
}

/** Main process, preload and engine of the desktop program. */
export const desktopBuild: Build = {
  result: 'dist/host/main.js',
  sources: ['app', 'native-models', 'vite.host.config.ts', 'package-lock.json'],
}

export type BuildState = 'missing' | 'old' | 'ready'

/** @param root folder of the package.json */
export function buildState(root: string, { result, sources }: Build): BuildState {
  const built = modified(path.join(root, result))
  if (built === undefined) return 'missing'
  const patterns = sources.flatMap((source) => [source, `${source}/**`])
  const files = globSync(patterns, { cwd: root, exclude: (name) => /\.(test|helper)\.tsx?$/.test(name) })
  return files.some((name) => (modified(path.join(root, name)) ?? 0) > built) ? 'old' : 'ready'
}

/** Of a file, in milliseconds since 1970. A folder's own time says nothing about what is in its files. */
function modified(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() ? stats.mtimeMs : undefined
}

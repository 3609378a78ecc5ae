/** What the window weighs, and which package adds what: built anew in memory, compressed as a server would send it. */
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { load } from './measures.ts'
import type { Row } from './row.ts'

const root = path.resolve(import.meta.dirname, '../..')
const shown = 8

export async function bundleRows(): Promise<Row[]> {
  const output = await built()
  const scripts = output.filter((file) => file.type === 'chunk')
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
  const code = scripts.reduce((sum, { code: text }) => sum + gzipSync(text).length, 0)
  const css = styles.reduce((sum, file) => sum + gzipSync('source' in file ? file.source : '').length, 0)
  const packages = [...packageSizes(scripts)].sort(([, a], [, b]) => b - a)
  const rows = packages.slice(0, shown).map(([name, bytes]) => row(`of the script, before compression: ${name}`, bytes))
  return [row('script of the window, compressed', code), row('styles, compressed', css), ...rows]
}

function row(what: string, bytes: number): Row {
  return { part: 'f', what, value: bytes / 1000, unit: 'kB', load: load() }
}

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset

async function built(): Promise<Output[]> {
  const configFile = path.join(root, 'vite.config.ts')
  const result = await build({ configFile, logLevel: 'silent', build: { write: false } })
  return [result].flat().flatMap((each) => ('output' in each ? each.output : []))
}

/** Bytes of a package's modules in the bundle; our own are one. */
function packageSizes(chunks: readonly Rolldown.OutputChunk[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const { modules } of chunks) {
    for (const [file, { renderedLength }] of Object.entries(modules)) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(file)?.[1] ?? 'Diorama itself'
      sizes.set(name, (sizes.get(name) ?? 0) + renderedLength)
    }
  }
  return sizes
}

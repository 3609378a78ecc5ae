/** A plug-in of the builds: writes down which packages went into a bundle, so that their licences can go with it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

const folder = path.join(import.meta.dirname, '..', 'dist', 'packages')

/** Where the list of a bundle is kept: names of folders under node_modules. */
export function packageList(bundle: string): string {
  return path.join(folder, `${bundle}.json`)
}

export function bundledPackages(bundle: string): Plugin {
  const found = new Set<string>()
  return {
    name: 'bundled-packages',
    apply: 'build',
    generateBundle(_options, files) {
      // Fonts are no modules, but files that a style sheet names.
      const assets = Object.values(files).flatMap((part) => (part.type === 'asset' ? part.originalFileNames : []))
      for (const id of [...this.getModuleIds(), ...assets]) {
        const name = packageOf(id)
        if (name !== undefined) found.add(name)
      }
    },
    writeBundle() {
      mkdirSync(folder, { recursive: true })
      writeFileSync(packageList(bundle), JSON.stringify([...found].sort(), null, 2))
    },
  }
}

/** `@scope/name` or `name`, of the innermost node_modules that a module lies in. */
function packageOf(id: string): string | undefined {
  const [, after] = /(?:^|.*[/\\])node_modules[/\\](.*)$/.exec(id) ?? []
  return after?.match(/^(?:@[^/\\]+[/\\])?[^/\\?]+/)?.[0].replaceAll('\\', '/')
}

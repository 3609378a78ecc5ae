/**
 * Builds the desktop program's own code into dist/host, flat: the main process, the engine, the process that tests a
 * device, and the preload and the icon as they lie. Packages with native parts stay outside.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { bundledPackages } from './scripts/bundled-packages.ts'

const here = (name: string): string => path.join(import.meta.dirname, name)

const besides: Plugin = {
  name: 'besides',
  generateBundle() {
    for (const fileName of ['preload.cjs', 'icon.png']) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(here(`app/hosts/electron/${fileName}`)) })
    }
  },
}

const external = ['electron', 'better-sqlite3', 'onnxruntime-node', 'sharp']

export default defineConfig({
  plugins: [besides, bundledPackages('host')],
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    target: 'node24',
    outDir: here('dist/host'),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: here('app/hosts/electron/main.ts'),
        engine: here('app/engine/engine.ts'),
        'probe-process': here('app/engine/probe-process.ts'),
      },
      external: [...external, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})

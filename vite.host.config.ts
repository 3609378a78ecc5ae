/**
 * Builds the desktop program's own code into dist/host, flat: the main process, the engine and its self-test process, and
 * the preload as it lies. Packages with native parts stay outside.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

const here = (name: string): string => path.join(import.meta.dirname, name)

const preload: Plugin = {
  name: 'preload',
  generateBundle() {
    const source = readFileSync(here('app/hosts/electron/preload.cjs'), 'utf8')
    this.emitFile({ type: 'asset', fileName: 'preload.cjs', source })
  },
}

const external = ['electron', 'better-sqlite3', 'onnxruntime-node', 'sharp']

export default defineConfig({
  plugins: [preload],
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
        'probe-process': here('native-models/session/probe-process.ts'),
      },
      external: [...external, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})

/** Builds the window: renderer/ into dist/renderer, for the desktop and the browser alike. */
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bundledPackages } from './scripts/bundled-packages.ts'

export default defineConfig({
  root: path.join(import.meta.dirname, 'renderer'),
  base: './',
  plugins: [react(), bundledPackages('window')],
  build: {
    outDir: path.join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // Fonts and pictures stay files: the content policy allows no data addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
})

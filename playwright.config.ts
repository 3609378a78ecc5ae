/** End-to-end tests: the real window in a real Chromium, with the real studio, engine and starter model behind it. */
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.ts'

const chromium = findChromium()

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  // Each has a studio and a browser of its own: while some wait for their engine, others draw.
  workers: 3,
  forbidOnly: true,
  // A busy machine takes its time; what is there waits for nothing.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: 'dist/e2e',
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})

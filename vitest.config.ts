/** Unit tests beside their modules and the tests in test/: Node, one process a file, because a native crash then costs one file. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,native-models,renderer,scripts,test}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

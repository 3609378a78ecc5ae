/**
 * Unit tests beside their modules and the tests in test/, in Node. What runs native code has a process a file, because a
 * crash there then costs one file; what is plain TypeScript shares one, which saves half of its time.
 */
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const everything = '{app,native-models,renderer,scripts,test}/**/*.test.ts'
const plain = [
  'app/{conditions,consistency,contract,scene}/**/*.test.ts',
  'native-models/{clip,graph,sampler,unet,unifusion,vae}/**/*.test.ts',
  'renderer/**/*.test.ts',
]

/** What crosses modules takes longest: it begins, so that no worker is left alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const crosses = ({ moduleId }: TestSpecification): boolean => /\/test\/[^/]+\/[^/]+$/.test(moduleId)
    return [...sorted.filter((file) => crosses(file)), ...sorted.filter((file) => !crosses(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    maxWorkers: 2,
    // A busy machine takes its time; what is there waits for nothing.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 5 } },
    projects: [
      { extends: true, test: { name: 'native', include: [everything], exclude: plain } },
      { extends: true, test: { name: 'plain', include: plain, isolate: false } },
    ],
  },
})

/** Everything that is quick to check: formatting, lint, types for each surroundings. Stops at the first that fails. */
import { runSteps } from './steps.ts'

runSteps([
  ['formatting', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--quiet']],
  ['types (pure folders)', 'tsc', ['-p', 'tsconfig.pure.json']],
  ['types (window)', 'tsc', ['-p', 'tsconfig.renderer.json']],
  ['types (tests in the browser)', 'tsc', ['-p', 'tsconfig.e2e.json']],
  ['types (Node)', 'tsc', ['-p', 'tsconfig.json']],
])

/** `npm test`: the quick checks, then every test. */
import './check.ts'
import { runSteps } from './steps.ts'

runSteps([['tests', 'vitest', ['run', ...process.argv.slice(2)]]])

/** What people are told of a run that failed. */
import { expect, it } from 'vitest'
import { EngineError } from '../contract/errors.ts'
import { jobError } from './job-error.ts'

it.for([
  ['deviceFailed', 'The graph failed on webgpu: device lost.'],
  ['engineEnded', 'The engine ended during the run (signal SIGKILL); it starts again with the next one.'],
  ['failed', 'x is undefined'],
] as const)('G3 errors: of %s the sentence says what is safe, and Details what exactly happened', ([code, words]) => {
  const { message, detail } = jobError(new EngineError(code, words), 3)
  expect(message).not.toContain(words)
  expect(message).toMatch(/Only this run is lost\. Round 3 and your draft are safe\.$/)
  expect(detail).toBe(words)
})

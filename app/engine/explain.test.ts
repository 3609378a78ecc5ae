/** Errors of the layers below, told to people. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { EngineError, engineErrorCodes, engineErrors } from '../contract/errors.ts'
import { CheckpointError } from '../../native-models/checkpoint/checkpoint.ts'
import { SessionError } from '../../native-models/session/session-error.ts'
import { explain } from './explain.ts'

const cases: [error: unknown, code: string][] = [
  [new EngineError('cancelled'), 'cancelled'],
  [new CheckpointError('CHECKPOINT_CHANGED', 'it was changed.'), 'modelChanged'],
  [new CheckpointError('CHECKPOINT_UNREADABLE', 'it is not there.'), 'modelNotFound'],
  [new CheckpointError('CHECKPOINT_INVALID', 'it is cut short.'), 'modelNotUsable'],
  [new SessionError('notOpened', 'The graph cannot be opened on cuda.'), 'modelNotUsable'],
  [new SessionError('notRun', 'The graph failed on webgpu: device lost.'), 'deviceFailed'],
  [new SessionError('notRun', 'The graph failed on cpu: std::bad_alloc.'), 'outOfMemory'],
  [new SessionError('notRun', 'Exception(3) tid(4) 8007000E Nicht genügend Speicherressourcen.'), 'outOfMemory'],
  [new SessionError('notRun', '8007000E Not enough memory resources are available.'), 'outOfMemory'],
  [new SessionError('notRun', 'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED.'), 'outOfMemory'],
  [new SessionError('notRun', '887A0005 The GPU device instance has been suspended.'), 'deviceFailed'],
  [new RangeError('Array buffer allocation failed'), 'outOfMemory'],
  [new RangeError('PLMS cannot do 7 steps.'), 'badRun'],
  [new TypeError('x is undefined'), 'failed'],
  ['a text', 'failed'],
]

it.for(cases)('G3 errors: %s becomes %s', ([error, code]) => {
  expect(explain(error)).toMatchObject({ name: 'EngineError', code })
})

it('G3 errors: a file that is not there is named', () => {
  const missing = (): unknown => {
    try {
      return readFileSync('gone.safetensors')
    } catch (error) {
      return error
    }
  }
  expect(explain(missing())).toMatchObject({
    code: 'modelNotFound',
    message: '"gone.safetensors" cannot be read (ENOENT).',
  })
})

it('G3 errors: every code has a sentence for people', () => {
  for (const code of engineErrorCodes) expect(engineErrors[code]).toMatch(/^[A-Z].*\.$/)
})

/** What a run that failed offers, best first. */
import { expect, test } from 'vitest'
import type { StudioErrorCode } from '../../../app/contract/errors.ts'
import type { Job } from '../../../app/contract/jobs.ts'
import type { Actions } from '../../state/actions.ts'
import { initialState } from '../../state/initial.ts'
import type { WindowState } from '../../state/window.ts'
import { jobOffers } from './offers.ts'

function offered(code: StudioErrorCode, device: 'cpu' | 'webgpu', preview?: string): string[] {
  const project = { id: 'p' } as WindowState['project']
  const estimate = { device: { device, reason: '' } } as WindowState['estimate']
  const job = { id: 'a', error: { code, message: '' }, ...(preview !== undefined && { preview }) } as Job
  const state = { ...initialState, project, estimate }
  return jobOffers(job, {} as Actions, state).map(({ label }) => label)
}

test('G3 a run that failed offers what would work, and the processor only where another device would draw', () => {
  expect(offered('outOfMemory', 'webgpu')).toEqual(['Make the picture smaller', 'Use the processor'])
  expect(offered('outOfMemory', 'cpu')).toEqual(['Make the picture smaller'])
  expect(offered('deviceFailed', 'webgpu')).toEqual(['Try again', 'Use the processor'])
  expect(offered('deviceFailed', 'cpu')).toEqual(['Try again'])
  expect(offered('engineEnded', 'cpu', 'previews/a/1')).toEqual(['Try again', 'Keep as a draft'])
  expect(offered('modelNotFound', 'cpu')).toEqual(['Choose another file'])
  expect(offered('internal', 'cpu')).toEqual(['Try again'])
})

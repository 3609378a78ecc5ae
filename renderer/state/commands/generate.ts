/** Drawing a round, and what it keeps. */
import { keepModes } from '../../../app/contract/document.ts'
import { selectCanGenerate, selectDraft, selectRunningJob } from '../derived.ts'
import { command, canEdit, hasProject } from './command.ts'
import type { Test, WindowCommand } from './command.ts'

const canGenerate: Test = (state) => hasProject(state) && selectCanGenerate(state)

export const generateCommands: readonly WindowCommand[] = [
  ...keepModes.map((mode) =>
    command('generate', `keep.${mode}`, [], (actions) => actions.setKeep(mode), { when: canEdit }),
  ),
  command('generate', 'region.reset', [], (actions) => actions.resetRegion(), {
    when: (state) => canEdit(state) && selectDraft(state)?.region !== undefined,
  }),
  command('generate', 'generate', ['$mod+Enter'], (actions) => void actions.generate(), { when: canGenerate }),
  command('generate', 'generate.variants', ['$mod+Shift+Enter'], (actions) => void actions.generate(4), {
    when: canGenerate,
  }),
  command('generate', 'generate.queue', ['$mod+Alt+Enter'], (actions) => void actions.generate(), {
    when: canGenerate,
  }),
  command('generate', 'stop', ['$mod+Period'], (actions) => void actions.stop(), {
    when: (state) => selectRunningJob(state) !== null,
  }),
  command('generate', 'seed', [], (actions) => actions.rollSeed(), { when: canEdit }),
]

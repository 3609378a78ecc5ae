/**
 * The command line: `diorama <command>`.
 *
 * Answers go to stdout, everything else to stderr. Exit code 0 for an answer, 1 with one sentence for anything that went
 * wrong, 130 after Ctrl-C. To add a command, write its file and put it in the list.
 */
import { Command, CommanderError } from 'commander'
import packageJson from '../../../package.json' with { type: 'json' }
import { EngineError, engineErrors } from '../../contract/errors.ts'
import { BadInput } from './bad-input.ts'
import { addDevices } from './devices.ts'
import { addEngineCheck } from './engine-check.ts'
import { addEval } from './eval.ts'
import { addExport } from './export.ts'
import { addInspect } from './inspect.ts'
import { printError } from './output.ts'
import { addRender } from './render.ts'
import { addRounds } from './rounds.ts'
import { addServe } from './serve.ts'

const commands = [addServe, addRender, addRounds, addExport, addDevices, addInspect, addEngineCheck, addEval]

const interrupted = 130

async function main(): Promise<number> {
  const program = new Command('diorama')
    .description('Draws pictures from scenes: what each thing is, and where it stands.')
    .version(packageJson.version)
    .enablePositionalOptions() // those behind a command are its own, and those behind a command's command
    .exitOverride()
  for (const add of commands) add(program)
  try {
    await program.parseAsync()
    return 0
  } catch (error) {
    return exitCode(error)
  }
}

function exitCode(error: unknown): number {
  // Its message, or the help that was asked for, is written already.
  if (error instanceof CommanderError) return error.exitCode
  if (error instanceof EngineError && error.code === 'cancelled') {
    printError(error.message === engineErrors.cancelled ? 'Cancelled; nothing was written.' : error.message)
    return interrupted
  }
  const isExpected = error instanceof BadInput || error instanceof EngineError
  printError(
    isExpected
      ? error.message
      : `This is a mistake in Diorama: ${error instanceof Error ? error.message : String(error)}`,
  )
  return 1
}

process.exitCode = await main()

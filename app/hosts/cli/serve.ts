/** `diorama serve`: the studio for a browser on this machine, until it is stopped. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { StudioError } from '../../contract/errors.ts'
import type { Studio } from '../../contract/studio.ts'
import { projectEnding } from '../../studio/names.ts'
import { openBrowser } from '../server/open-browser.ts'
import type { StudioServer } from '../server/server.ts'
import { buildState, windowBuild } from '../server/window-build.ts'
import { BadInput } from './bad-input.ts'
import { integer } from './numbers.ts'
import { printLine, printWarning } from './output.ts'
import { existingFolder, installation, userPath } from './paths.ts'

interface ServeOptions {
  readonly port?: number
  readonly project?: string
  readonly open?: true
  readonly json?: true
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('open the studio for a browser on this machine')
    .option('--port <n>', 'where it answers (default: any that is free)', integer(1, 65_535))
    .option('--project <file>', 'the project to open; a new one if there is no such file')
    .option('--open', 'open the address in the browser')
    .option('--json', 'answer with one line of JSON once it is ready')
    .action(serve)
}

async function serve({ port, project, open, json }: ServeOptions): Promise<void> {
  requireWindow()
  const stopped = untilStopped()
  // The other commands start without the studio's modules.
  const { openStudioHost } = await import('../server/studio-host.ts')
  const host = openStudioHost()
  try {
    const server = await listen(() => host.serve(port))
    const url = project === undefined ? server.url : `${server.url}#project=${await openProject(host.studio, project)}`
    if (json) printLine(JSON.stringify({ url }))
    else printLine(`Diorama is ready in the browser at ${url}\nCtrl-C ends it.`)
    if (open) openBrowser(url)
    host.startEngine()
    await stopped
  } finally {
    await host.close()
  }
}

/** @throws BadInput if there is no window to show */
function requireWindow(): void {
  const state = buildState(installation, windowBuild)
  if (state === 'missing') throw new BadInput('The window is not built yet; run "npm start", which builds it.')
  if (state === 'old') printWarning('The window is older than its sources; "npm start" builds it again.')
}

async function listen(start: () => Promise<StudioServer>): Promise<StudioServer> {
  try {
    return await start()
  } catch (error) {
    const { code, port } = error as { code?: string; port?: number }
    if (code === 'EADDRINUSE') throw new BadInput(`Port ${port} is in use; choose another with --port.`)
    if (code === 'EACCES') throw new BadInput(`Port ${port} is not allowed for this user; choose one above 1023.`)
    throw error
  }
}

/** @returns its id. @throws BadInput with the studio's sentence */
async function openProject(studio: Studio, name: string): Promise<string> {
  const given = userPath(name)
  // A new one is given the ending, and is found by the same name the next time.
  const file = existsSync(given) || given.toLowerCase().endsWith(projectEnding) ? given : given + projectEnding
  try {
    if (existsSync(file)) return (await studio.open({ path: file, as: 'normal' })).id
    existingFolder(path.dirname(file))
    return (await studio.create({ path: file })).id
  } catch (error) {
    throw error instanceof StudioError ? new BadInput(error.message) : error
  }
}

/** Ctrl-C, a plain kill, or the end of the terminal. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

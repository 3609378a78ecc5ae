/** The command line as a user meets it: a process with arguments, two streams and an exit code. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

export const root = path.resolve(import.meta.dirname, '../..')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
}

export interface Surroundings {
  /** The user's folder. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Tests leave the user's own cache alone. */
const cacheFolder = path.join(os.tmpdir(), 'diorama-test-cache')

/** Starts `diorama <args>`. */
export function start(args: readonly string[], { cwd = root, env: more = {} }: Surroundings = {}): Running {
  const main = path.join(root, 'app/hosts/cli/main.ts')
  // npm's own variables would move the user's folder.
  const env = { ...process.env, XDG_CACHE_HOME: cacheFolder, npm_package_name: undefined, INIT_CWD: undefined, ...more }
  const child = spawn(process.execPath, [main, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...output })))
  return { process: child, ended }
}

export function diorama(args: readonly string[], surroundings?: Surroundings): Promise<Ended> {
  return start(args, surroundings).ended
}

/** A folder of its own for one test file, gone afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

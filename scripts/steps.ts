/** Runs named commands in order, with what each took; the first failure ends the process with its code. */
import { spawnSync } from 'node:child_process'

export type Step = readonly [name: string, command: string, args: readonly string[]]

export function runSteps(steps: readonly Step[]): void {
  for (const [name, command, args] of steps) {
    const started = performance.now()
    const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
    if (status !== 0) process.exit(status ?? 1)
  }
}

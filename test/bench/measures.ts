/** Readings of this process and of the machine, and what is made of repeated ones. */
import { readFileSync } from 'node:fs'
import os from 'node:os'

export interface Spread {
  readonly min: number
  readonly median: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { min: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]! }
}

/** User and system time of this process so far: with one thread it repeats to a few per cent, however busy the machine is. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

export async function timed(run: () => Promise<unknown>): Promise<{ cpu: number; wall: number }> {
  const [cpu, wall] = [cpuSeconds(), performance.now()]
  await run()
  return { cpu: cpuSeconds() - cpu, wall: (performance.now() - wall) / 1000 }
}

/** Memory of its own, in bytes: without the pages of mapped files. Linux only. */
export function ownBytes(): number {
  return 1024 * number(readFileSync('/proc/self/status', 'utf8'), /RssAnon:\s+(\d+)/)
}

/** Bytes that this process has caused to be written to disk. Linux only. */
export function writtenBytes(): number {
  return number(readFileSync('/proc/self/io', 'utf8'), /\nwrite_bytes: (\d+)/)
}

function number(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1])
}

/** The machine in general words. */
export function machine(): string {
  const cores = os.cpus()
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()} ${os.arch()}`
}

/** Processes that wanted a core during the last minute, on average. */
export function load(): number {
  return os.loadavg()[0]!
}

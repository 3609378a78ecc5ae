/** Whether the last session was closed: each leaves a mark while it runs, and one without its process was interrupted. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Marks of this very process: another one that had its number has left what is there otherwise. */
const ours = new Set<string>()

export class SessionMark {
  readonly wasInterrupted: boolean
  readonly #file: string

  /** @param folder of the user's data */
  constructor(folder: string) {
    const marks = path.join(folder, 'sessions')
    this.#file = path.join(marks, `${process.pid}`)
    const isLeft = (pid: number): boolean => (pid === process.pid ? !ours.has(this.#file) : !isAlive(pid))
    const left = marksIn(marks).filter(isLeft)
    ours.add(this.#file)
    this.wasInterrupted = left.length > 0
    try {
      for (const pid of left) rmSync(path.join(marks, `${pid}`), { force: true })
      mkdirSync(marks, { recursive: true })
      writeFileSync(this.#file, '')
    } catch {
      // A folder that takes nothing costs only this notice.
    }
  }

  close(): void {
    ours.delete(this.#file)
    rmSync(this.#file, { force: true })
  }
}

function marksIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process is alive as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

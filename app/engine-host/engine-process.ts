/** An engine process as its host sees it, whatever starts it: plain Node's fork, or Electron's utilityProcess. */
import type { Request } from '../contract/engine.ts'

export interface Exit {
  /** Null if a signal ended it. */
  readonly code: number | null
  readonly signal: string | null
  /** Last line that it wrote to stderr, or why it could not be started. */
  readonly lastWords: string
}

/** @typeParam Sent what it is sent */
export interface EngineProcess<Sent = Request> {
  /** Absent if it could not be started. */
  readonly pid: number | undefined
  send(message: Sent): void
  /** At once, in the middle of whatever it does. */
  kill(): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when the process never came to life. */
  onExit(listener: (exit: Exit) => void): void
}

export type Spawn = () => EngineProcess

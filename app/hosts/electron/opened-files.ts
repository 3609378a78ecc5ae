/**
 * Project files that are opened with the program: named at its start, by a second start of it, or by the system's file
 * manager, which may do so before there is a studio.
 */
import path from 'node:path'
import { app } from 'electron'

/** @param file undefined if the program was started again without one */
export type FileListener = (file: string | undefined) => void

export class OpenedFiles {
  #first: string | undefined
  #listener: FileListener | undefined

  constructor(argv: readonly string[]) {
    this.#first = projectIn(argv, process.cwd())
    app.on('open-file', (event, file) => {
      event.preventDefault()
      this.#tell(file)
    })
    app.on('second-instance', (_event, others, folder) => this.#tell(projectIn(others, folder)))
  }

  /** From now on the listener hears of files. @returns the one that was asked for before */
  listen(listener: FileListener): string | undefined {
    this.#listener = listener
    return this.#first
  }

  #tell(file: string | undefined): void {
    if (this.#listener) this.#listener(file)
    else this.#first = file ?? this.#first
  }
}

/** @param folder in which the program was started */
function projectIn(argv: readonly string[], folder: string): string | undefined {
  const file = argv.find((argument) => argument.endsWith('.diorama'))
  return file === undefined ? undefined : path.resolve(folder, file)
}

/** Projects for tests: in a folder that goes away, with a clock and ids that are the same each time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { makeId } from './ids.ts'
import type { Project, ProjectOptions } from './project.ts'
import { createProject, openProject } from './project.ts'
import { someDocument } from './work.helper.ts'

export * from './work.helper.ts'

export const startOfTime = Date.UTC(2026, 0, 1)

export function optionsOf(version = '1.8.0'): ProjectOptions {
  let time = startOfTime
  return { now: () => time++, newId: () => makeId(time++), version }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'diorama-project-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** `Harbour.diorama` in a folder of its own; closed at the end of the test. */
export function newProject(document = someDocument(), file = path.join(temporaryFolder(), 'Harbour.diorama')): Project {
  const project = createProject(file, document, optionsOf())
  onTestFinished(() => project.close())
  return project
}

export function opened(file: string, lookOnly = false): Project {
  const project = openProject(file, optionsOf(), lookOnly)
  onTestFinished(() => project.close())
  return project
}

/** A process that opens a project, says how it went as JSON, and keeps it open until its input ends. */
import { makeId } from './ids.ts'
import { openProject } from './project.ts'

const [, , file, user] = process.argv
if (user !== undefined) process.setuid!(Number(user))
try {
  const project = openProject(file!, { now: Date.now, newId: () => makeId(Date.now()), version: '1.8.0' })
  const { readOnly, rounds } = project
  const copy = project.blob(project.cover ?? '')?.length ?? 0
  console.log(JSON.stringify({ readOnly, rounds: rounds.length, copy }))
  process.stdin.on('data', () => {}).on('end', () => project.close())
} catch (error) {
  console.log(JSON.stringify({ code: (error as { code?: string }).code, message: (error as Error).message }))
  process.exit()
}

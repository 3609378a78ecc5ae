/** A process that puts one dropped project after the other into a folder until it is killed; see projects.test.ts. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { makeId } from '../project/ids.ts'
import { Projects } from './projects.ts'
import { Recent } from './recent.ts'

const [folder, file] = process.argv.slice(2) as [string, string]
const bytes = readFileSync(file)
const projects = new Projects({
  folder,
  recent: new Recent(path.join(folder, 'data')),
  emit: () => {},
  isNeeded: () => false,
  now: Date.now,
  newId: () => makeId(Date.now()),
  version: '1.8.0',
})
for (;;) projects.close(projects.openBytes(bytes, 'Beach').id)

/**
 * A process that adds rounds, deletes them and compacts until it is killed. It prints what it was told is done.
 *
 * Started by crash.test.ts with the file to work on; it begins when it is spoken to, as starting takes long.
 */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { makeId } from './ids.ts'
import { openProject } from './project.ts'
import { noteRound, pngOf, roundOf, runOf } from './work.helper.ts'

await once(process.stdin, 'data')
const project = openProject(process.argv[2]!, { now: Date.now, newId: () => makeId(Date.now()), version: '1.8.0' })
/** At once, whatever happens to this process next. */
const say = (word: string) => writeSync(1, `${word}\n`)
say('open')
for (let cycle = 0; ; cycle++) {
  for (let i = 0; i < 4; i++) {
    const seed = project.rounds.length + 7 * cycle + i
    const extras = { ...runOf(seed), setParent: i % 2 === 0 }
    const { round } = project.addRound(roundOf(project), pngOf(seed, 20_000), extras)
    say(`round ${round.id} ${round.picture}`)
  }
  const { draft, rounds: notes } = project.document
  const living = project.rounds.filter(({ id }) => notes[id]?.deleted !== true && id !== draft.parent)
  const ids = living.filter((_, i) => i % 3 !== 0).map(({ id }) => id)
  say(`remove ${ids.join(' ')}`)
  for (const id of ids) project.commit(noteRound(id, { deleted: true }), project.history.sequence)
  say('compacting')
  project.compact()
  say('compacted')
}

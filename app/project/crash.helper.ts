/**
 * A process that works on a project until it is killed: gestures, undo, rounds. It prints what it was told is done.
 *
 * Started by crash.test.ts with the file to work on; it begins when it is spoken to, as starting takes long.
 */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { makeId } from './ids.ts'
import { captionOf, pngOf, reword, roundOf } from './work.helper.ts'
import { openProject } from './project.ts'

await once(process.stdin, 'data')
const project = openProject(process.argv[2]!, { now: Date.now, newId: () => makeId(Date.now()), version: '1.8.0' })
/** At once, whatever happens to this process next. */
const say = (word: string) => writeSync(1, `${word}\n`)
say('open')
for (let i = 0; ; i++) {
  const { sequence } = project.history
  if (i % 5 === 4) {
    const { round } = project.addRound(roundOf(project), pngOf(i, 20_000), { setParent: true })
    say(`round ${round.id} ${round.picture}`)
  } else if (i % 7 === 6) project.undo(sequence)
  else project.commit(reword(`ball ${i}`, i % 3 === 0 ? 'typing' : undefined), sequence)
  say(`sequence ${project.history.sequence} ${captionOf(project)}`)
}

/** Processes killed in the middle of their work: whatever they were told is done is in the file. */
import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { captionOf, newProject, opened } from './project.helper.ts'

const killings = 12
const killingsWhileCompacted = 10

function started(file: string, helper = 'crash.helper.ts'): ChildProcessByStdio<Writable, Readable, null> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, helper), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(file), 'compiled') },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Lets it work, and kills it so many milliseconds after it has said so many lines; gives all that it said. */
async function killed(child: ReturnType<typeof started>, lines: number, milliseconds: number): Promise<string[]> {
  let said = ''
  let isDue = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (isDue || said.split('\n').length <= lines) return
    isDue = true
    setTimeout(() => child.kill('SIGKILL'), milliseconds)
  })
  child.stdin.write('go')
  await once(child, 'close')
  expect(child.signalCode).toBe('SIGKILL')
  return said.trimEnd().split('\n')
}

test(
  `P2 after each of ${killings} killings the file is sound and nothing acknowledged is missing`,
  { timeout: 240_000 },
  async () => {
    const project = newProject()
    const { path: file } = project
    project.close()
    const rounds = new Set<string>()
    let [sequence, caption] = [0, captionOf(project)]
    let next = started(file)
    for (let i = 0; i < killings; i++) {
      const child = next
      next = started(file)
      const said = await killed(child, 1 + ((i * 7) % 23), (i * 3) % 8)
      const last = said.findLast((line) => line.startsWith('sequence'))?.split(' ')
      if (last) [sequence, caption] = [Number(last[1]), last.slice(2).join(' ')]
      for (const line of said) if (line.startsWith('round')) rounds.add(line)
      const after = opened(file)
      expect(after.notice).toBe('Diorama closed unexpectedly. Nothing is lost.')
      // The one change that was on the disk before it could be told, at most.
      expect([sequence, sequence + 1]).toContain(after.history.sequence)
      if (after.history.sequence === sequence) expect(captionOf(after)).toBe(caption)
      ;[sequence, caption] = [after.history.sequence, captionOf(after)]
      const found = new Set(after.rounds.map(({ id, picture }) => `round ${id} ${picture}`))
      expect([...rounds].filter((round) => !found.has(round))).toEqual([])
      for (const { picture } of after.rounds.slice(-3)) expect(after.blob(picture)).toHaveLength(20_000)
      after.close()
      const db = new SQLite(file, { readonly: true })
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      db.close()
    }
    expect(rounds.size).toBeGreaterThan(killings)
    expect(opened(file).notice).toBeUndefined()
  },
)

test(
  `P5 after each of ${killingsWhileCompacted} killings while it is compacted the file is sound, and every living round is whole`,
  { timeout: 240_000 },
  async () => {
    const project = newProject()
    const { path: file } = project
    project.close()
    const living = new Map<string, string>()
    let unfinished = 0
    let next = started(file, 'compact.helper.ts')
    for (let i = 0; i < killingsWhileCompacted; i++) {
      const child = next
      next = started(file, 'compact.helper.ts')
      // Seven lines a cycle; the sixth says that compacting begins.
      const said = await killed(child, 7 + 7 * (i % 4), (i * 3) % 17)
      for (const [word, ...ids] of said.map((line) => line.split(' '))) {
        if (word === 'round') living.set(ids[0]!, ids[1]!)
        if (word === 'remove') for (const id of ids) living.delete(id)
      }
      if (said.at(-1) === 'compacting') unfinished++
      const after = opened(file)
      const notes = after.document.rounds
      for (const [id, picture] of living) {
        expect(after.rounds.find((round) => round.id === id)?.picture).toBe(picture)
        expect(after.blob(picture)).toHaveLength(20_000)
        expect(after.latents(id)).toHaveLength(64)
        expect(after.trajectory(id).length).toBeGreaterThanOrEqual(3)
      }
      expect(after.rounds.filter(({ id }) => notes[id]?.deleted !== true).length).toBeLessThanOrEqual(living.size + 1)
      const { sequence } = after.history
      if (after.history.undo) expect(after.undo(sequence).history.sequence).toBe(sequence + 1)
      if (after.history.redo) after.redo(after.history.sequence)
      after.close()
      const db = new SQLite(file, { readonly: true })
      expect([db.pragma('integrity_check', { simple: true }), db.pragma('foreign_key_check')]).toEqual(['ok', []])
      db.close()
    }
    expect(unfinished).toBeGreaterThan(killingsWhileCompacted / 4)
  },
)

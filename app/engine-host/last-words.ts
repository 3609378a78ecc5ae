/** What a process wrote to stderr at its end, which is often all that tells why it ended. */

interface TextStream {
  on(event: 'data', listener: (chunk: unknown) => void): unknown
}

const keptCharacters = 4096

/** @returns the line that names the error, where there is one; Node writes more after it. Asked once all is written. */
export function listenForLastWords(stderr: TextStream | null | undefined): () => string {
  let text = ''
  stderr?.on('data', (chunk) => (text = (text + String(chunk)).slice(-keptCharacters)))
  return () => {
    const lines = text.trim().split('\n')
    return (lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').trim()
  }
}

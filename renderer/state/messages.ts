/** What the window tells: messages on the canvas, and the sentence that a screen reader speaks. */
import type { StudioErrorCode } from '../../app/contract/errors.ts'
import { newId } from './ids.ts'
import { errorOf } from './client.ts'
import type { Message, WindowStore } from './window.ts'

export interface Billboard {
  tell(message: Omit<Message, 'id'>): void
  dismiss(id: string): void
  /** What was told of errors of this code is over. */
  solved(code: StudioErrorCode): void
  say(text: string): void
  /** Tells of an error that nobody awaits. @param path of a project that could not be opened */
  refused(error: unknown, path?: string): void
  /** Runs an asynchronous deed; what goes wrong is told. */
  attempt(work: () => Promise<void>): Promise<void>
}

const mostMessages = 4

export function billboard(store: WindowStore): Billboard {
  const tell = (message: Omit<Message, 'id'>): void =>
    store.setState(({ messages }) => {
      // The same thing said twice is one message.
      const others = messages.filter(({ title, text }) => title !== message.title || text !== message.text)
      return { messages: [...withRoom(others), { ...message, id: newId() }] }
    })
  const refused = (cause: unknown, path?: string): void => {
    const error = errorOf(cause)
    if (error.code === 'cancelled' || error.code === 'closed') return
    tell({ tone: 'error', title: error.message, error, ...(path !== undefined && { path }), offers: [] })
  }
  return {
    tell,
    dismiss: (id) => store.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) })),
    solved: (code) =>
      store.setState(({ messages }) => ({ messages: messages.filter(({ error }) => error?.code !== code) })),
    say: (text) => store.setState(({ spoken }) => ({ spoken: { text, count: spoken.count + 1 } })),
    refused,
    async attempt(work) {
      try {
        await work()
      } catch (error) {
        refused(error)
      }
    },
  }
}

/** One more fits in: what goes is the oldest notice, which would have gone by itself, before any error. */
function withRoom(messages: readonly Message[]): readonly Message[] {
  if (messages.length < mostMessages) return messages
  const oldest = messages.find(({ tone }) => tone === 'notice') ?? messages[0]
  return messages.filter((message) => message !== oldest)
}

/** What a browser does and what an attacker does: requests with headers and addresses exactly as given. */
import { request } from 'node:http'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { WebSocket } from 'ws'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface Asked {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: Uint8Array | string
}

/** One request to 127.0.0.1; the path goes out as it is. */
export function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, text: Buffer.concat(parts).toString() }),
      )
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** The cookie that the printed address gives. */
export async function enter(url: string): Promise<string> {
  const { port, search } = new URL(url)
  const { headers } = await ask(Number(port), `/${search}`)
  return headers['set-cookie']![0]!.split(';')[0]!
}

/** Whether a WebSocket is let in: `open`, or the status of the refusal. */
export function upgrade(address: string, headers: Record<string, string>): Promise<'open' | number> {
  const socket = new WebSocket(address, { headers })
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve('open')
      socket.terminate()
    })
    socket.on('unexpected-response', (asked, answer) => {
      resolve(answer.statusCode!)
      asked.destroy()
    })
    socket.on('error', () => {})
  })
}

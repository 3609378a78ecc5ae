/**
 * Makes a plain process, or a worker, one as Electron's utility processes are: `process.parentPort`, whose messages come as
 * { data }, and no `process.send`. Then runs the module that it is given.
 */
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { parentPort as port, workerData } from 'node:worker_threads'

class StandInPort extends EventEmitter {
  postMessage(message: unknown): void {
    if (port) port.postMessage(message)
    else send!(message)
  }
}

const send = process.send?.bind(process)
const standIn = new StandInPort()
const hear = (data: unknown): void => void standIn.emit('message', { data, ports: [] })
// what comes before somebody listens waits, as in Electron
standIn.on('newListener', (event) => {
  if (event !== 'message' || standIn.listenerCount('message') > 0) return
  setImmediate(() => (port ? port.on('message', hear) : process.on('message', hear)))
})
Object.assign(process, { parentPort: standIn, send: undefined })

const entry: string = port ? workerData : process.argv[2]
await import(pathToFileURL(entry).href)

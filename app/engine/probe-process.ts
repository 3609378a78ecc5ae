/**
 * The process in which the host tries a device for an engine in Electron: one request in, one answer out. Under plain Node
 * native-models/session/probe-process.ts is its like.
 */
import { runProbe, type ProbeRequest } from '../../native-models/session/run-probe.ts'
import { electronPort } from './port.ts'

const port = electronPort()
port?.on('message', ({ data }) => void runProbe(data as ProbeRequest).then((probe) => port.postMessage(probe)))

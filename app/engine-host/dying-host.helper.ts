/** A program that starts an engine, gives it a long run, and waits to be killed. */
import { EngineHost } from './engine-host.ts'
import { tinyRun, watched } from './tiny.helper.ts'

const { spawn, processes } = watched()
const host = new EngineHost(spawn)
const onProgress = ({ done }: { done: number }): void => void (done > 0 && process.send!(processes[0]!.pid))
await host.generate(tinyRun({ steps: 100 }), { onProgress })

/** The studio under plain Node: its folders, its engine as a child process, and the server before it. */
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import envPaths from 'env-paths'
import packageJson from '../../../package.json' with { type: 'json' }
import type { Studio } from '../../contract/studio.ts'
import { EngineHost } from '../../engine-host/engine-host.ts'
import { forkEngine } from '../../engine-host/fork.ts'
import { openStudio } from '../../studio/studio.ts'
import { deviceCache } from '../cli/device-cache.ts'
import { installation } from '../cli/paths.ts'
import { serveStudio } from './server.ts'
import type { StudioServer } from './server.ts'

export interface StudioHost {
  readonly studio: Studio
  /** @throws Error of Node, such as EADDRINUSE */
  serve(port?: number): Promise<StudioServer>
  /** In the background, so that the first picture does not wait for it. */
  startEngine(): void
  /** The server first, then the projects and the engine. */
  close(): Promise<void>
}

export function openStudioHost(): StudioHost {
  const cache = deviceCache()
  const engine = new EngineHost(forkEngine(), { devices: cache.read(), onDevices: (reports) => cache.write(reports) })
  const host = openStudio({
    engine,
    kind: 'browser',
    version: packageJson.version,
    folders: {
      data: envPaths('diorama', { suffix: '' }).data,
      projects: projectsFolder(),
      examples: path.join(installation, 'examples'),
      installation,
    },
  })
  const servers: StudioServer[] = []
  return {
    studio: host.studio,
    async serve(port) {
      const rendererFolder = path.join(installation, 'dist/renderer')
      const server = await serveStudio({ studio: host.studio, pixels: host.pixels, port, rendererFolder })
      servers.push(server)
      return server
    },
    startEngine: host.start,
    async close() {
      await Promise.all(servers.map((server) => server.close()))
      await host.close()
    },
  }
}

/** Where a user looks for documents. */
function projectsFolder(): string {
  const documents = path.join(os.homedir(), 'Documents')
  return path.join(existsSync(documents) ? documents : os.homedir(), 'Diorama')
}

/** Joins each page to the studio by a message port of its own; whoever else asks gets no answer. */
import { ipcMain, MessageChannelMain } from 'electron'
import { z } from 'zod'
import type { Studio } from '../../contract/studio.ts'
import { emitterPort } from '../../links/port.ts'
import { servePort } from '../../links/port-server.ts'
import { isOurPage } from './page.ts'

const windowId = z.uuid()

export function joinPages(studio: Studio): void {
  ipcMain.on('studio-port', (event, id: unknown) => {
    const { success, data: origin } = windowId.safeParse(id)
    if (!success || !isOurPage(event.senderFrame)) return
    const { port1, port2 } = new MessageChannelMain()
    servePort(emitterPort(port1), { studio, origin })
    event.senderFrame?.postMessage('studio-port', null, [port2])
  })
}

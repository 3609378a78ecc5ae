/**
 * Starts a window: finds its studio, mirrors what is there and opens what the address names.
 *
 * The desktop's preload hands over a message port; in a browser the studio is where the page came from.
 */
import { createStore } from 'zustand/vanilla'
import type { StudioRouter } from '../../app/contract/router.ts'
import { portLink } from '../../app/links/port-client.ts'
import { webPort } from '../../app/links/port.ts'
import { connectWebSocket, studioAddress } from '../../app/links/websocket-client.ts'
import type { TRPCLink } from '@trpc/client'
import type { Actions } from './actions.ts'
import { studioClient } from './client.ts'
import { followDraft, followHidden, followSelection } from './followers.ts'
import { followTrack } from './track-follower.ts'
import { catchUp, hearStudio } from './hear.ts'
import { newId } from './ids.ts'
import { initialState } from './initial.ts'
import { billboard } from './messages.ts'
import { keepUnconfirmed, makeUnconfirmed, mirrorOf, rememberedProject, rememberProject } from './project-mirror.ts'
import type { WindowState, WindowStore } from './window.ts'
import { windowActions } from './window-actions.ts'

/** Message with which the desktop's preload hands over the port. */
export const portMessage = 'diorama-port'

export function startWindow(): { store: WindowStore; actions: Actions } {
  const store = createStore<WindowState>(() => initialState)
  let wasLost = false
  const onState = (connection: 'open' | 'lost'): void => {
    store.setState({ connection })
    if (connection === 'lost') wasLost = true
    else if (wasLost) void readAgain()
  }
  const client = studioClient(studioLink(onState))
  const { actions, queue } = windowActions(store, client)
  const parts = { store, client, queue, board: billboard(store) }

  const openRemembered = async (): Promise<void> => {
    const id = rememberedProject()
    if (id === null) return
    try {
      const state = isReload() ? client.project.query({ project: id }) : client.join.mutate({ project: id })
      store.setState({ ...mirrorOf(await state), screen: 'studio' })
    } catch {
      rememberProject(null)
      return
    }
    makeUnconfirmed(id, queue)
  }
  const readAgain = async (): Promise<void> => {
    await catchUp(parts)
    queue.refresh()
  }
  const start = async (): Promise<void> => {
    await Promise.all([catchUp(parts), openRemembered()])
    // After a crash the artist is where they were.
    const { host, project } = store.getState()
    if (!project && host?.leftOpen != null) await actions.openProject(host.leftOpen)
    if (store.getState().screen === 'starting') store.setState({ screen: 'start' })
    // The first answer about devices takes seconds; nothing on the screen waits for it.
    await actions.testDevices(false)
  }
  hearStudio(parts)
  followDraft(store, client)
  followHidden(store)
  followSelection(store)
  followTrack(store, client)
  window.addEventListener('pagehide', () => {
    const id = store.getState().project?.id
    const edits = queue.unconfirmed()
    if (id !== undefined && edits) keepUnconfirmed(id, edits)
  })
  void start()
  return { store, actions }
}

/** Whether this window has opened already what its address names. */
function isReload(): boolean {
  const [navigation] = performance.getEntriesByType('navigation')
  return (navigation as PerformanceNavigationTiming | undefined)?.type === 'reload'
}

function studioLink(onState: (state: 'open' | 'lost') => void): TRPCLink<StudioRouter> {
  if (location.protocol !== 'app:') {
    return connectWebSocket({ address: studioAddress(location.href), origin: newId(), onState }).link
  }
  return portLink(webPort(desktopPort()), () => onState('lost'))
}

/** One end of a channel whose other end is joined to the preload's port once that comes: calls may start before. */
function desktopPort(): MessagePort {
  const { port1, port2 } = new MessageChannel()
  window.addEventListener('message', ({ data, source, ports: [port] }) => {
    if (source !== window || data !== portMessage || !port) return
    port.addEventListener('message', (event) => port2.postMessage(event.data))
    port2.addEventListener('message', (event) => port.postMessage(event.data))
    port.start()
    port2.start()
  })
  return port1
}

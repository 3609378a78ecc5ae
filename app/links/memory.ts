/** The studio in the same process: the port's two halves over a pair in memory, so that what is sent is copied as anywhere. */
import type { TRPCLink } from '@trpc/client'
import type { RouterContext, StudioRouter } from '../contract/router.ts'
import { portLink } from './port-client.ts'
import { servePort } from './port-server.ts'
import { portPair } from './port.ts'

export function memoryLink(context: RouterContext): TRPCLink<StudioRouter> {
  const [here, there] = portPair()
  servePort(there, context)
  return portLink(here)
}

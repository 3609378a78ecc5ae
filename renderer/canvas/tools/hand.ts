/** Hand: the picture follows the pointer. Escape ends it where it is; nothing in the scene has changed. */
import type { Pointer, Tool } from './tool.ts'
import { viewOf } from './view.ts'

type Hand = { readonly name: 'idle' } | { readonly name: 'panning'; readonly at: Pointer }

const idle: Hand = { name: 'idle' }

export const handTool: Tool<Hand> = {
  name: 'hand',
  initial: idle,
  on: {
    idle: {
      pointerDown: (_, event) => [{ name: 'panning', at: event }],
    },
    panning: {
      pointerMove: ({ at }, event) => [
        { name: 'panning', at: event },
        { do: 'pan', dx: event.screen.x - at.screen.x, dy: event.screen.y - at.screen.y },
      ],
      pointerUp: () => [idle],
      cancel: () => [idle],
    },
  },
  view: (state) => viewOf(state.name === 'panning' ? 'closedHand' : 'openHand'),
}

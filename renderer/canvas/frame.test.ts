/** What the canvas shows, from the window's state and a gesture in progress. */
import { describe, expect, it } from 'vitest'
import type { Draft } from '../../app/contract/document.ts'
import type { Round } from '../../app/contract/project.ts'
import type { Instance } from '../../app/contract/scene.ts'
import { newDraftSettings } from '../../app/scene/presets.ts'
import { initialState } from '../state/initial.ts'
import type { WindowState } from '../state/window.ts'
import { frameOf } from './frame.ts'

const recommended = { steps: 20, sampler: 'plms', guidance: 3, alpha: 0.8, mis: 0.36 } as const

const box = (id: string, x0: number): Instance => ({
  id,
  caption: `a red ${id}`,
  box: { x0, y0: 100, x1: x0 + 80, y1: 180 },
})

function draftOf(instances: Instance[], parent: string | null): Draft {
  return {
    scene: { format: 'diorama/scene', version: 1, caption: '', width: 512, height: 512, depth: 'listed', instances },
    notes: {},
    settings: newDraftSettings(recommended),
    keep: 'free',
    backdrop: null,
    parent,
  }
}

function roundOf(id: string, draft: Draft): Round {
  return {
    id,
    parent: null,
    kind: 'generated',
    level: 1,
    job: id,
    variant: 0,
    createdAt: 0,
    draft,
    picture: 'a'.repeat(64),
    width: 128,
    height: 128,
    seed: 0,
    passes: 1,
    seconds: 1,
    model: { name: '', digest: '' },
    device: { device: 'cpu', reason: '' },
    warnings: [],
  }
}

function stateOf(draft: Draft, rounds: Round[], more: Partial<WindowState> = {}): WindowState {
  const project = {
    id: 'p',
    name: 'Beach house',
    path: '',
    readOnly: undefined,
    document: { draft, rounds: {} },
    history: { sequence: 0, undo: null, redo: null },
    rounds,
    unsaved: 0,
  }
  return { ...initialState, project, ...more }
}

const idle = { commands: [], hovered: null }
const first = draftOf([box('fish', 20), box('car', 300)], null)
const round = roundOf('r1', first)

describe('C1 frame', () => {
  it('C1 frame: without a project there is nothing to show', () => {
    expect(frameOf(initialState, idle, 1)).toBeNull()
  })

  it('C1 region: a first picture has none, and so has an unchanged draft', () => {
    expect(frameOf(stateOf(first, []), idle, 1)!.region).toBeNull()
    expect(frameOf(stateOf({ ...first, parent: 'r1' }, [round]), idle, 1)!.region).toBeNull()
  })

  it('C1 region: it follows a gesture before the gesture ends, with the ghost of what moves', () => {
    const state = stateOf({ ...first, parent: 'r1' }, [round])
    const move = { do: 'changeInstance', id: 'fish', change: { box: box('fish', 160).box! } } as const
    const frame = frameOf(state, { commands: [move], hovered: null }, 1)!
    expect(frame.region!.share).toBeGreaterThan(0.05)
    expect(frame.ghosts.map(({ edit, isMoved }) => [edit.id, isMoved])).toEqual([['fish', true]])
    expect(frame.shown.find(({ instance }) => instance.id === 'fish')!.bounds!.x0).toBe(160)
    expect(state.project!.document.draft.scene.instances[0]!.box!.x0).toBe(20)
  })

  it('C1 region: a removed thing leaves a ghost', () => {
    const frame = frameOf(stateOf({ ...draftOf([box('fish', 20)], 'r1') }, [round]), idle, 1)!
    expect(frame.ghosts.map(({ edit }) => [edit.id, edit.state])).toEqual([['car', 'removed']])
  })

  it('C1 overlays: hidden things are left out, and those of hidden outlines unless they are acted on', () => {
    const hidden = { ...first, notes: { car: { hidden: true } } }
    expect(frameOf(stateOf(hidden, []), idle, 1)!.shown.map(({ instance }) => instance.id)).toEqual(['fish'])
    const shows = { ...initialState.shows, outlines: false }
    const state = stateOf(first, [], { shows, selection: ['car'] })
    expect(frameOf(state, { commands: [], hovered: null }, 1)!.shown.map(({ instance }) => instance.id)).toEqual([
      'car',
    ])
  })

  it('C1 overlays: the picture alone, while its key is held', () => {
    const frame = frameOf(stateOf({ ...draftOf([box('fish', 90)], 'r1') }, [round], { peek: 'bare' }), idle, 1)!
    expect([frame.shown, frame.ghosts, frame.region, frame.grips.handles]).toEqual([[], [], null, null])
  })

  it('R4 compare: the rim is that of the two rounds compared, and there is none side by side', () => {
    const later = roundOf('r2', draftOf([box('fish', 200), box('car', 300)], 'r1'))
    const compare = { way: 'slider', before: 'r1', after: 'r2', divider: 0.5, gain: 1 } as const
    const state = stateOf({ ...later.draft, parent: 'r2' }, [round, later], { compare })
    const frame = frameOf(state, idle, 1)!
    expect(frame.region!.share).toBeGreaterThan(0.05)
    expect([frame.isRegionFilled, frame.shown.length]).toEqual([false, 0])
    expect(frameOf({ ...state, compare: { ...compare, way: 'side' } }, idle, 1)!.region).toBeNull()
  })

  it('C1 overlays: a command that does not fit the draft shows the draft as it is', () => {
    const frame = frameOf(stateOf(first, []), { commands: [{ do: 'removeInstance', id: 'nobody' }], hovered: null }, 1)!
    expect(frame.draft).toBe(first)
  })
})

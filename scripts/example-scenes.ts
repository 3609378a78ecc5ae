/** What the example projects show: things of the starter model's world, composed over a few rounds as an artist would. */
import type { Command, Gesture } from '../app/contract/edit.ts'
import type { Instance, Point, Scene } from '../app/contract/scene.ts'
import { encodeMask } from '../app/scene/rle.ts'
import { fillRings } from '../app/scene/raster.ts'

export interface ExampleRound {
  /** Place of the round that this one goes on from; the one before unless given. */
  readonly from?: number
  readonly gestures: readonly Gesture[]
  /** Chosen by looking at what came of it. */
  readonly seed: number
  readonly name: string
  readonly starred?: boolean
}

export interface ExampleProject {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly rounds: readonly ExampleRound[]
}

/** Scene pixels. */
const side = 512

function points(...xy: number[]): Point[] {
  return Array.from({ length: xy.length / 2 }, (_, i) => ({ x: xy[2 * i]!, y: xy[2 * i + 1]! }))
}

function box(x0: number, y0: number, x1: number, y1: number): Pick<Instance, 'box'> {
  return { box: { x0, y0, x1, y1 } }
}

function mask(...rings: Point[][]): Pick<Instance, 'mask'> {
  return { mask: encodeMask(fillRings(rings, side, side, side, side), side, side) }
}

const tree = points(75, 250, 85, 190, 30, 160, 45, 95, 85, 50, 125, 35, 170, 55, 205, 100, 215, 160, 160, 190, 165, 250)

/** A body and a tail, looking left. */
function fish(x: number, y: number, width: number, height: number): Point[] {
  const body = Array.from({ length: 12 }, (_, i): Point => {
    const angle = 0.5 + ((2 * Math.PI - 1) * i) / 11
    return {
      x: Math.round(x + width * 0.38 * (1 + Math.cos(angle))),
      y: Math.round(y + (height / 2) * (1 + Math.sin(angle))),
    }
  })
  const tail = points(x + width, y + 0.1 * height, x + 0.9 * width, y + height / 2, x + width, y + 0.9 * height)
  return [...body, ...tail.map((point) => ({ x: Math.round(point.x), y: Math.round(point.y) }))]
}

/** @param at how many things lie behind it */
function draw(instance: Instance, at = 0): Gesture {
  return { kind: 'draw', of: instance.caption, commands: [{ do: 'addInstance', at, instance }] }
}

/** Once, for the whole picture: another scene caption would draw all of it anew. */
function say(caption: Scene['caption']): Gesture {
  return { kind: 'reword', commands: [{ do: 'changeScene', change: { caption } }] }
}

function change(kind: Gesture['kind'], of: string, ...commands: Command[]): Gesture {
  return { kind, of, commands }
}

const beachHouse: ExampleProject = {
  id: 'beach-house',
  name: 'Beach house',
  about: 'Add, move and reword, in four rounds',
  rounds: [
    {
      gestures: [
        say('a yellow house and a green tree on a beach'),
        draw({ id: 'house', name: 'house', caption: 'a yellow house', ...box(250, 70, 430, 250) }),
        draw({ id: 'tree', name: 'tree', caption: 'a green tree', polygon: [tree] }, 1),
      ],
      seed: 14,
      name: 'House and tree',
    },
    {
      gestures: [draw({ id: 'car', name: 'car', caption: 'a blue car', ...box(290, 310, 480, 440) }, 2)],
      seed: 14,
      name: 'A car arrives',
    },
    {
      gestures: [draw({ id: 'ball', name: 'ball', caption: 'a red striped ball', point: { x: 125, y: 400 } }, 3)],
      seed: 14,
      name: 'With a ball',
      starred: true,
    },
    {
      gestures: [change('reword', 'house', { do: 'changeInstance', id: 'house', change: { caption: 'a red house' } })],
      seed: 14,
      name: 'Red house',
    },
  ],
}

const meadowFair: ExampleProject = {
  id: 'meadow-fair',
  name: 'Meadow fair',
  about: 'A mug from one scribble, a ball from one point',
  rounds: [
    {
      gestures: [
        say('an orange tree and a blue car in a meadow'),
        draw({ id: 'tree', name: 'tree', caption: 'an orange tree', ...box(40, 60, 220, 270) }),
        draw({ id: 'car', name: 'car', caption: 'a blue car', ...box(260, 130, 460, 260) }, 1),
      ],
      seed: 1,
      name: 'Tree and car',
    },
    {
      gestures: [draw({ id: 'box', name: 'box', caption: 'a red dotted box', ...box(320, 290, 480, 450) }, 2)],
      seed: 1,
      name: 'A dotted box',
    },
    {
      gestures: [
        draw(
          {
            id: 'mug',
            name: 'mug',
            caption: 'a yellow mug',
            scribble: [points(80, 330, 80, 440, 180, 440, 180, 330, 90, 335, 130, 400)],
          },
          3,
        ),
      ],
      seed: 1,
      name: 'Mug, scribbled',
      starred: true,
    },
    {
      from: 1,
      gestures: [draw({ id: 'ball', name: 'ball', caption: 'a purple striped ball', point: { x: 120, y: 390 } }, 3)],
      seed: 1,
      name: 'A ball instead',
    },
  ],
}

const nightHarbour: ExampleProject = {
  id: 'night-harbour',
  name: 'Night harbour',
  about: 'A brushed house, a fish cut from a polygon',
  rounds: [
    {
      gestures: [
        say('a white house at night'),
        draw({
          id: 'house',
          name: 'house',
          caption: 'a white house',
          ...mask(points(145, 150, 250, 225, 225, 235, 225, 340, 65, 340, 65, 235, 40, 225)),
        }),
        draw({ id: 'star', name: 'star', caption: 'a yellow star', ...box(310, 30, 460, 180) }, 1),
      ],
      seed: 5,
      name: 'House under a star',
    },
    {
      gestures: [draw({ id: 'car', name: 'car', caption: 'a red car', ...box(270, 320, 470, 455) }, 2)],
      seed: 5,
      name: 'A late car',
      starred: true,
    },
    {
      from: 0,
      gestures: [
        change('remove', 'star', { do: 'removeInstance', id: 'star' }),
        draw({ id: 'fish', name: 'fish', caption: 'an orange fish', polygon: [fish(270, 320, 200, 130)] }, 1),
      ],
      seed: 5,
      name: 'Fish by moonlight',
    },
  ],
}

export const exampleProjects: readonly ExampleProject[] = [beachHouse, meadowFair, nightHarbour]

/**
 * What became of the rounds of a script, counted: the rest of the picture, things that were kept, things that were changed.
 * Pure.
 */
import { growCells } from '../consistency/grow.ts'
import { pixelMask, psnr, type Cells } from '../consistency/consistency.ts'
import type { LookedAt } from '../contract/engine.ts'
import { rightOf, type Recognised } from '../contract/evaluation.ts'
import type { Pixels } from '../exchange/png.ts'
import type { DrawnScene } from './chains.ts'
import type { ScriptedEdit, ScriptedThing } from './scripts.ts'

/** How many of so many. */
export interface Counted {
  readonly right: number
  readonly of: number
}

export interface JudgedRound {
  readonly edit: ScriptedEdit
  /** Whether the thing that was changed is right; for a removed one, whether nothing is seen where it was. */
  readonly isRight: boolean
  /** Of kept things that nothing was put in front of and that were right in the parent: those that still are. */
  readonly survived: Counted
  /** Against the parent, in dB; null where equal or where there is nothing. Outside the region, ... */
  readonly background: number | null
  /** ... from one cell off its rim on, and ... */
  readonly beyond: number | null
  /** ... in the two cells along its rim. */
  readonly band: number | null
}

/** Cells along the rim in which the decoder carries what was drawn anew into the rest. */
const bandCells = 2

/**
 * Where to look in the pictures of a chain: at each thing of the scene, then at the place that a removed one has left.
 */
export function looksAt(chain: readonly DrawnScene[]): LookedAt[] {
  return chain.map(({ picture, scripted }, i) => {
    const { width, height, rgb } = picture
    const [across, down] = [width / scripted.scene.width, height / scripted.scene.height]
    const things = [...scripted.things, ...removedIn(chain, i)]
    const boxes = things.map(({ box }): [number, number, number, number] => [
      box.x0 * across,
      box.y0 * down,
      box.x1 * across,
      box.y1 * down,
    ])
    return { width, height, rgb, boxes }
  })
}

/**
 * @param found by picture, as `looksAt` asked
 * @returns one a round, without the first
 */
export function judgeRounds(chain: readonly DrawnScene[], found: readonly (readonly Recognised[])[]): JudgedRound[] {
  return chain.slice(1).map((drawn, i) => {
    const parent = chain[i]!
    const before = rightIn(parent, found[i]!)
    const after = rightIn(drawn, found[i + 1]!)
    const { edit, edited } = drawn.scripted
    const isGone = found[i + 1]!.at(-1)!.present === false
    return {
      edit: edit!,
      isRight: edit === 'remove' ? isGone : after.get(edited!)!,
      survived: survivors(untouchedIn(drawn), before, after),
      ...backgroundOf(parent.picture, drawn),
    }
  })
}

/** Of the first scene's things that no round touched and that were right in the first picture: those that are in the last. */
export function survivedToEnd(chain: readonly DrawnScene[], found: readonly (readonly Recognised[])[]): Counted {
  const untouched = chain.slice(1).map(untouchedIn)
  const all = chain[0]!.scripted.things.map(({ id }) => id)
  const ids = new Set(all.filter((id) => untouched.every((left) => left.has(id))))
  return survivors(ids, rightIn(chain[0]!, found[0]!), rightIn(chain.at(-1)!, found.at(-1)!))
}

function survivors(
  ids: ReadonlySet<string>,
  before: ReadonlyMap<string, boolean>,
  after: ReadonlyMap<string, boolean>,
): Counted {
  const asked = [...ids].filter((id) => before.get(id))
  return { right: asked.filter((id) => after.get(id)).length, of: asked.length }
}

function untouchedIn({ report }: DrawnScene): ReadonlySet<string> {
  return new Set(report.instances.filter(({ state }) => state === 'kept').map(({ id }) => id))
}

function rightIn({ scripted }: DrawnScene, found: readonly Recognised[]): ReadonlyMap<string, boolean> {
  return new Map(scripted.things.map(({ id, truth }, i) => [id, rightOf(found[i]!, truth).success]))
}

function removedIn(chain: readonly DrawnScene[], i: number): ScriptedThing[] {
  const { edit, edited } = chain[i]!.scripted
  return edit === 'remove' ? chain[i - 1]!.scripted.things.filter(({ id }) => id === edited) : []
}

function backgroundOf(
  parent: Pixels,
  { picture, region }: DrawnScene,
): Pick<JudgedRound, 'background' | 'beyond' | 'band'> {
  const { width, height } = region
  const grown = (by: number): Cells => ({
    ...region,
    cells: growCells(region.cells, width, height, { x: by, y: by }),
  })
  const [near, far] = [grown(1), grown(bandCells)]
  const outside = (cells: Uint8Array, within: Uint8Array = cells.map(() => 1)): number | null => {
    const counted = pixelMask(picture, { ...region, cells: cells.map((cell, i) => (1 - cell) & within[i]!) }, 0)
    return finite(psnr(parent, picture, counted))
  }
  return {
    background: outside(region.cells),
    beyond: outside(near.cells),
    band: outside(region.cells, far.cells),
  }
}

function finite(decibels: number | null): number | null {
  return decibels === Infinity ? null : decibels
}

/** The cross that keys draw with: where it stands, and how far an arrow moves it. Pure. */
import type { Point } from '../../app/contract/scene.ts'
import type { ArrowKey, Modifiers, ToolName } from './tools/tool.ts'
import type { Size } from './view.ts'

const arrows: Readonly<Record<ArrowKey, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

export function isArrow(key: string): key is ArrowKey {
  return key in arrows
}

/** Tools that draw where the cross is; in the others arrows belong to the selected instance. */
export function drawsWithCross(tool: ToolName): boolean {
  return tool !== 'select' && tool !== 'hand' && tool !== 'zoom'
}

export function crossStart({ width, height }: Size): Point {
  return { x: Math.round(width / 2), y: Math.round(height / 2) }
}

/** 8 px, with Shift 1, with Mod 64; it stays on the picture. */
export function crossMoved({ x, y }: Point, key: ArrowKey, modifiers: Modifiers, { width, height }: Size): Point {
  const step = modifiers.mod ? 64 : modifiers.shift ? 1 : 8
  return crossWithin({ x: x + arrows[key].x * step, y: y + arrows[key].y * step }, { width, height })
}

/** On a picture of this size: the one that it was moved on may have been larger. */
export function crossWithin({ x, y }: Point, { width, height }: Size): Point {
  return { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) }
}

/** The cross of keyboard drawing from one picture to the next. */
import { expect, it } from 'vitest'
import type { Actions } from '../state/actions.ts'
import type { Driver } from './driver.ts'
import { KeyboardDrawing } from './keyboard-drawing.ts'

it('A1 cross: on a smaller picture than before it stands on that picture, and draws there', () => {
  const sent: unknown[] = []
  const driver = { toolName: 'point', isIdle: true, isEditingPoints: false, send: (event: object) => sent.push(event) }
  const viewport = { view: { scale: 1, x: 0, y: 0 }, scene: { width: 1024, height: 768 } }
  const keys = new KeyboardDrawing(driver as unknown as Driver, {} as Actions, viewport)
  keys.begin(true)
  expect(keys.shown).toEqual({ x: 512, y: 384 })
  viewport.scene = { width: 256, height: 512 }
  expect(keys.shown).toEqual({ x: 256, y: 384 })
  keys.key({ key: 'Enter' }, { shift: false, alt: false, mod: false, space: false })
  expect(sent).toEqual([expect.objectContaining({ key: 'Enter', cross: { x: 256, y: 384 } })])
  keys.dispose()
})

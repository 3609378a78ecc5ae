/**
 * The overlays in their order, as Fabric objects: ground, tints, region, ghosts, outlines, gesture, handles, tags.
 *
 * An object stays with its instance from frame to frame; the canvas's list is made anew only when things come, go or
 * change their order.
 */
import type { Point, Scene } from '../../app/contract/scene.ts'
import { used } from '../../app/scene/locations.ts'
import type { Frame, Ghost, Shown } from './frame.ts'
import type { Ink } from './ink.ts'
import type { Overlay } from './overlay.ts'
import { OverlayCanvas } from './overlay.ts'
import { GestureOverlay } from './overlays/gesture.ts'
import { GhostOverlay } from './overlays/ghost.ts'
import type { Below } from './overlays/ghost.ts'
import { GroundOverlay } from './overlays/ground.ts'
import type { Grids } from './overlays/ground.ts'
import { HandlesOverlay } from './overlays/handles.ts'
import { InstanceFill, InstanceOutline, InstanceTag } from './overlays/instance.ts'
import { RegionOverlay } from './overlays/region.ts'
import { TagPictures } from './tag-pictures.ts'
import type { ToolView } from './tools/tool.ts'
import type { Size, View } from './view.ts'

interface Parts {
  readonly fill: InstanceFill
  readonly outline: InstanceOutline
  readonly tag: InstanceTag
}

export interface Look {
  readonly below: Below | null
  readonly grids: Grids | null
  readonly isStrong: boolean
  /** Handles for fingers. */
  readonly isLarge: boolean
}

/** What a gesture in progress, or the keys, show. */
export type Drawing = Pick<ToolView, 'shapes' | 'guides'> & { readonly cross: Point | null }

export class Layers {
  readonly element: HTMLCanvasElement
  private readonly canvas: OverlayCanvas
  private readonly ground = new GroundOverlay()
  private readonly region = new RegionOverlay()
  private readonly handles = new HandlesOverlay()
  private readonly gesture = new GestureOverlay()
  private readonly parts = new Map<string, Parts>()
  private readonly ghosts = new Map<string, GhostOverlay>()
  private order: readonly Overlay[] = []

  /** @param element is given to Fabric, which disposes of what it adds to it */
  constructor(element: HTMLCanvasElement, ink: Ink) {
    this.element = element
    this.canvas = new OverlayCanvas(element, { renderOnAddRemove: false, enableRetinaScaling: true })
    this.canvas.ink = ink
    this.canvas.tags = new TagPictures(ink)
    this.canvas.isStrong = false
  }

  resize(size: Size): void {
    this.canvas.setDimensions({ width: size.width, height: size.height })
  }

  /** Draws at once: the caller is in an animation frame. */
  draw(frame: Frame | null, view: View, tool: Drawing, look: Look): void {
    this.canvas.isStrong = look.isStrong
    this.canvas.viewportTransform = [view.scale, 0, 0, view.scale, view.x, view.y]
    if (look.grids) this.ground.show(look.grids)
    this.gesture.show(tool.shapes, tool.guides, tool.cross, look.below)
    this.arrange(frame ? this.overlaysOf(frame, look) : [])
    this.canvas.renderAll()
  }

  async dispose(): Promise<void> {
    await this.canvas.dispose()
  }

  private overlaysOf(frame: Frame, look: Look): Overlay[] {
    const { scene } = frame.draft
    this.region.show(frame.region, frame.isRegionFilled, scene)
    const { handles, hasBox } = frame.grips
    this.handles.show(handles, hasBox, look.isLarge)
    const parts = frame.shown.map((shown) => ({ shown, ...this.partsOf(shown, scene) }))
    const ghosts = frame.ghosts.map((ghost) => this.ghostOf(ghost, look.below))
    this.forget(frame)
    return [
      this.ground,
      ...parts.flatMap(({ shown, fill }) => (hasFill(shown) ? [fill] : [])),
      this.region,
      ...ghosts,
      ...parts.map(({ outline }) => outline),
      this.gesture,
      this.handles,
      ...parts.map(({ tag }) => tag),
    ]
  }

  private partsOf(shown: Shown, scene: Scene): Parts {
    const { id } = shown.instance
    const known = this.parts.get(id)
    const parts = known ?? {
      fill: new InstanceFill(shown, scene),
      outline: new InstanceOutline(shown, scene),
      tag: new InstanceTag(shown, scene),
    }
    if (!known) this.parts.set(id, parts)
    for (const part of [parts.fill, parts.outline, parts.tag]) part.show(shown, scene)
    return parts
  }

  private ghostOf(ghost: Ghost, below: Below | null): GhostOverlay {
    const overlay = this.ghosts.get(ghost.edit.id) ?? new GhostOverlay(ghost, below)
    this.ghosts.set(ghost.edit.id, overlay)
    overlay.show(ghost, below)
    return overlay
  }

  private forget({ shown, ghosts }: Frame): void {
    const ids = new Set(shown.map(({ instance }) => instance.id))
    for (const id of this.parts.keys()) if (!ids.has(id)) this.parts.delete(id)
    const gone = new Set(ghosts.map(({ edit }) => edit.id))
    for (const id of this.ghosts.keys()) if (!gone.has(id)) this.ghosts.delete(id)
  }

  private arrange(order: readonly Overlay[]): void {
    if (order.length === this.order.length && order.every((overlay, i) => overlay === this.order[i])) return
    this.canvas.remove(...this.order)
    this.canvas.add(...order)
    this.order = order
  }
}

function hasFill({ instance, isSelected }: Shown): boolean {
  const { mask, polygon } = used(instance)
  return mask !== undefined || (polygon !== undefined && isSelected)
}

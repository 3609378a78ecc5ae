/**
 * The stage: ties viewport, tools and overlays together, one animation frame at a time.
 *
 * Everything that moves with the pointer lives here, outside React and outside the store; only finished effects leave.
 */
import type { Point } from '../../app/contract/scene.ts'
import type { Actions } from '../state/actions.ts'
import { selectDraft, selectGrid, selectParentRound } from '../state/derived.ts'
import type { ViewTarget, WindowState, WindowStore } from '../state/window.ts'
import { sayings } from '../text/things.ts'
import { CursorLayer } from './cursor.ts'
import { Driver } from './driver.ts'
import { frameOf } from './frame.ts'
import type { Frame } from './frame.ts'
import { GestureEnd } from './gesture-end.ts'
import { readInk } from './ink.ts'
import { Input } from './input.ts'
import { KeyboardDrawing } from './keyboard-drawing.ts'
import { Layers } from './layers.ts'
import type { Drawing, Look } from './layers.ts'
import type { Below } from './overlays/ghost.ts'
import { selectionBounds } from './selection.ts'
import type { Fingers, Pointer, Saying, ToolView } from './tools/tool.ts'
import { fitInset, pixelGridScale, toScreen } from './view.ts'
import { Viewport } from './viewport.ts'
import { wheelMove } from './wheel.ts'

export interface StageElements {
  /** Takes the pointer and the focus. */
  readonly surface: HTMLElement
  /** Holds the pictures and what lies on them in the page. */
  readonly pictures: HTMLElement
  readonly overlays: HTMLElement
  readonly cursor: HTMLCanvasElement
  readonly saying: HTMLElement
}

const sayingMs = 1800

/** What of the window's state the canvas shows; other changes need no drawing. */
const drawnOf = [
  'project',
  'preferences',
  'selection',
  'tool',
  'toolOptions',
  'editingPoints',
  'shows',
  'looking',
  'compare',
  'peek',
  'estimate',
  'jobs',
] as const satisfies readonly (keyof WindowState)[]

export class StageController {
  private readonly elements: StageElements
  private readonly store: WindowStore
  private readonly actions: Actions
  private readonly viewport: Viewport
  private readonly driver: Driver
  private readonly gestureEnd: GestureEnd
  private readonly layers: Layers
  private readonly cursor: CursorLayer
  private readonly input: Input
  private readonly keyboard: KeyboardDrawing
  private readonly observer: ResizeObserver
  private readonly unsubscribe: () => void
  private pointer: Pointer | null = null
  private below: HTMLImageElement | null = null
  private request = 0
  /** Overlays show what no longer is. */
  private isStale = true
  /** Pictures are to be placed where the view came to rest. */
  private isAdrift = true
  private shownView: ToolView | null = null
  private wishes: number
  private sayingEnds: ReturnType<typeof setTimeout> | undefined

  constructor(elements: StageElements, store: WindowStore, actions: Actions) {
    this.elements = elements
    this.store = store
    this.actions = actions
    this.wishes = store.getState().viewWish.count
    const ink = readInk(elements.surface)
    const canvas = document.createElement('canvas')
    elements.overlays.replaceChildren(canvas)
    this.viewport = new Viewport(
      () => this.schedule(),
      () => this.settle(),
    )
    this.layers = new Layers(canvas, ink)
    this.cursor = new CursorLayer(elements.cursor, ink)
    this.driver = new Driver(store, actions, {
      view: () => this.viewport.view,
      pan: (dx, dy) => this.pan(dx, dy),
      zoom: (factor, at) => this.zoom(factor, at),
      fit: (box) => this.viewport.fitBox(box),
      say: (what, screen) => this.say(what, screen),
      toWindow: (screen) => this.toWindow(screen),
    })
    this.gestureEnd = new GestureEnd(store)
    this.keyboard = new KeyboardDrawing(this.driver, actions, this.viewport)
    this.input = new Input(elements.surface, this.listener())
    this.observer = new ResizeObserver(() => this.measure())
    this.observer.observe(elements.surface)
    this.unsubscribe = store.subscribe((state, before) => this.follow(state, before))
    this.takeScene(store.getState())
    this.measure()
  }

  /** The decoded picture under the overlays. */
  setBelow(image: HTMLImageElement | null): void {
    this.below = image
    this.redraw()
  }

  /** The canvas itself took the focus; by key, the cross of keyboard drawing is shown. */
  focused(): void {
    // Not :focus-visible: a press focuses the canvas by script, and the browser takes that for a key.
    this.elements.surface.toggleAttribute('data-ring', this.input.isByKeys)
    this.keyboard.begin(this.input.isByKeys)
    this.redraw()
  }

  blurred(): void {
    this.elements.surface.removeAttribute('data-ring')
    this.keyboard.hide()
    this.redraw()
  }

  private hideKeys(): void {
    this.elements.surface.removeAttribute('data-ring')
    this.keyboard.hide()
  }

  dispose(): void {
    cancelAnimationFrame(this.request)
    clearTimeout(this.sayingEnds)
    this.unsubscribe()
    this.observer.disconnect()
    this.input.dispose()
    this.keyboard.dispose()
    this.viewport.dispose()
    const { overlays } = this.elements
    const wrapper = overlays.firstElementChild
    void this.layers.dispose().then(() => wrapper?.remove())
  }

  private listener() {
    const { driver, viewport } = this
    return {
      view: () => viewport.view,
      send: (event: Parameters<Driver['send']>[0]) => {
        if (event.type === 'pointerUp' || event.type === 'pinchEnd') this.gestureEnd.run(() => driver.send(event))
        else driver.send(event)
        this.schedule()
      },
      hover: (pointer: Pointer | null) => {
        this.pointer = pointer
        if (pointer && !this.input.isByKeys) this.hideKeys()
        this.schedule()
      },
      borrow: (tool: Parameters<Driver['borrow']>[0]) => {
        driver.borrow(tool)
        this.schedule()
      },
      get isIdle() {
        return driver.isIdle
      },
      get toolName() {
        return driver.toolName
      },
      wheel: (event: WheelEvent, at: Point) => this.wheel(event, at),
      pan: (dx: number, dy: number) => this.pan(dx, dy),
      zoom: (factor: number, at: Point) => this.zoom(factor, at),
      pinch: (fingers: Fingers) => {
        const isTaken = driver.pinch(fingers)
        this.schedule()
        return isTaken
      },
      settle: () => viewport.settle(),
      taps: (fingers: number) => this.taps(fingers),
      key: (event: KeyboardEvent, modifiers: Parameters<KeyboardDrawing['key']>[1]) => {
        const isUsed = this.keyboard.key(event, modifiers)
        if (isUsed) this.schedule()
        return isUsed
      },
      menu: (at: Point | null) => this.menu(at),
      openMenu: () => driver.openMenu(),
    }
  }

  private wheel(event: WheelEvent, at: Point): void {
    const move = wheelMove(event, this.store.getState().preferences.wheelScrolls)
    if (move.do === 'pan') this.pan(move.dx, move.dy)
    else this.zoom(move.factor, at)
  }

  /** Side by side each half shows the view smaller, so a hand moves it further. */
  private pan(dx: number, dy: number): void {
    const by = this.isSideBySide ? 1 / this.viewport.halfShare : 1
    this.viewport.pan(dx * by, dy * by)
  }

  private zoom(factor: number, at: Point): void {
    this.viewport.zoom(factor, this.isSideBySide ? fromHalf(at, this.viewport) : at)
  }

  private taps(fingers: number): void {
    if (fingers === 2) this.actions.undo()
    else if (fingers === 3) this.actions.redo()
    else this.actions.setPanelsHidden(!this.store.getState().panelsHidden)
  }

  /** At a finger, or, by key, at what is selected. */
  private menu(at: Point | null): void {
    const state = this.store.getState()
    const bounds = selectionBounds(state)
    const beside = bounds ? toScreen(this.viewport.view, { x: bounds.x1, y: bounds.y0 }) : this.viewport.middle
    const hovered = at ? this.driver.view(this.pointer).hovered : (state.selection.at(-1) ?? null)
    this.actions.openMenu(this.toWindow(at ?? beside), hovered)
  }

  private toWindow({ x, y }: Point): Point {
    const { left, top } = this.elements.surface.getBoundingClientRect()
    return { x: x + left, y: y + top }
  }

  private say(what: Saying, { x, y }: Point): void {
    const { saying } = this.elements
    saying.textContent = sayings[what]
    saying.style.translate = `${x + 14}px ${y + 18}px`
    saying.hidden = false
    clearTimeout(this.sayingEnds)
    this.sayingEnds = setTimeout(() => (saying.hidden = true), sayingMs)
    this.actions.say(sayings[what])
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.elements.surface
    if (width === 0 || height === 0) return
    this.viewport.resize({ width, height })
    this.layers.resize({ width, height })
    // At once: a canvas that waited for a frame would be seen empty.
    this.isStale = this.isAdrift = true
    this.tick(performance.now())
  }

  private follow(state: WindowState, before: WindowState): void {
    this.driver.takeUp()
    this.takeScene(state)
    this.viewport.isReduced = isReduced(state)
    if (state.viewWish.count !== this.wishes) {
      this.wishes = state.viewWish.count
      this.goTo(state.viewWish.to, state)
    }
    const hasFocus = document.activeElement === this.elements.surface
    if (state.tool !== before.tool && hasFocus) this.keyboard.begin(this.input.isByKeys)
    if (drawnOf.some((field) => state[field] !== before[field])) this.redraw()
  }

  private takeScene(state: WindowState): void {
    const scene = selectDraft(state)?.scene
    if (scene) this.viewport.setScene(scene)
  }

  private goTo(to: ViewTarget, state: WindowState): void {
    if (to === 'in' || to === 'out') return this.viewport.step(to)
    if (to === 'full') return this.viewport.scaleTo(1)
    if (typeof to === 'number') return this.viewport.scaleTo(to)
    const bounds = to === 'selection' ? selectionBounds(state) : null
    if (bounds) this.viewport.fitBox(bounds)
    else this.viewport.fit()
  }

  private redraw(): void {
    this.isStale = true
    this.schedule()
  }

  /** The view has come to rest, or is another scene's. */
  private settle(): void {
    this.isAdrift = true
    this.redraw()
  }

  private schedule(): void {
    this.request ||= requestAnimationFrame((now) => this.tick(now))
  }

  private tick(now: number): void {
    this.request = 0
    const isGliding = this.viewport.advance(now)
    const view = this.driver.view(this.pointer ?? this.keyboard.pointer)
    if (this.hasChanged(view)) this.isStale = true
    this.shownView = view
    if (this.isAdrift || !this.viewport.canTransform('pictures') || this.isSideBySide) this.place()
    else shift(this.elements.pictures, this.viewport.transform('pictures'))
    const mustDraw = !this.viewport.canTransform('overlays') || this.isSideBySide
    const waits = !mustDraw && this.gestureEnd.takesFrame(this.driver.isIdle, () => this.frame(view))
    if (mustDraw || (this.isStale && !waits)) this.draw(view)
    else shift(this.elements.overlays, this.viewport.transform('overlays'))
    if (waits) this.schedule()
    this.showCursor(view)
    if (isGliding) this.schedule()
  }

  private get isSideBySide(): boolean {
    return this.store.getState().compare?.way === 'side'
  }

  private hasChanged(view: ToolView): boolean {
    const before = this.shownView
    if (!before || before.hovered !== view.hovered) return true
    return [view, before].some(({ shapes, commands, guides }) => shapes.length + commands.length + guides.length > 0)
  }

  /** Lays the pictures out where the view is. */
  private place(): void {
    const { view: to, scene } = this.viewport
    const { pictures, surface } = this.elements
    this.viewport.commit('pictures')
    this.isAdrift = false
    pictures.style.willChange = pictures.style.transform = ''
    for (const [name, value] of [
      ['x', to.x],
      ['y', to.y],
      ['width', scene.width * to.scale],
      ['height', scene.height * to.scale],
    ] as const)
      surface.style.setProperty(`--picture-${name}`, `${value}px`)
    surface.style.setProperty('--half', `${this.viewport.halfShare}`)
    surface.dataset['pixels'] = to.scale >= pixelGridScale ? 'hard' : 'smooth'
    if (this.store.getState().scale !== to.scale) this.actions.setScale(to.scale)
  }

  private frame(view: ToolView): Frame | null {
    return frameOf(this.store.getState(), view, this.viewport.view.scale)
  }

  private draw(view: ToolView): void {
    const state = this.store.getState()
    const { view: to } = this.viewport
    const frame = this.frame(view)
    this.viewport.commit('overlays')
    this.isStale = false
    this.elements.overlays.style.transform = ''
    this.layers.draw(frame, to, this.withCross(view), this.lookOf(state, frame))
  }

  private withCross(view: ToolView): Drawing {
    return { shapes: view.shapes, guides: view.guides, cross: this.keyboard.shown }
  }

  private lookOf(state: WindowState, frame: Frame | null): Look {
    const { shows, preferences } = state
    const scene = frame?.draft.scene
    const parent = selectParentRound(state)
    const below: Below | null =
      this.below && scene ? { image: this.below, sceneWidth: scene.width, sceneHeight: scene.height } : null
    return {
      below,
      grids: scene
        ? {
            scene,
            latent: shows.latentGrid ? selectGrid(state) : null,
            pixels: parent && { width: parent.width, height: parent.height },
          }
        : null,
      isStrong: preferences.strongOutlines,
      isLarge: preferences.largeTargets || this.pointer?.device === 'touch',
    }
  }

  private showCursor(view: ToolView): void {
    const isTouch = this.pointer?.device === 'touch'
    this.cursor.show(
      view.cursor,
      isTouch ? null : (this.pointer?.screen ?? null),
      this.viewport.view.scale,
      this.elements.surface,
    )
  }
}

/** Until it is drawn where it is. */
function shift(element: HTMLElement, transform: string): void {
  if (transform === 'none') return
  element.style.willChange = 'transform'
  element.style.transform = transform
}

/** A point of either half of the canvas, as it would be if the half's picture filled the whole; see `.half` in the style sheet. */
function fromHalf({ x, y }: Point, { size: { width, height }, halfShare }: Viewport): Point {
  const middle = height / 2 - (fitInset.bottom - fitInset.top) / 2
  return { x: ((x % (width / 2)) - width / 4) / halfShare + width / 2, y: (y - middle) / halfShare + middle }
}

function isReduced({ preferences }: WindowState): boolean {
  return preferences.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches
}

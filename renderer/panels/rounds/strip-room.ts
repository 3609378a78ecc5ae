/** What of the tree there is room for. It follows the line that the strip is sized with, and what is looked at. */
import { useLayoutEffect, useState } from 'react'
import type { RefObject } from 'react'
import { useWindow } from '../../state/window.ts'
import { foldTree } from './fold.ts'
import type { FoldedTree } from './fold.ts'
import { holds, nodesOf } from './tree.ts'
import type { Tree } from './tree.ts'

/** Rem, as in rounds.module.css: a lane, and what the strip leaves free above and below. */
const lane = 5.8
const free = 0.8

/** @param height of the strip under its head, in rem */
export function lanesIn(height: number): number {
  return Math.max(1, Math.floor((height - free) / lane))
}

/** Stubs stay open until they are closed. @param current id of the node or round that is looked at */
export function useFolding(
  whole: Tree,
  current: string | null,
  strip: RefObject<HTMLElement | null>,
): { readonly tree: FoldedTree; readonly toggle: (stub: string) => void } {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const room = useRoom(strip)
  const compare = useWindow((state) => state.compare)
  // two rounds that are compared are both shown
  const looked = [current, compare?.before ?? null, compare?.after ?? null]
  const shown = nodesOf(whole).filter((node) => looked.some((id) => holds(node, id)))
  const tree = foldTree(whole, { room, shown: shown.map(({ id }) => id), opened })
  return { tree, toggle: (stub) => setOpened((before) => toggled(before, stub)) }
}

function toggled(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return set.has(one) ? new Set([...set].filter((other) => other !== one)) : new Set([...set, one])
}

function useRoom(strip: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(Infinity)
  useLayoutEffect(() => {
    const element = strip.current!
    const measure = (): void => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setRoom(lanesIn(element.clientHeight / rem))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [strip])
  return room
}

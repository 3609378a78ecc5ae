/** A round takes a thing that is dropped on it from the list: the draft goes on from there with a copy of the thing. */
import { useState } from 'react'
import type { DragEvent } from 'react'
import { instanceMime } from '../side/InstanceRow.tsx'

interface ThingDrop {
  readonly isUnderThing: boolean
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: () => void
  readonly onDrop: (event: DragEvent) => void
}

/** @param take is given the id of the instance */
export function useThingDrop(take: (id: string) => void): ThingDrop {
  const [isUnderThing, setUnderThing] = useState(false)
  return {
    isUnderThing,
    onDragOver(event) {
      if (!event.dataTransfer.types.includes(instanceMime)) return
      event.preventDefault()
      setUnderThing(true)
    },
    onDragLeave: () => setUnderThing(false),
    onDrop(event) {
      setUnderThing(false)
      const id = event.dataTransfer.getData(instanceMime)
      if (id !== '') take(id)
    },
  }
}

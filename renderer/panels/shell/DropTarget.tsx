/** The whole window takes files that are dropped on it: projects, scenes, pictures, on the desktop checkpoints. */
import { useRef, useState } from 'react'
import type { DragEvent, ReactElement, ReactNode } from 'react'
import { useActions } from '../../state/actions.ts'
import { areas } from '../../text/studio.ts'
import styles from './Shell.module.css'

export function DropTarget({ children }: { readonly children: ReactNode }): ReactElement {
  const actions = useActions()
  const [isOver, setOver] = useState(false)
  // A file's way over the page enters and leaves every element on it.
  const depth = useRef(0)
  const enter = (by: 1 | -1) => (event: DragEvent) => {
    if (!hasFiles(event)) return
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  const onDrop = async (event: DragEvent): Promise<void> => {
    if (!hasFiles(event)) return
    event.preventDefault()
    depth.current = 0
    setOver(false)
    for (const file of event.dataTransfer.files) await actions.openFile(file)
  }
  return (
    <div
      className={styles.drop}
      onDragEnter={enter(1)}
      onDragLeave={enter(-1)}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => void onDrop(event)}
    >
      {children}
      {isOver && (
        <div className={styles.ring} aria-hidden="true">
          <span className={styles.dropWord}>{areas.drop}</span>
        </div>
      )}
    </div>
  )
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files')
}

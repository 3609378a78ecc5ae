/** Under an empty picture: two other ways to begin. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { empty, otherStarts } from '../../text/empty.ts'
import { pictureWords } from '../../text/pictures.ts'
import { side } from '../../text/studio.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Strip.module.css'

export function FirstWays(): ReactElement {
  const actions = useActions()
  const example = useWindow((state) => state.examples[0]?.id)
  return (
    <div className={styles.sentence}>
      <p className="visually-hidden">
        {empty.picture.title}. {empty.picture.text}
      </p>
      <Button onClick={focusSceneCaption}>{otherStarts.describe}</Button>
      <Button look="quiet" icon="picture" onClick={() => void actions.choosePicture('round')}>
        {pictureWords.start}
      </Button>
      {example !== undefined && (
        <Button look="quiet" onClick={() => void actions.openExample(example)}>
          {otherStarts.example}
        </Button>
      )}
    </div>
  )
}

function focusSceneCaption(): void {
  document.querySelector<HTMLElement>(`textarea[aria-label="${side.caption}"]`)?.focus()
}

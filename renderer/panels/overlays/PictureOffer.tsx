/**
 * A picture came from outside: what it shall be, asked once, where messages stand. Nothing waits for the answer; a picture
 * that is put aside changes nothing.
 */
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { pictureAddress } from '../../../app/contract/addresses.ts'
import { useActions } from '../../state/actions.ts'
import { selectModel, selectRounds } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import { asRound, pictureWords as words } from '../../text/pictures.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Thumb } from '../../ui/Thumb.tsx'
import { focusArea } from '../../state/areas.ts'
import styles from './overlays.module.css'
import { pictureCut } from './picture-cut.ts'

const side = 96

export function PictureOffer(): ReactElement | null {
  const actions = useActions()
  const offered = useWindow((state) => state.offered)
  const project = useWindow((state) => state.project?.id)
  const networks = useWindow((state) => selectModel(state)?.info?.networks)
  const hasRounds = useWindow((state) => selectRounds(state).length > 0)
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (offered) first.current?.focus()
  }, [offered])
  if (!offered || project === undefined) return null
  const { digest, name, width, height } = offered.picture
  const cut = networks && pictureCut({ width, height }, networks)
  const answer = (as: 'round' | 'backdrop' | null): void => {
    void actions.answerPicture(as)
    focusArea('canvas')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    answer(null)
  }
  return (
    <section
      role="group"
      aria-label={words.question(name)}
      className={cx(styles.message, styles.notice)}
      onKeyDown={onKeyDown}
    >
      <Thumb size="wide" picture={pictureAddress(project, digest, side)} />
      <div className={styles.messageBody}>
        <p className={styles.pictureName}>{words.size(name, width, height)}</p>
        <p>
          {words.how} {cut && asRound(cut.size, cut)}
        </p>
        <div className={styles.offers}>
          <Button ref={first} look="primary" onClick={() => answer('round')}>
            {hasRounds ? words.goOn : words.first}
          </Button>
          <Button onClick={() => answer('backdrop')}>{words.backdrop}</Button>
        </div>
      </div>
      <IconButton icon="close" label={words.dismiss} onClick={() => answer(null)} />
    </section>
  )
}

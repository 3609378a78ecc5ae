/** Example projects; one opens as a copy. */
import type { ReactElement } from 'react'
import { coverAddress } from '../../../app/contract/addresses.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { exampleCount, startWords } from '../../text/start.ts'
import styles from './start.module.css'

export function Examples(): ReactElement {
  const actions = useActions()
  const examples = useWindow((state) => state.examples)
  return (
    <section aria-labelledby="examples">
      <h2 className={styles.heading} id="examples">
        {startWords.examples} <span className={styles.how}>{startWords.examplesHow}</span>
      </h2>
      {examples.length === 0 && <p className={styles.none}>{startWords.noExamples}</p>}
      <ul className={styles.examples}>
        {examples.map(({ id, name, about, things, pictures }) => (
          <li key={id}>
            <button type="button" className={styles.card} onClick={() => void actions.openExample(id)}>
              <img className={styles.cover} src={coverAddress('example', id)} alt="" />
              <span className={styles.name}>{name}</span> <span className={styles.about}>{about}</span>{' '}
              <span className={styles.small}>{exampleCount(things, pictures)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Projects that were open before, by their newest picture; one that is gone can be taken off the list. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { coverAddress } from '../../../app/contract/addresses.ts'
import type { RecentProject } from '../../../app/contract/studio.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { dayOf, startWords } from '../../text/start.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import styles from './start.module.css'

/** A row of them. */
const few = 5

export function Recent(): ReactElement {
  const recent = useWindow((state) => state.recent)
  const [isWhole, setWhole] = useState(false)
  return (
    <section aria-labelledby="recent">
      <h2 className={styles.heading} id="recent">
        {startWords.recent}
        <span className={styles.gap} />
        {recent.length > few && (
          <Button look="quiet" onClick={() => setWhole(!isWhole)}>
            {isWhole ? startWords.fewerProjects : startWords.allProjects}
          </Button>
        )}
      </h2>
      <ul className={styles.recent}>
        {recent.slice(0, isWhole ? undefined : few).map((project) => (
          <li key={project.id} className={styles.item}>
            <Card project={project} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Card({ project }: { readonly project: RecentProject }): ReactElement {
  const actions = useActions()
  const { id, name, path, openedAt, isGone, hasCover } = project
  return (
    <>
      <button
        type="button"
        className={cx(styles.card, isGone && styles.isGone)}
        title={path}
        onClick={() => void (isGone ? actions.chooseProject() : actions.openProject(path))}
      >
        {hasCover && !isGone ? (
          <img className={styles.cover} src={coverAddress('recent', id)} alt="" />
        ) : (
          <span className={cx(styles.cover, styles.noCover)}>
            <Icon name="picture" size={20} />
          </span>
        )}
        <span className={styles.name}>{name}</span>{' '}
        {isGone && <span className="visually-hidden">{startWords.gone}. </span>}
        <span className={styles.small}>{isGone ? startWords.find : dayOf(openedAt, Date.now())}</span>
      </button>
      {isGone && (
        <IconButton
          icon="close"
          size="mini"
          label={`${startWords.forget}: ${name}`}
          className={styles.forget}
          onClick={() => void actions.forgetRecent(id)}
        />
      )}
    </>
  )
}

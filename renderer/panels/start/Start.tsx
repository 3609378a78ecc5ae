/** The start screen: begin, open an example or a recent project, choose the model. */
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { startWords } from '../../text/start.ts'
import { Icon, Mark } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Examples } from './Examples.tsx'
import { ModelChooser } from './ModelChooser.tsx'
import { Recent } from './Recent.tsx'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './start.module.css'

export function Start(): ReactElement {
  const actions = useActions()
  const isDesktop = useWindow((state) => state.host?.kind === 'desktop')
  const hasRecent = useWindow((state) => state.recent.length > 0)
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <Mark />
        <span className={styles.product}>Diorama</span>
        <span className={styles.gap} />
        <IconButton
          icon="help"
          iconSize={18}
          label={startWords.help}
          keys={useCommandKeys('shortcuts')}
          onClick={() => actions.openDialog('shortcuts')}
        />
        <IconButton
          icon="settings"
          iconSize={18}
          label={startWords.settings}
          keys={useCommandKeys('settings')}
          onClick={() => actions.openDialog('settings')}
        />
      </header>
      <div className={styles.page}>
        <div className={styles.column}>
          <div className={styles.opening}>
            <div>
              <h1 className={styles.greeting}>{startWords.greeting}</h1>
              <p className={styles.lead}>{startWords.lead}</p>
            </div>
            <div className={styles.buttons}>
              <Button size="start" icon="folder" onClick={() => void actions.chooseProject()}>
                {startWords.open}
              </Button>
              <Button size="start" look="primary" icon="plus" onClick={() => void actions.createProject()}>
                {startWords.new}
              </Button>
            </div>
          </div>
          <Examples />
          {hasRecent ? (
            <Recent />
          ) : (
            <section aria-labelledby="recent">
              <h2 className={styles.heading} id="recent">
                {startWords.recent}
              </h2>
              <p className={styles.none}>{startWords.noRecent}</p>
            </section>
          )}
          <p className={styles.file}>
            <Icon name="file" size={16} />
            {isDesktop ? startWords.oneFile : startWords.oneFileCopied}
          </p>
        </div>
      </div>
      <ModelChooser />
    </div>
  )
}

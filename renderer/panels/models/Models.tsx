/** Models and devices: what can draw here, what is in each checkpoint, and how it runs on each device. */
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { modelWords } from '../../text/models.ts'
import { Mark } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { Keys } from '../../ui/Kbd.tsx'
import { ModelDetails } from './ModelDetails.tsx'
import { ModelList } from './ModelList.tsx'
import styles from './models.module.css'

export function Models(): ReactElement {
  const actions = useActions()
  const models = useWindow((state) => state.models)
  const used = useWindow((state) => state.project?.document.draft.settings.model ?? state.preferences.defaultModel)
  const hasProject = useWindow((state) => state.project !== null)
  const [chosen, setChosen] = useState<string | null>(null)
  const model = models.find(({ id }) => id === (chosen ?? used)) ?? models[0]
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <Mark />
        <h1 className={styles.title}>{modelWords.title}</h1>
        <span className={styles.gap} />
        <Button
          look="quiet"
          trailing={<Keys keys="Escape" />}
          onClick={() => actions.goTo(hasProject ? 'studio' : 'start')}
        >
          {modelWords.done}
        </Button>
      </header>
      <ModelList models={models} chosen={model?.id} onChoose={setChosen} />
      {model && <ModelDetails key={model.id} model={model} />}
    </div>
  )
}

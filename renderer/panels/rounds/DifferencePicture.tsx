/** The difference of two rounds, small; a press shows it in place of the picture. */
import type { ReactElement } from 'react'
import { pictureAddress } from '../../../app/contract/addresses.ts'
import type { Round } from '../../../app/contract/project.ts'
import { useDecoded } from '../../canvas/decoded.ts'
import { Difference } from '../../canvas/Difference.tsx'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { compareWords } from '../../text/compare.ts'
import { Section } from '../../ui/Section.tsx'
import styles from './compare.module.css'

export function DifferencePicture({
  earlier,
  later,
}: {
  readonly earlier: Round
  readonly later: Round
}): ReactElement {
  const actions = useActions()
  const project = useWindow((state) => state.project?.id ?? '')
  const gain = useWindow((state) => state.compare?.gain ?? 1)
  // The whole pictures, which comparing has loaded anyway: a smaller form would differ where the rounds do not.
  const before = useDecoded(pictureAddress(project, earlier.picture))
  const after = useDecoded(pictureAddress(project, later.picture))
  const { width, height } = later.draft.scene
  return (
    <Section title={compareWords.difference} count={compareWords.gains[gain as keyof typeof compareWords.gains]}>
      <button
        type="button"
        className={styles.difference}
        style={{ aspectRatio: `${width} / ${height}` }}
        aria-label={compareWords.ways.difference}
        onClick={() => actions.changeCompare({ way: 'difference' })}
      >
        <Difference before={before} after={after} gain={gain} />
      </button>
    </Section>
  )
}

/** The size of the project's file: what takes it, what is kept of what can be done without, and giving room back. */
import { useEffect } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { Keeping, Storage, Usage } from '../../../app/contract/storage.ts'
import { useActions } from '../../state/actions.ts'
import { useWindow } from '../../state/window.ts'
import { errorTitle } from '../../text/errors.ts'
import { bytes } from '../../text/numbers.ts'
import { compactedTo, compactingDrops, roundsOf, storageWords as words } from '../../text/storage.ts'
import { Icon } from '../../theme/icons.tsx'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Segment } from '../../ui/Segment.tsx'
import styles from './storage.module.css'

export function StorageDialog(): ReactElement | null {
  const actions = useActions()
  const { storage, error, isBusy } = useWindow((state) => state.storage)
  const id = useWindow((state) => state.project?.id)
  const readOnly = useWindow((state) => state.project?.readOnly)
  const sequence = useWindow((state) => state.project?.history.sequence)
  // What was done in another window, or by a run that has ended meanwhile, has changed it.
  useEffect(() => void actions.measureStorage(), [actions, id, sequence])
  // It comes with what it has to say, so that its first control can take the focus.
  if (!storage && !error) return null
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={() => actions.openDialog(null)}
      foot={
        <Button
          look="primary"
          isBusy={isBusy && storage !== null}
          isDisabled={readOnly !== undefined || !storage || isNothing(storage)}
          hint={readOnly}
          onClick={() => void actions.compact()}
        >
          {words.compact}
        </Button>
      }
    >
      {error && (
        <p role="alert" className={styles.error}>
          <Icon name="error" size={16} />
          <span>
            <strong>{errorTitle(error.code)}.</strong> {error.message}
          </span>
        </p>
      )}
      {storage && <Measured storage={storage} isFixed={readOnly !== undefined} />}
    </Dialog>
  )
}

/** Three pages of the file. */
const hardly = 12_288

function isNothing({ compactable: { rounds, bytes: freed } }: Storage): boolean {
  return rounds === 0 && freed < hardly
}

function Measured({ storage, isFixed }: { readonly storage: Storage; readonly isFixed: boolean }): ReactElement {
  return (
    <>
      <Total total={storage.usage.total} />
      <Bar usage={storage.usage} />
      <Parts usage={storage.usage} />
      <Kept keeping={storage.keeping} isFixed={isFixed} />
      <Compacting storage={storage} />
    </>
  )
}

function Total({ total }: { readonly total: number }): ReactElement {
  const project = useWindow((state) => state.project)
  const rounds = project?.rounds ?? []
  const deleted = rounds.filter(({ id }) => project?.document.rounds[id]?.deleted).length
  const [figure, unit] = bytes(total).split(' ')
  return (
    <p className={styles.total}>
      <span className={styles.figure}>{figure}</span> <span className={styles.unit}>{unit}</span>
      <span className={styles.rounds}>{roundsOf(rounds.length, deleted)}</span>
    </p>
  )
}

const kinds = ['pictures', 'latents', 'trajectories', 'tracks', 'steps', 'thumbnails', 'other', 'free'] as const

/** The table says the same in words. */
function Bar({ usage }: { readonly usage: Usage }): ReactElement {
  return (
    <div className={styles.bar} aria-hidden="true">
      {kinds.map((kind) =>
        usage[kind] > 0 ? (
          <span key={kind} className={cx(styles.part, styles[kind])} style={{ flexGrow: usage[kind] }} />
        ) : null,
      )}
    </div>
  )
}

function Parts({ usage }: { readonly usage: Usage }): ReactElement {
  return (
    <table className={styles.table} aria-label={words.takes}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{words.kind}</th>
          <th scope="col">{words.size}</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={kind} className={usage[kind] === 0 ? styles.none : undefined}>
            <th scope="row">
              <span className={styles.kind}>
                <span className={cx(styles.swatch, styles[kind])} />
                {words.parts[kind].label} <span className={styles.note}>{words.parts[kind].note}</span>
              </span>
            </th>
            <td>{bytes(usage[kind])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const trackChoices = [0, 64_000_000, 256_000_000, 1_000_000_000]

interface KeptProps {
  readonly keeping: Keeping
  /** Of a project to look at. */
  readonly isFixed: boolean
}

function Kept({ keeping: { trajectories, trackBytes }, isFixed }: KeptProps): ReactElement {
  const actions = useActions()
  const reason = useWindow((state) => (isFixed ? state.project?.readOnly : undefined))
  const choices = [...new Set([...trackChoices, trackBytes])].toSorted((a, b) => a - b)
  return (
    <section aria-label={words.keep} className={styles.section}>
      <h3 className={styles.heading}>{words.keep}</h3>
      <Setting
        label={words.trajectories}
        note={trajectories ? `${words.trajectoriesHow} ${words.trajectoriesDrop}` : words.trajectoriesNone}
      >
        <Segment
          label={words.trajectories}
          value={trajectories ? 'kept' : 'none'}
          options={[
            { value: 'kept', label: words.kept, reason },
            { value: 'none', label: words.none, reason },
          ]}
          onChange={(value) => void actions.setKeeping({ trajectories: value === 'kept' })}
        />
      </Setting>
      <Setting label={words.tracks} note={words.tracksHow}>
        <Segment
          label={words.tracks}
          value={String(trackBytes)}
          options={choices.map((each) => ({
            value: String(each),
            label: each === 0 ? words.none : bytes(each),
            reason,
          }))}
          onChange={(value) => void actions.setKeeping({ trackBytes: Number(value) })}
        />
      </Setting>
    </section>
  )
}

function Setting(props: { readonly label: string; readonly note: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles.setting}>
      <span className={styles.settingWords}>
        {props.label}
        <span className={styles.note}>{props.note}</span>
      </span>
      {props.children}
    </div>
  )
}

/** What the button would do, or has just done. */
function Compacting({ storage }: { readonly storage: Storage }): ReactElement {
  const compacted = useWindow((state) => state.storage.compacted)
  const hasJobs = useWindow((state) =>
    state.jobs.some((job) => job.project === state.project?.id && isPending(job.state)),
  )
  const hasDeleted = useWindow(({ project }) =>
    Object.values(project?.document.rounds ?? {}).some(({ deleted }) => deleted === true),
  )
  return (
    <section aria-label={words.compact} className={styles.section}>
      <h3 className={styles.heading}>{words.compact}</h3>
      <p role="status" className={styles.sentence}>
        {compacted && <strong>{compactedTo(compacted)} </strong>}
        {isNothing(storage)
          ? !compacted && (hasDeleted ? words.nothingYet : words.nothing)
          : compactingDrops(storage.compactable)}
        {hasJobs && ` ${words.queue}`}
      </p>
    </section>
  )
}

function isPending(state: string): boolean {
  return state !== 'done'
}

/** The card over a node of the tree: its picture large, what it is called, and the note that was made on it. */
import type { ReactElement } from 'react'
import { pictureAddress } from '../../../app/contract/addresses.ts'
import { Thumb } from '../../ui/Thumb.tsx'
import styles from './rounds.module.css'

const side = 512

export interface RoundCardProps {
  readonly project: string
  readonly picture: string
  readonly title: string
  readonly line: string
  /** Its keep mode and what was redrawn. */
  readonly kept: string | undefined
  readonly note: string | undefined
}

export function RoundCard({ project, picture, title, line, kept, note }: RoundCardProps): ReactElement {
  return (
    <div className={styles.card}>
      <Thumb size="large" picture={pictureAddress(project, picture, side)} />
      <span className={styles.cardTitle}>{title}</span>
      <span className={styles.second}>{line}</span>
      {kept !== undefined && <span className={styles.second}>{kept}</span>}
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </div>
  )
}

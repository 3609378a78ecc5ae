/** Icons of the page, and the mark. Colour comes from the text; an icon without a label is for the eye only. */
import type { ReactElement } from 'react'
import { iconPaths } from './icon-paths.ts'
import type { IconName, IconPaths } from './icon-paths.ts'
import styles from './icons.module.css'

export type { IconName }

export interface IconProps {
  readonly name: IconName
  /** 20 for tools, 18 bars, 16 lists, 14 inline, 12 badges. */
  readonly size?: 10 | 12 | 14 | 16 | 18 | 20
  /** For an icon that stands alone and is no button. */
  readonly label?: string | undefined
  readonly className?: string | undefined
}

export function Icon({ name, size = 16, label, className }: IconProps): ReactElement {
  const { line, solid, dashed }: IconPaths = iconPaths[name]
  return (
    <svg
      className={`${styles.icon} ${styles[`size${size}`]} ${className ?? ''}`}
      viewBox="0 0 20 20"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {line !== undefined && <path d={line} />}
      {dashed !== undefined && <path d={dashed} className={styles.dashed} />}
      {solid !== undefined && <path d={solid} className={styles.solid} />}
    </svg>
  )
}

export function Mark({ label }: { readonly label?: string | undefined }): ReactElement {
  return (
    <svg
      className={`${styles.icon} ${styles.size20}`}
      viewBox="0 0 20 20"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <rect x="1.5" y="2.5" width="17" height="15" rx="3.2" />
      <circle cx="13.2" cy="7.3" r="1.9" className={styles.sun} />
      <path d="M2 13.2c2.3-3 4.4-3.6 6.4-1.7 1.7 1.6 3 1.7 4.7.4 1.8-1.3 3.5-1 5.1.9" />
    </svg>
  )
}

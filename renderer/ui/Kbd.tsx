/** Keys as they are printed on this machine's keyboard. */
import type { ReactElement } from 'react'
import { keyNames } from '../text/keys.ts'
import styles from './Kbd.module.css'

export function Kbd({ children }: { readonly children: string }): ReactElement {
  return <kbd className={styles.key}>{children}</kbd>
}

/** @param keys such as `Mod Shift L`; alternatives are parted by a comma, of which the first is shown */
export function Keys({ keys }: { readonly keys: string }): ReactElement {
  return (
    <span className={styles.keys}>
      {keyNames(keys).map((name) => (
        <Kbd key={name}>{name}</Kbd>
      ))}
    </span>
  )
}

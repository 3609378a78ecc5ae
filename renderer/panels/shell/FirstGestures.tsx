/** On an empty picture: where to start, and three gestures, drawn. It lets every press through, and goes with the first thing. */
import type { ReactElement, ReactNode } from 'react'
import { useWindow } from '../../state/window.ts'
import { empty, firstGestures } from '../../text/empty.ts'
import { pictureWords } from '../../text/pictures.ts'
import { selectIsUntouched } from '../strip/untouched.ts'
import { CommandKeys } from './command-keys.tsx'
import styles from './FirstGestures.module.css'

export function FirstGestures(): ReactElement | null {
  const isUntouched = useWindow(selectIsUntouched)
  if (!isUntouched) return null
  return (
    <div className={styles.start}>
      <h2 className={styles.title}>{empty.picture.title}</h2>
      <p className={styles.lead}>{empty.picture.text}</p>
      <ul className={styles.gestures}>
        {firstGestures.map(({ tool, name, how }) => (
          <li key={tool}>
            <svg className={styles.tile} viewBox="0 0 144 96" aria-hidden="true">
              {drawings[tool]}
            </svg>
            <p className={styles.name}>
              {name} <CommandKeys id={`tool.${tool}`} />
            </p>
            <p className={styles.how}>{how}</p>
          </li>
        ))}
      </ul>
      <p className={styles.other}>{pictureWords.drop}</p>
    </div>
  )
}

function Pointer({ x, y }: { readonly x: number; readonly y: number }): ReactElement {
  return (
    <path className={styles.pointer} transform={`translate(${x} ${y})`} d="M0 0v12.2l3.3-3 2 4.5 2-.9-2-4.4h4.4z" />
  )
}

const drawings: Readonly<Record<(typeof firstGestures)[number]['tool'], ReactNode>> = {
  point: (
    <>
      <circle className={styles.line} cx="72" cy="48" r="15" />
      <circle className={styles.mark} cx="72" cy="48" r="3.6" />
      <Pointer x={73} y={50} />
    </>
  ),
  box: (
    <>
      <rect className={styles.line} x="36" y="24" width="72" height="48" />
      <rect className={styles.corner} x="33" y="21" width="6" height="6" />
      <rect className={styles.corner} x="105" y="69" width="6" height="6" />
      <Pointer x={109} y={73} />
    </>
  ),
  mask: (
    <>
      <path className={styles.stroke} d="M35 60c12-32 22-32 36-14s26 10 38-16" />
      <path className={styles.way} d="M35 60c12-32 22-32 36-14s26 10 38-16" />
      <circle className={styles.brush} cx="109" cy="30" r="10" />
    </>
  ),
}

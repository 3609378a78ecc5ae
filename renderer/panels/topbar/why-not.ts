/** Why what is seen cannot be changed, or drawn from, as it stands. */
import { useWindow } from '../../state/window.ts'
import { topbar } from '../../text/studio.ts'

/** @returns undefined where it can */
export function useWhyNot(): string | undefined {
  return useWindow(({ project, looking }) => {
    if (project?.readOnly !== undefined) return topbar.lookOnlyHow
    return looking === null ? undefined : topbar.lookingHow
  })
}

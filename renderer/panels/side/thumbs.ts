/** Where a thing is to be cut from the picture that the draft goes on from. */
import { pictureAddress } from '../../../app/contract/addresses.ts'
import type { Box } from '../../../app/contract/scene.ts'
import { selectChanges, selectDraft, selectParentRound } from '../../state/derived.ts'
import { useWindow } from '../../state/window.ts'
import type { ThumbProps } from '../../ui/Thumb.tsx'

const side = 512

/** The address of the parent's picture; null where there is none. */
export function useParentPicture(): string | null {
  return useWindow((state) => {
    const round = selectParentRound(state)
    return round && state.project ? pictureAddress(state.project.id, round.picture, side) : null
  })
}

/** A thing that was never drawn has none. */
export function useThumb(id: string): Pick<ThumbProps, 'picture' | 'part' | 'ratio'> {
  const picture = useParentPicture()
  const before = useWindow((state) => selectChanges(state)?.instances.get(id)?.before ?? null)
  // Its sides, for the scene itself is another one after every edit.
  const width = useWindow((state) => selectDraft(state)?.scene.width)
  const height = useWindow((state) => selectDraft(state)?.scene.height)
  if (!picture || !before || !width || !height) return { picture: null }
  return { picture, part: shares(before, { width, height }), ratio: width / height }
}

function shares({ x0, y0, x1, y1 }: Box, { width, height }: { readonly width: number; readonly height: number }) {
  return { x0: x0 / width, y0: y0 / height, x1: x1 / width, y1: y1 / height }
}

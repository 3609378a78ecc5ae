/**
 * Actions on pictures that come from outside. Each can be a backdrop, or a round that the draft goes on from; which of the
 * two is asked once, unless the way it came says so.
 */
import { picturesAddress } from '../../app/contract/addresses.ts'
import { uploadedPictureSchema } from '../../app/contract/studio.ts'
import type { UploadedPicture } from '../../app/contract/studio.ts'
import { pictureWords } from '../text/pictures.ts'
import type { Actions } from './actions.ts'
import { mayEdit } from './may-edit.ts'
import { pickFile, pictureKinds } from './pick-file.ts'
import { posted } from './posted.ts'
import type { ActionParts } from './window-actions.ts'

type PictureActions = Pick<Actions, 'choosePicture' | 'answerPicture' | 'startFromBackdrop' | 'paste'>

const longestName = 120

/** @param others for what may as well be no picture */
export function pictureActions(
  { store, client, queue, board }: ActionParts,
  others: Pick<Actions, 'openFile' | 'paste'>,
): PictureActions {
  /** It belongs to the draft, which is what is shown then. */
  const setBackdrop = ({ digest, name, width, height }: UploadedPicture): void => {
    queue.edit({
      kind: 'backdrop',
      of: name,
      commands: [
        { do: 'setBackdrop', backdrop: { picture: digest, name, width, height, opacity: 0.6, isShown: true } },
      ],
    })
    store.setState({ looking: null, compare: null })
  }

  const startFrom = async (picture: string, file: string): Promise<void> => {
    await queue.kept()
    const { project } = store.getState()
    if (!project) return
    const { id, history } = project
    const name = file.replace(/\.[^.]*$/, '').slice(0, longestName)
    const input = { project: id, sequence: history.sequence, picture, ...(name !== '' && { name }) }
    await client.startFromPicture.mutate(input)
    await queue.kept()
    store.setState({ screen: 'studio', looking: null, compare: null, selection: [], editingPoints: null })
  }

  /** Put into the project again, as what nothing refers to may have been taken out by compacting. */
  const use = async (file: File, as: 'round' | 'backdrop'): Promise<void> => {
    const { project } = store.getState()
    if (!project || !mayEdit({ store, board })) return
    const address = `${picturesAddress(project.id)}?name=${encodeURIComponent(file.name)}`
    const picture = uploadedPictureSchema.parse(await posted(address, file))
    // It is in that project, and in no other that came meanwhile.
    if (store.getState().project?.id !== project.id) return
    if (as === 'backdrop') setBackdrop(picture)
    else await startFrom(picture.digest, picture.name)
  }

  return {
    choosePicture: (as) =>
      board.attempt(async () => {
        const file = await pickFile(pictureKinds)
        if (file) await use(file, as)
      }),
    answerPicture: (as) =>
      board.attempt(async () => {
        const { offered } = store.getState()
        store.setState({ offered: null })
        if (offered && as !== null) await use(offered.file, as)
      }),
    async paste(inPlace) {
      const picture = await copiedPicture()
      await (picture ? others.openFile(picture) : others.paste(inPlace))
    },
    startFromBackdrop: () =>
      board.attempt(async () => {
        const backdrop = store.getState().project?.document.draft.backdrop
        if (backdrop) await startFrom(backdrop.picture, backdrop.name)
      }),
  }
}

/** One without words beside it: copied things and captions are text. */
async function copiedPicture(): Promise<File | null> {
  try {
    const items = await navigator.clipboard.read()
    const item = items.find(({ types }) => types.includes('image/png') && !types.includes('text/plain'))
    return item ? new File([await item.getType('image/png')], pictureWords.pasted, { type: 'image/png' }) : null
  } catch {
    // A clipboard that may not be read is told of when its text is asked for.
    return null
  }
}

/** What can be done about an error, best first: by its code, for the project that is open. */
import type { StudioErrorCode } from '../../../app/contract/errors.ts'
import { useActions } from '../../state/actions.ts'
import type { Actions } from '../../state/actions.ts'
import { useWindowStore } from '../../state/window.ts'
import type { Message, WindowState } from '../../state/window.ts'
import { offers as words } from '../../text/errors.ts'

type Offers = Message['offers']

export function useOffers(message: Message): Offers {
  const actions = useActions()
  const store = useWindowStore()
  if (message.offers.length > 0 || !message.error) return message.offers
  return offersFor(message.error.code, actions, store.getState())
}

function offersFor(code: StudioErrorCode, actions: Actions, { project }: WindowState): Offers {
  const again = { label: words.tryAgain, run: () => void actions.generate() }
  const processor = { label: words.useProcessor, run: () => drawOnProcessor(actions) }
  switch (code) {
    case 'outOfMemory':
      return project ? [{ label: words.smaller, run: () => actions.openDialog('size') }, processor] : []
    case 'deviceFailed':
      return project ? [again, processor] : []
    case 'engineEnded':
    case 'modelChanged':
      return project ? [again] : []
    case 'modelNotFound':
    case 'modelNotUsable':
    case 'modelUnknown':
      return [{ label: words.anotherFile, run: () => actions.goTo('models') }]
    case 'diskFull':
    case 'folderReadOnly':
      return project ? [{ label: words.saveElsewhere, run: () => actions.openDialog('saveCopy') }] : []
    case 'projectNotFound':
      return [{ label: words.findIt, run: () => void actions.chooseProject() }]
    default:
      return []
  }
}

function drawOnProcessor(actions: Actions): void {
  actions.changeSettings({ device: 'cpu' })
  void actions.generate()
}

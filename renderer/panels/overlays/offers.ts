/** What can be done about an error, best first: by its code, for the project that is open. */
import type { StudioErrorCode } from '../../../app/contract/errors.ts'
import type { Job } from '../../../app/contract/jobs.ts'
import { useActions } from '../../state/actions.ts'
import type { Actions } from '../../state/actions.ts'
import { useWindowStore } from '../../state/window.ts'
import type { Message, WindowState } from '../../state/window.ts'
import { offers as words } from '../../text/errors.ts'
import { strip } from '../../text/studio.ts'

type Offers = Message['offers']

export function useOffers(message: Message): Offers {
  const actions = useActions()
  const store = useWindowStore()
  if (message.offers.length > 0 || !message.error) return message.offers
  const { error, path } = message
  const others = path === undefined ? [] : otherWays(error.code, path, actions)
  return others.length > 0 ? others : offersFor(error.code, actions, store.getState())
}

/** After a run that failed, which the next one puts aside; what helps against nothing in particular is to try again. */
export function jobOffers(job: Job, actions: Actions, state: WindowState): Offers {
  const ways = job.error ? offersFor(job.error.code, actions, state) : []
  const again = { label: words.tryAgain, run: () => void actions.goOnWithJob(job.id) }
  const keep = { label: strip.keepDraft, run: () => void actions.keepAsDraft(job.id) }
  const own = ways.length === 0 ? [again] : ways.map((way) => (way.label === words.tryAgain ? again : way))
  return job.preview === undefined ? own : [...own, keep]
}

/** To open a project that could not be opened as it is. */
function otherWays(code: StudioErrorCode, path: string, actions: Actions): Offers {
  const open = (label: string, as: 'readOnly' | 'copy' | 'repaired') => ({
    label,
    run: () => void actions.openProject(path, as),
  })
  if (code === 'projectDamaged') return [open(words.repair, 'repaired'), open(words.lookOnly, 'readOnly')]
  return code === 'projectInUse' ? [open(words.openCopy, 'copy'), open(words.lookOnly, 'readOnly')] : []
}

function offersFor(code: StudioErrorCode, actions: Actions, { project, estimate }: WindowState): Offers {
  const again = { label: words.tryAgain, run: () => void actions.generate() }
  const onProcessor = { label: words.useProcessor, run: () => drawOnProcessor(actions) }
  const processor = estimate?.device.device === 'cpu' ? [] : [onProcessor]
  const elsewhere = { label: words.saveElsewhere, run: () => void actions.chooseCopy() }
  switch (code) {
    case 'outOfMemory':
      return project ? [{ label: words.smaller, run: () => actions.openDialog('size') }, ...processor] : []
    case 'deviceFailed':
      return project ? [again, ...processor] : []
    case 'engineEnded':
    case 'modelChanged':
      return project ? [again] : []
    case 'modelNotFound':
    case 'modelNotUsable':
    case 'modelUnknown':
      return [{ label: words.anotherFile, run: () => actions.goTo('models') }]
    case 'diskFull':
      return project ? [{ label: words.freeSpace, run: () => actions.openDialog('storage') }, elsewhere] : []
    case 'folderReadOnly':
      return project ? [elsewhere] : []
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

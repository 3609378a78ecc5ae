/** Actions on project files: new, open, copy, and whatever is dropped on the window. */
import { filesAddress } from '../../app/contract/addresses.ts'
import type { ProjectState } from '../../app/contract/project.ts'
import type { Scene } from '../../app/contract/scene.ts'
import { openedFileSchema } from '../../app/contract/studio.ts'
import { notices } from '../text/notices.ts'
import type { Actions, CopyPlace } from './actions.ts'
import { selectDraft } from './derived.ts'
import { pathOf } from './desktop.ts'
import { mayEdit } from './may-edit.ts'
import { openKinds, pickFile } from './pick-file.ts'
import { posted } from './posted.ts'
import { folderOfCopies, makeUnconfirmed, mirrorOf, rememberProject } from './project-mirror.ts'
import type { ActionParts } from './window-actions.ts'

type ProjectActions = Pick<
  Actions,
  | 'createProject'
  | 'openProject'
  | 'openExample'
  | 'chooseProject'
  | 'openFile'
  | 'chooseCopy'
  | 'saveCopy'
  | 'renameProject'
  | 'closeProject'
  | 'forgetRecent'
  | 'startTour'
>

/** Pictures that were asked of a project in its last moment have come by then. */
const answersMs = 2000

/** @param models where a checkpoint goes that was dropped */
export function projectActions(
  { store, client, queue, board }: ActionParts,
  models: Pick<Actions, 'addModel'>,
): ProjectActions {
  const show = (state: ProjectState): void => {
    store.setState({
      ...mirrorOf(state),
      screen: 'studio',
    })
    rememberProject(state.id)
    makeUnconfirmed(state.id, queue)
    if (state.notice !== undefined) board.tell({ tone: 'notice', title: state.notice, offers: [] })
  }

  let row: Promise<void> = Promise.resolve()
  /** One after the other: what was asked for last is there in the end. */
  const inRow = (work: () => Promise<void>): Promise<void> => {
    const done = row.then(work)
    row = done.catch(() => {})
    return done
  }

  /** What is done in a project while the next one is on its way is in it when it is left. A moment later its file is whole. */
  const turnTo = (next: () => Promise<ProjectState>): Promise<void> =>
    inRow(async () => {
      await queue.kept()
      const state = await next()
      await queue.kept()
      const left = store.getState().project
      show(state)
      if (left) setTimeout(() => void board.attempt(() => client.close.mutate({ project: left.id })), answersMs)
    })

  const close = async (): Promise<void> => {
    await queue.kept()
    const { project } = store.getState()
    if (project) await client.close.mutate({ project: project.id })
    rememberProject(null)
    store.setState({ project: null, screen: 'start', selection: [], looking: null, compare: null, estimate: null })
    store.setState({ recent: await client.recent.query() })
  }

  const openProject: Actions['openProject'] = async (path, as = 'normal') => {
    try {
      await turnTo(() => client.open.mutate({ path, as }))
    } catch (error) {
      // Opening it another way is offered once.
      board.refused(error, as === 'normal' ? path : undefined)
    }
  }

  const openScene = (scene: Scene, name: string): void => {
    const draft = selectDraft(store.getState())
    if (!draft || !mayEdit({ store, board })) return
    queue.edit({ kind: 'open', of: name, commands: [{ do: 'setDraft', draft: { ...draft, scene, notes: {} } }] })
    store.setState({ selection: [], looking: null, compare: null, editingPoints: null })
  }

  const openFile = async (file: File): Promise<void> => {
    const path = pathOf(file)
    if (path !== undefined && /\.diorama$/i.test(file.name)) return openProject(path)
    if (path !== undefined && /\.(safetensors|pth|pt|ckpt)$/i.test(file.name)) {
      store.setState({ screen: 'models' })
      return models.addModel(path)
    }
    await queue.kept()
    // A picture needs a project to be in.
    if (!store.getState().project && file.type.startsWith('image/')) await turnTo(() => client.create.mutate({}))
    const { project } = store.getState()
    const address = filesAddress(file.name) + (project ? `&project=${project.id}` : '')
    const opened = openedFileSchema.parse(await posted(address, file))
    if (opened.kind === 'project') return turnTo(async () => opened.project)
    // It was meant for the project that it was dropped on.
    if (project && store.getState().project?.id !== project.id) return
    if (!store.getState().project) await turnTo(() => client.create.mutate({}))
    if (opened.kind === 'scene') openScene(opened.scene, opened.name)
    else store.setState({ offered: { file, picture: opened.picture } })
  }

  const saveCopy = async (to: CopyPlace): Promise<void> => {
    const { project } = store.getState()
    if (!project) return
    await queue.settled()
    const { path } = await client.saveCopy.mutate({ project: project.id, ...to })
    const waiting = queue.takeWaiting()
    if (waiting.length > 0) {
      // The disk was full: where there is room work goes on.
      board.solved('diskFull')
      await turnTo(() => client.open.mutate({ path, as: 'normal' }))
      queue.makeAgain({ sequence: store.getState().project!.history.sequence, gestures: waiting })
    }
    board.tell({ tone: 'notice', title: notices.copySaved(path), offers: [] })
  }

  return {
    createProject: (size) => board.attempt(() => turnTo(() => client.create.mutate({ ...size }))),
    openProject,
    openExample: (id) => board.attempt(() => turnTo(() => client.openExample.mutate({ id }))),
    chooseProject: () =>
      board.attempt(async () => {
        if (store.getState().host?.kind !== 'desktop') return store.setState({ dialog: 'open' })
        const file = await pickFile(openKinds)
        if (file) await openFile(file)
      }),
    openFile: (file) => board.attempt(() => openFile(file)),
    chooseCopy: () =>
      board.attempt(async () => {
        const { project, host } = store.getState()
        if (!project) return
        if (host?.kind !== 'desktop') return store.setState({ dialog: 'saveCopy' })
        const beside = folderOfCopies(store.getState()) + (host.platform === 'windows' ? '\\' : '/')
        const path = await client.choosePlace.mutate({
          suggested: `${beside}${project.name} copy.diorama`,
          kind: 'diorama',
        })
        if (path !== null) await saveCopy({ path })
      }),
    saveCopy: (to) => board.attempt(() => saveCopy(to)),
    renameProject: (name) =>
      board.attempt(async () => {
        const { project } = store.getState()
        if (!project) return
        await queue.settled()
        const renamed = await client.rename.mutate({ project: project.id, name })
        store.setState((state) => ({
          project: state.project && { ...state.project, name: renamed.name, path: renamed.path },
        }))
      }),
    closeProject: () => board.attempt(() => inRow(close)),
    startTour: () =>
      board.attempt(async () => {
        const [first] = store.getState().examples
        await turnTo(() => (first ? client.openExample.mutate({ id: first.id }) : client.create.mutate({})))
        store.setState({ tour: { card: 0 }, dialog: null })
      }),
    forgetRecent: (id) =>
      board.attempt(async () => {
        await client.forgetRecent.mutate({ id })
        store.setState({ recent: await client.recent.query() })
      }),
  }
}

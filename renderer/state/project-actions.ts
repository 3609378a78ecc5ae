/** Actions on project files: new, open, copy, and whatever is dropped on the window. */
import { filesAddress } from '../../app/contract/addresses.ts'
import type { ProjectState } from '../../app/contract/project.ts'
import type { Scene } from '../../app/contract/scene.ts'
import { openedFileSchema } from '../../app/contract/studio.ts'
import type { Actions } from './actions.ts'
import { errorOf } from './client.ts'
import { selectDraft } from './derived.ts'
import { posted } from './posted.ts'
import { makeUnconfirmed, mirrorOf, rememberProject } from './project-mirror.ts'
import type { ActionParts } from './window-actions.ts'

type ProjectActions = Pick<
  Actions,
  | 'createProject'
  | 'openProject'
  | 'openExample'
  | 'chooseProject'
  | 'openFile'
  | 'saveCopy'
  | 'renameProject'
  | 'closeProject'
  | 'forgetRecent'
  | 'startTour'
>

export function projectActions({ store, client, queue, board }: ActionParts): ProjectActions {
  const show = (state: ProjectState): void => {
    store.setState({
      ...mirrorOf(state),
      screen: 'studio',
    })
    rememberProject(state.id)
    makeUnconfirmed(state.id, queue)
    if (state.notice !== undefined) board.tell({ tone: 'notice', title: state.notice, offers: [] })
  }

  const openProject: Actions['openProject'] = async (path, as = 'normal') => {
    try {
      await queue.kept()
      show(await client.open.mutate({ path, as }))
    } catch (error) {
      // Opening it another way is offered once.
      board.refused(error, as === 'normal' ? path : undefined)
    }
  }

  const openScene = (scene: Scene, name: string): void => {
    const draft = selectDraft(store.getState())
    if (!draft) return
    queue.edit({ kind: 'open', of: name, commands: [{ do: 'setDraft', draft: { ...draft, scene, notes: {} } }] })
    store.setState({ selection: [] })
  }

  return {
    createProject: (size) =>
      board.attempt(async () => {
        await queue.kept()
        show(await client.create.mutate({ ...size }))
      }),
    openProject,
    openExample: (id) =>
      board.attempt(async () => {
        await queue.kept()
        show(await client.openExample.mutate({ id }))
      }),
    chooseProject: () =>
      board.attempt(async () => {
        try {
          const path = await client.chooseFile.mutate({ kind: 'open' })
          if (path !== null) await openProject(path)
        } catch (error) {
          if (errorOf(error).code !== 'noDialog') throw error
          store.setState({ dialog: 'open' })
        }
      }),
    openFile: (file) =>
      board.attempt(async () => {
        await queue.kept()
        // A picture needs a project to be in.
        if (!store.getState().project && file.type.startsWith('image/')) show(await client.create.mutate({}))
        const { project } = store.getState()
        const address = filesAddress(file.name) + (project ? `&project=${project.id}` : '')
        const opened = openedFileSchema.parse(await posted(address, file))
        if (opened.kind === 'project') return show(opened.project)
        if (opened.kind === 'model') return store.setState({ models: await client.models.query() })
        if (!store.getState().project) show(await client.create.mutate({}))
        if (opened.kind === 'scene') openScene(opened.scene, opened.name)
        else store.setState({ offered: { file, picture: opened.picture } })
      }),
    saveCopy: (name) =>
      board.attempt(async () => {
        const { project } = store.getState()
        if (!project) return
        await queue.settled()
        const { path } = await client.saveCopy.mutate({ project: project.id, ...(name !== undefined && { name }) })
        board.tell({ tone: 'notice', title: `Copy saved: ${path}`, offers: [] })
      }),
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
    closeProject: () =>
      board.attempt(async () => {
        const { project } = store.getState()
        await queue.kept()
        if (project) await client.close.mutate({ project: project.id })
        rememberProject(null)
        store.setState({ project: null, screen: 'start', selection: [], looking: null, compare: null, estimate: null })
        store.setState({ recent: await client.recent.query() })
      }),
    startTour: () =>
      board.attempt(async () => {
        const [first] = store.getState().examples
        await queue.kept()
        show(await (first ? client.openExample.mutate({ id: first.id }) : client.create.mutate({})))
        store.setState({ tour: { card: 0 }, dialog: null })
      }),
    forgetRecent: (id) =>
      board.attempt(async () => {
        await client.forgetRecent.mutate({ id })
        store.setState({ recent: await client.recent.query() })
      }),
  }
}

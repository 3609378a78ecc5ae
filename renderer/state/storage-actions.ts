/** Actions on the size of the project's file. What goes wrong is said in their dialog, which lies over the messages. */
import type { Storage } from '../../app/contract/storage.ts'
import type { Actions } from './actions.ts'
import { errorOf } from './client.ts'
import type { StorageView } from './window.ts'
import type { ActionParts } from './window-actions.ts'

type StorageActions = Pick<Actions, 'measureStorage' | 'setKeeping' | 'compact'>

export function storageActions({ store, client, queue }: ActionParts): StorageActions {
  const show = (change: Partial<StorageView>): void =>
    store.setState(({ storage }) => ({ storage: { ...storage, ...change } }))

  /** Shows what comes of it for the project that is open; nothing of one that was left meanwhile. */
  const measure = async (work: (project: string) => Promise<Storage>): Promise<void> => {
    const id = store.getState().project?.id
    if (id === undefined) return
    show({ isBusy: true, error: null })
    try {
      await queue.settled()
      const storage = await work(id)
      if (store.getState().project?.id === id) show({ storage })
    } catch (error) {
      show({ error: errorOf(error) })
    }
    show({ isBusy: false })
  }

  return {
    measureStorage: () => measure((project) => client.storage.query({ project })),
    setKeeping: (change) => measure((project) => client.setKeeping.mutate({ project, change })),
    compact: () =>
      measure(async (project) => {
        show({ compacted: null })
        show({ compacted: await client.compact.mutate({ project }) })
        return client.storage.query({ project })
      }),
  }
}

/** Actions on the list of models and on the devices. */
import type { Actions } from './actions.ts'
import { pathOf } from './desktop.ts'
import { checkpointKinds, pickFile } from './pick-file.ts'
import type { ActionParts } from './window-actions.ts'

type ModelActions = Pick<Actions, 'addModel' | 'removeModel' | 'measureModel' | 'testDevices'>

export function modelActions({ store, client, board }: ActionParts): ModelActions {
  const readModels = async (): Promise<void> => store.setState({ models: await client.models.query() })
  return {
    addModel: (path) =>
      board.attempt(async () => {
        const file = path ?? (await chosenCheckpoint())
        if (file === undefined) return
        await client.addModel.mutate({ model: file })
        await readModels()
      }),
    removeModel: (model) =>
      board.attempt(async () => {
        await client.removeModel.mutate({ model })
        await readModels()
      }),
    measureModel: (model) =>
      board.attempt(async () => {
        await client.measureModel.mutate({ model })
        await readModels()
      }),
    testDevices: (again) =>
      board.attempt(async () => {
        store.setState({ devices: await client.devices.query({ again }) })
      }),
  }
}

/** It is used where it lies, so only the desktop can be asked. */
async function chosenCheckpoint(): Promise<string | undefined> {
  const file = await pickFile(checkpointKinds)
  return file ? pathOf(file) : undefined
}

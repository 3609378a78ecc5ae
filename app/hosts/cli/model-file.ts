/** Which checkpoint `--model` means. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { BadInput } from './bad-input.ts'
import { existingFile, installation } from './paths.ts'

const starterFile = path.join(installation, 'native-models/starter/starter.safetensors')

/**
 * @param name `starter` or the path of a checkpoint
 * @throws BadInput if there is no such file
 */
export function modelFile(name: string): string {
  if (name !== 'starter') return existingFile(name)
  if (existsSync(starterFile)) return starterFile
  throw new BadInput(
    `The starter model is missing (${starterFile}); install Diorama again, or name a checkpoint with --model.`,
  )
}

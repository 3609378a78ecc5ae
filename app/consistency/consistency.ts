/** What a round changes: everything of this folder that others use. */

export { changesOf } from './changes.ts'
export type { Changes, EditKind, InstanceEdit, InstanceState, WholeReason } from './changes.ts'
export { coversOf } from './covers.ts'
export type { Cover } from './covers.ts'
export { outlineOfCells } from '../scene/outline.ts'
export { regionOf } from './region.ts'
export type { Region } from './region.ts'
export { sentenceFacts } from './sentence-facts.ts'
export type { Called, SentenceFacts } from './sentence-facts.ts'

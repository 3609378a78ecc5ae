/** A window before it has heard of anything. */
import { preferencesSchema } from '../../app/contract/preferences.ts'
import type { ToolOptions } from '../canvas/tools/tool.ts'
import type { StorageView, WindowState } from './window.ts'

const toolOptions: ToolOptions = {
  addToSelected: false,
  snap: true,
  ratio: null,
  boxFrom: 'corner',
  brushSize: 40,
  hardness: 1,
  isErasing: false,
  pressure: 'size',
  smoothing: 40,
  lastBox: null,
}

export const unmeasured: StorageView = { storage: null, error: null, isBusy: false, compacted: null }

export const initialState: WindowState = {
  screen: 'starting',
  connection: 'open',
  host: null,
  preferences: preferencesSchema.parse({}),
  project: null,
  selection: [],
  tool: 'select',
  toolOptions,
  editingPoints: null,
  shows: { outlines: true, tags: true, region: true, latentGrid: false },
  looking: null,
  compare: null,
  peek: null,
  scale: 1,
  viewWish: { to: 'fit', count: 0 },
  estimate: null,
  estimateError: null,
  jobs: [],
  shownTrack: null,
  drawnRegions: new Map(),
  models: [],
  devices: null,
  recent: [],
  examples: [],
  words: new Map(),
  wordLimit: null,
  storage: unmeasured,
  offered: null,
  dialog: null,
  dialogRound: null,
  menu: null,
  panelsHidden: false,
  roundsOpen: true,
  messages: [],
  spoken: { text: '', count: 0 },
  lastStep: null,
  tour: null,
  captionFocus: 0,
  early: null,
  renaming: null,
  find: null,
}

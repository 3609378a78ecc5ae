/** Words of the studio: bars, panels and the strip. */
import { about, bytes, counted, took } from './numbers.ts'

export const areas = {
  tools: 'Tools',
  toolArea: 'Drawing',
  picture: 'Picture',
  side: 'Scene and instances',
  rounds: 'Rounds',
  menu: 'Diorama menu',
  starting: 'Starting',
  start: 'Start',
  models: 'Models and devices',
  strip: 'About this picture',
  drop: 'Drop to open',
  help: 'Help',
  sideLine: 'Width of the side panel',
  roundsLine: 'Height of the rounds',
  lines: 'Sizes of the panels',
} as const

export const topbar = {
  rename: 'Rename the project',
  undo: 'Undo',
  redo: 'Redo',
  saved: 'Saved',
  saving: 'Saving',
  lost: 'Not connected',
  savedHint: 'Every stroke is on disk within a second.',
  readOnly: 'Look only',
  lookOnlyHow: 'Open to look only',
  lookingHow: 'Go on from this round first',
  keep: 'Keep mode',
  generate: 'Generate',
  anew: 'Draw anew',
  anewHint: 'Draws what changed in this round once more, beside it, with another seed.',
  queue: 'Add to queue',
  ways: 'Other ways to generate',
  nothing: 'Draw or describe something first',
  allKept: 'All of the picture is kept',
  cancel: 'Cancel',
  draft: 'In draft quality',
  devices: 'Models and devices',
} as const

export const keepModes = {
  locked: { label: 'Locked', hint: 'Everything outside the hatched region stays exactly as it is, pixel for pixel.' },
  harmonise: {
    label: 'Harmonise',
    hint: 'Around the hatched region light and contact may adapt; farther away everything stays exactly as it is.',
  },
  free: { label: 'Free', hint: 'The whole picture is drawn anew; nothing is promised.' },
} as const

/** Of one instance. */
export const ownKeep = {
  title: 'Keep',
  round: 'As the round',
  /** Of the lock in the list: what holds now. */
  states: {
    locked: 'Locked: stays exactly as it is',
    harmonise: 'Harmonised: held, may adapt at its edge',
    free: 'Free: drawn anew in this round',
    changed: 'Changed in this round, so it is not held',
    nothing: 'Nothing is held in this round',
  },
  partly: 'Held, but for the part that was painted into the region',
  /** What a press of the lock does. */
  letGo: 'Press to let it be drawn anew.',
  hold: 'Press to lock it.',
  asRound: 'Press to keep it as the round does.',
} as const

export const deviceNames: Readonly<Record<string, string>> = {
  cpu: 'Processor',
  webgpu: 'Graphics card',
  cuda: 'NVIDIA graphics card',
  dml: 'Graphics card',
  coreml: 'Apple graphics',
}

/** Under a device's name: by which way it is reached. */
export const deviceRuntimes: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
}

export const options = {
  name: (tool: string): string => `${tool} options`,
  from: 'Draw from',
  corner: 'From corner',
  centre: 'From centre',
  ratio: 'Ratio',
  free: 'Free',
  snap: 'Snap',
  addTo: 'Add to selected',
  addToHint: 'What you draw becomes a further location of the selected instance.',
  brush: 'Brush',
  paint: 'Paint',
  erase: 'Erase',
  regionBrush: 'Region brush',
  regionMore: 'Change more',
  regionLess: 'Change less',
  reset: 'Reset',
  resetRegion: 'Reset the region',
  resetRegionHint: 'The region is again what the changes call for.',
  size: 'Size',
  hardness: 'Hardness',
  pressure: 'Pressure',
  pressures: { off: 'Off', size: 'Size', softness: 'Softness' },
  smoothing: 'Smoothing',
  change: 'Change',
  fill: 'Fill holes',
  grow: 'Grow',
  shrink: 'Shrink',
  invert: 'Invert',
  align: 'Align',
  selected: (count: number): string => (count === 0 ? 'Nothing selected' : `${count} selected`),
  outlines: 'Outlines',
  tags: 'Tags',
  region: 'Region',
  compare: 'Compare with the parent',
  zoom: 'Zoom',
  zoomFit: 'Fit the picture',
  preview: 'Live preview',
  previews: { 1: 'Every step', 5: 'Every 5', 0: 'Off' },
  show: 'Show',
  allTracks: 'All tracks so far',
  goneThing: 'Removed since',
} as const

export const side = {
  scene: 'Scene',
  caption: 'Caption of the scene',
  avoid: 'Avoid',
  seed: 'Seed',
  roll: 'Another seed',
  lockSeed: 'Keep this seed',
  instances: 'Instances',
  find: 'Find',
  more: 'More for the scene',
  backdrop: 'Backdrop',
  hideBackdrop: 'Hide the backdrop',
  showBackdrop: 'Show the backdrop',
  removeBackdrop: 'Remove the backdrop',
  add: 'Draw a new instance',
  instanceCaption: 'Caption',
  pastCaptions: 'Used before',
  tokens: (used: number, limit: number): string => `${used} of ${limit}`,
  location: 'Location',
  noFormat: (format: string): string => `${format}: none yet. Draw one with Add to selected.`,
  placeAt: 'Place at',
  selection: 'Selection',
  pinned: 'Pinned',
  places: ['Upper left', 'Top', 'Upper right', 'Left', 'Centre', 'Right', 'Lower left', 'Bottom', 'Lower right'],
  opacity: 'Opacity',
  width: 'Width',
  height: 'Height',
  rename: 'Rename',
  remove: 'Remove',
  selectedMany: (count: number): string => `${count} instances`,
  manyHow: 'They move, grow and turn together. Align is above the picture.',
  columns: { shown: 'Shown', picture: 'Picture', name: 'Name', state: 'State', keep: 'Keep' },
  kinds: { class: 'thing', colour: 'colour', texture: 'texture', place: 'place' },
  round: (level: number): string => `Round ${level}`,
  preset: 'Preset',
  steps: 'Steps',
  sampler: 'Sampler',
  guidance: 'Guidance',
  placement: 'Placement',
  tracks: 'Own tracks',
  merge: 'Merge',
  rule: 'Rules',
  model: 'Model',
  device: 'Device',
  variants: 'Variants',
  size: 'Size',
  passes: 'Passes',
  starts: 'Starts',
  drawnAt: 'Drawn at',
  bySize: (width: number, height: number): string => `${width} by ${height}`,
  autoDevice: 'Best for this model',
  memory: 'Memory',
  advanced: 'Advanced',
  trackList: 'Tracks',
  toDraw: (count: number): string => `${count} to draw`,
  sceneTrack: 'Scene',
  together: 'All together',
  showAlone: (title: string): string => `Show ${title} alone`,
  waiting: 'waiting',
  stepsFromTo: (from: number, to: number): string => `steps ${from} to ${to}`,
  seedOf: (seed: number): string => `seed ${seed}`,
  queue: 'Queue',
  after: (count: number): string => `${count} after this`,
  takeOut: 'Take it out of the queue',
  keepDrawing: 'Keep drawing if you like. What you add now goes into the next round.',
} as const

export const presets = {
  draft: { label: 'Draft', note: 'Half the steps; to see whether it goes the right way.' },
  standard: { label: 'Standard', note: 'What the model is offered with.' },
  final: { label: 'Final', note: 'Twice the steps, for the picture you keep.' },
  published: { label: 'Published', note: 'The numbers of the paper, to compare with it.' },
  custom: { label: 'Custom', note: 'Changed by hand.' },
} as const

export const samplers = { plms: 'PLMS', ddim: 'DDIM', dpmpp2m: 'DPM++ 2M', unipc: 'UniPC' } as const
export const merges = { place: 'Each in its place', published: 'Over the whole picture' } as const
export const rules = { diorama: 'Diorama', intended: 'As intended', published: 'As published' } as const

export const strip = {
  goOn: 'Go on',
  keepDraft: 'Keep as a draft',
  discard: 'Discard',
  stopped: 'Stopped.',
  stoppedText: 'The picture so far can be kept as a draft.',
  failed: 'This run ended early.',
  hide: 'Back to the draft',
  compare: 'Compare',
  moveDivider: 'move the divider',
  nextWay: 'next way to compare',
  holdFor: (level: number): string => `hold to see round ${level}`,
  endCompare: 'ends',
  progress: 'Progress',
  drawing: { scene: 'Drawing the scene', own: 'Drawing', together: 'Drawing all together' },
  looking: (name: string): string => `This is ${name}.`,
  lookingText: 'Your draft stays as it is.',
  goOnFrom: (level: number): string => `Go on from round ${level}`,
  saveCopy: 'Save a copy',
} as const

const phases: Readonly<Record<string, string>> = {
  load: 'Opening the model',
  text: 'Reading the words',
  grounding: 'Placing things',
  denoise: 'Drawing',
  decode: 'Finishing the picture',
}

export function phaseName(phase: string): string {
  return phases[phase] ?? 'Drawing'
}

export function drawingThing(thing: string): string {
  return `Drawing ${thing}`
}

export function stepOf(done: number, total: number): string {
  return `step ${done} of ${total}`
}

export function trackOf(at: number, of: number): string {
  return `track ${at} of ${of}`
}

export function ofTotal(done: number, total: number): string {
  return `${done} of ${total}`
}

export function passesOf(done: number, total: number): string {
  return `${done} of ${total} passes`
}

export function soFar(seconds: number): string {
  return `${Math.floor(seconds)} s so far`
}

export function left(seconds: number): string {
  return `${about(seconds)} left`
}

/** "178 passes, 4.6 GB", or "178 passes, 152 saved" where earlier rounds save some. */
export function passesAndMemory(passes: number, memory: number | undefined, saved = 0): string {
  const beside = saved > 0 ? `, ${savedPasses(saved)}` : memory === undefined ? '' : `, ${bytes(memory)}`
  return `${counted(passes, 'pass', 'passes')}${beside}`
}

export function savedPasses(saved: number): string {
  return `${saved.toLocaleString('en-GB')} saved`
}

/** Of the line above, in whole words. */
export function savedHint(passes: number, saved: number, startsAfter?: StepOf): string {
  const start = startsAfter ? ` It starts ${afterStep(startsAfter)}.` : ''
  return `${counted(passes, 'pass', 'passes')} to draw. Another ${saved.toLocaleString('en-GB')} are saved, because earlier rounds have done their work.${start}`
}

export function memoryOf(needed: number, total: number | undefined): string {
  return total === undefined ? bytes(needed) : `${bytes(needed)} of ${bytes(total)}`
}

/** "50, first 18 on tracks". */
export function stepsOnTracks(steps: number, onTracks: number): string {
  return onTracks === 0 ? String(steps) : `${steps}, first ${onTracks} on tracks`
}

export interface StepOf {
  readonly step: number
  readonly of: number
}

/** "after step 3 of 10". */
export function afterStep({ step, of }: StepOf): string {
  return `after step ${step} of ${of}`
}

export function variantsLabel(count: number): string {
  return counted(count, 'variant')
}

export function variantsToDraw(count: number): string {
  return `Generate ${counted(count, 'variant')}`
}

export function doneIn(seconds: number): string {
  return `Done in ${took(seconds)}.`
}

export function pictureName(project: string, level: number, isDraft: boolean, width: number, height: number): string {
  return `${project}, round ${level}${isDraft ? ' draft' : ''}, ${width} by ${height} pixels`
}

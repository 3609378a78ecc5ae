/** Words of the dialogs. */

export const paletteWords = {
  title: 'Every command',
  placeholder: 'What do you want to do?',
  nothing: 'No command of that name.',
} as const

export const shortcutWords = {
  title: 'Keyboard shortcuts',
  find: 'Find',
  how: 'To change keys, press them here and then the new ones. Single letters act when no text field has the focus; the settings switch them off.',
  change: 'Press to change the keys.',
  wanted: 'New keys',
  none: 'None',
} as const

export function keysReset(command: string): string {
  return `${command}: as it came`
}

export function keysWanted(command: string): string {
  return `Press the new keys for "${command}". Backspace takes its keys away, Escape leaves them.`
}

export function keysTaken(holder: string): string {
  return `"${holder}" has these keys. Press others, or change those first.`
}

export const settingsWords = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
  scale: 'Interface scale',
  motion: 'Motion',
  motions: { system: 'As the system', reduced: 'Reduced' },
  outlines: 'Stronger outlines',
  targets: 'Larger targets for touch',
  canvas: 'Canvas',
  wheel: 'Wheel scrolls',
  wheelHow: 'With Ctrl or Command it zooms then.',
  generating: 'Generating',
  preview: 'Live preview',
  previews: { '1': 'Every step', '5': 'Every 5 steps', '0': 'Off' },
  compare: 'Compare after each run',
  keyboard: 'Keyboard',
  single: 'Single-key shortcuts',
  keys: 'Keys of every command',
  changeKeys: 'Change keys',
  singleHow: 'Such as V for Select. Keys with Ctrl, Alt or Shift stay.',
  on: 'On',
  off: 'Off',
} as const

export const sizeWords = {
  title: 'Size of the picture',
  width: 'Width',
  height: 'Height',
  presets: 'Shapes',
  apply: 'Resize',
  how: 'Places are scaled with it. Sides go in steps of 64 pixels.',
  anew: 'At another size the next round is drawn anew.',
  swap: 'Swap width and height',
} as const

export const sizePresets = [
  { label: 'Square', width: 512, height: 512 },
  { label: 'Landscape', width: 768, height: 512 },
  { label: 'Portrait', width: 512, height: 768 },
  { label: 'Wide', width: 896, height: 512 },
  { label: 'Large', width: 1024, height: 1024 },
] as const

export const fileWords = {
  open: 'Open a project',
  openHow: 'A project, a scene or a picture. A project is opened as a copy in your folder of projects.',
  path: 'Or the path of a project on this computer, which is then opened where it lies',
  choose: 'Choose a file',
  openPath: 'Open',
  saveCopy: 'Save a copy',
  copyName: 'Name of the copy',
  copyFolder: 'Folder on this computer',
  save: 'Save',
} as const

export const roundDialogWords = {
  name: 'Name this round',
  note: 'Note on this round',
  nameLabel: 'Name',
  noteLabel: 'Note',
  keep: 'Keep',
} as const

export const aboutWords = {
  title: 'About Diorama',
  version: (version: string): string => `Version ${version}`,
  local: 'Everything runs on this computer. Nothing is sent anywhere.',
  licence: 'Apache License 2.0. The notices of what it is made with lie beside the program.',
} as const

export const messageWords = {
  dismiss: 'Dismiss',
  details: 'Details',
  copy: 'Copy',
} as const

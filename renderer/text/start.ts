/** Words of the start screen and of the models. */
import { bytes, counted, time } from './numbers.ts'

export const startWords = {
  greeting: 'Set the scene',
  lead: 'Draw where things go, say what they are, and build the picture round by round.',
  open: 'Open',
  new: 'New project',
  examples: 'Examples',
  examplesHow: 'Open a copy and try anything.',
  noExamples: 'The examples are not in this installation.',
  recent: 'Recent',
  noRecent: 'Projects you open will be listed here.',
  allProjects: 'All projects',
  fewerProjects: 'Fewer',
  gone: 'Not there any more',
  find: 'Find it',
  forget: 'Take it off the list',
  oneFile: 'Every project is one file. Drop a .diorama file anywhere on this window to open it.',
  oneFileCopied: 'Every project is one file. Drop a .diorama file anywhere on this window to open a copy of it.',
  model: 'Choose a model',
  modelHow: 'Everything runs on this computer. You can change the model later, for any round.',
  import: 'Import a checkpoint',
  importKinds: '.pth or .safetensors',
  device: 'Device',
  testing: 'Testing the devices',
  tested: 'Self-test passed',
  change: 'Change',
  firstTime: 'First time here?',
  tourLength: 'Six steps, about two minutes.',
  tour: 'Take the tour',
  help: 'Keyboard shortcuts',
  settings: 'Settings',
  reading: 'Being read',
} as const

/** "6 things, 8 pictures". */
export function exampleCount(things: number, pictures: number): string {
  return `${counted(things, 'thing')}, ${counted(pictures, 'picture')}`
}

export function perPicture(seconds: number): string {
  return `About ${time(seconds)} a picture`
}

export function perPictureWith(seconds: number, memory: number): string {
  return `${perPicture(seconds)}, uses ${bytes(memory)}`
}

const dayMs = 86_400_000

/** "Today, 14:02", "Yesterday", "18 November". */
export function dayOf(at: number, now: number): string {
  const day = new Date(at)
  const startOfToday = new Date(now).setHours(0, 0, 0, 0)
  if (at >= startOfToday) return `Today, ${day.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
  if (at >= startOfToday - dayMs) return 'Yesterday'
  const isThisYear = day.getFullYear() === new Date(now).getFullYear()
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...(!isThisYear && { year: 'numeric' }) })
}

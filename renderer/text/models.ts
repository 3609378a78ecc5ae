/** Words of the models and devices. */
import { bytes, counted } from './numbers.ts'

export const modelWords = {
  title: 'Models and devices',
  done: 'Done',
  models: 'Models',
  add: 'Import a checkpoint',
  drop: 'Drop a checkpoint here',
  choose: 'Choose a file',
  path: 'Path of a checkpoint on this computer',
  read: 'Read it',
  reads: 'Diorama reads the weights only. It never runs code found inside a checkpoint, and never sends one anywhere.',
  builtIn: 'Built in',
  default: 'Default',
  slow: 'Slow',
  unusable: 'Unusable',
  gone: 'Gone',
  reading: 'Being read',
  complete: 'Everything Diorama needs is here.',
  remove: 'Remove',
  makeDefault: 'Make default',
  use: 'Use in this project',
  used: 'Used in this project',
  file: 'File',
  contents: 'Contents',
  format: 'Format',
  layers: 'Instance layers',
  withLayers: 'UniFusion and ScaleU',
  without: 'None: it cannot place things',
  native: 'Native size',
  precision: 'Precision',
  instances: 'Instances',
  words: 'Words',
  averaged: 'Weights',
  ema: 'Averaged over the training',
  part: 'Part',
  tensors: 'Tensors',
  size: 'Size',
  check: 'Check',
  ok: 'Complete',
  ignored: 'Ignored',
  leftovers: 'Left aside',
  devices: 'Devices',
  testAll: 'Test all',
  testing: 'Testing',
  measure: 'Measure',
  device: 'Device',
  pass: 'One pass',
  picture: 'Picture',
  needs: 'Needs',
  selfTest: 'Self-test',
  reference: 'Passed, this is the reference',
  plain: 'Right only without its fused attention, so it runs without.',
  automatic: 'Automatic',
  automaticHow: 'The fastest device that passes its test.',
  noProject: 'Open a project to choose its device.',
  none: '–',
} as const

const partNames: Readonly<Record<string, string>> = {
  model: 'Picture network with instance layers',
  autoencoder: 'Picture encoder and decoder',
  text_encoder: 'Text reader',
  diffusion: 'Noise schedule',
  ema: 'Averaged weights',
}

/** What a part of the file is for; its own name where that is not known. */
export function partName(group: string): string {
  return partNames[group] ?? group
}

export function modelLine(isBuiltIn: boolean, size: number, side: number | undefined): string {
  return [isBuiltIn ? modelWords.builtIn : '', bytes(size), side === undefined ? '' : `${side} px`]
    .filter((part) => part !== '')
    .join(', ')
}

export function readIn(seconds: number): string {
  return `Read in ${seconds.toFixed(1)} s.`
}

export function nativeSize(side: number, multiple: number): string {
  return `${side} px, steps of ${multiple}`
}

export function howItRuns(instances: number): string {
  return `How this model runs on what you have, ${counted(instances, 'instance')}`
}

/** Of a device's self-test against the processor: its relative error, and what it took. */
export function differsBy(error: number, milliseconds: number): string {
  return `Passed, differs by ${error.toPrecision(1)} at most, in ${passTime(milliseconds / 1000)}`
}

export function passTime(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`
}

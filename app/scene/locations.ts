/** Which locations of an instance count: those it has, less those switched off. */

import { locationFormats } from '../contract/scene.ts'
import type { Instance, LocationFormat } from '../contract/scene.ts'

export type Locations = Pick<Instance, LocationFormat>

/** The formats in use, in the contract's order. */
export function formatsOf(instance: Instance): LocationFormat[] {
  return locationFormats.filter((format) => instance[format] !== undefined && !instance.off?.includes(format))
}

/** The locations in use. */
export function used(instance: Instance): Locations {
  return Object.fromEntries(formatsOf(instance).map((format) => [format, instance[format]])) as Locations
}

/** Every word that is shown, by area. Each area has its own file; this is the way in for whoever wants them all. */

export * from './commands.ts'
export * from './common.ts'
export * from './empty.ts'
export * from './errors.ts'
export * from './gestures.ts'
export * from './keys.ts'
export * from './numbers.ts'
export * from './region.ts'
export * from './spoken.ts'
export * from './studio.ts'
export * from './things.ts'
export * from './tour.ts'

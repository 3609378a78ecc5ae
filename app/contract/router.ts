/**
 * The contract between a window and its host: one tRPC router over the studio, whatever carries it (Electron's message
 * port, a WebSocket, memory). It validates and hands on; it decides nothing.
 */
import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { EngineError, StudioError, studioErrors } from './errors.ts'
import type { StudioErrorData } from './errors.ts'
import { inputs, projectInput } from './studio.ts'
import type { Studio } from './studio.ts'

export interface RouterContext {
  readonly studio: Studio
  /** The window that asks. */
  readonly origin: string
}

const t = initTRPC.context<RouterContext>().create({
  // Stacks name files of this machine; what a window is told of an error is below.
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, diorama: errorData(error) } }),
})

/** What the window is told of an error. Nothing of a bug's own words goes into the sentence. */
export function errorData(error: unknown): StudioErrorData {
  const cause = error instanceof TRPCError && error.cause ? error.cause : error
  if (cause instanceof StudioError || cause instanceof EngineError) {
    return {
      code: cause.code,
      message: cause.message,
      ...(cause.cause !== undefined && { detail: String(cause.cause) }),
    }
  }
  const code = error instanceof TRPCError && error.code === 'BAD_REQUEST' ? 'badRequest' : 'internal'
  return {
    code,
    message: studioErrors[code],
    detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  }
}

const { procedure } = t

export const studioRouter = t.router({
  host: procedure.query(({ ctx }) => ctx.studio.host()),
  setPreferences: procedure.input(inputs.preferences).mutation(({ ctx, input }) => ctx.studio.setPreferences(input)),
  choosePlace: procedure.input(inputs.choosePlace).mutation(({ ctx, input }) => ctx.studio.choosePlace(input)),

  recent: procedure.query(({ ctx }) => ctx.studio.recent()),
  forgetRecent: procedure.input(inputs.recent).mutation(({ ctx, input }) => ctx.studio.forgetRecent(input)),
  examples: procedure.query(({ ctx }) => ctx.studio.examples()),
  create: procedure.input(inputs.create).mutation(({ ctx, input }) => ctx.studio.create(input)),
  open: procedure.input(inputs.open).mutation(({ ctx, input }) => ctx.studio.open(input)),
  openExample: procedure.input(inputs.openExample).mutation(({ ctx, input }) => ctx.studio.openExample(input)),
  join: procedure.input(projectInput).mutation(({ ctx, input }) => ctx.studio.join(input)),
  project: procedure.input(projectInput).query(({ ctx, input }) => ctx.studio.project(input)),
  saveCopy: procedure.input(inputs.saveCopy).mutation(({ ctx, input }) => ctx.studio.saveCopy(input)),
  rename: procedure.input(inputs.rename).mutation(({ ctx, input }) => ctx.studio.rename(input)),
  exportRound: procedure.input(inputs.exportRound).mutation(({ ctx, input }) => ctx.studio.exportRound(input)),
  close: procedure.input(projectInput).mutation(({ ctx, input }) => ctx.studio.close(input)),

  edit: procedure.input(inputs.edit).mutation(({ ctx, input }) => ctx.studio.edit(input, ctx.origin)),
  undo: procedure.input(inputs.step).mutation(({ ctx, input }) => ctx.studio.undo(input, ctx.origin)),
  redo: procedure.input(inputs.step).mutation(({ ctx, input }) => ctx.studio.redo(input, ctx.origin)),

  startFromPicture: procedure
    .input(inputs.startFromPicture)
    .mutation(({ ctx, input }) => ctx.studio.startFromPicture(input, ctx.origin)),

  storage: procedure.input(projectInput).query(({ ctx, input }) => ctx.studio.storage(input)),
  setKeeping: procedure.input(inputs.setKeeping).mutation(({ ctx, input }) => ctx.studio.setKeeping(input)),
  compact: procedure.input(projectInput).mutation(({ ctx, input }) => ctx.studio.compact(input)),

  estimate: procedure.input(inputs.estimate).query(({ ctx, input }) => ctx.studio.estimate(input)),
  generate: procedure.input(inputs.generate).mutation(({ ctx, input }) => ctx.studio.generate(input)),
  jobs: procedure.query(({ ctx }) => ctx.studio.jobs()),
  stop: procedure.input(inputs.job).mutation(({ ctx, input }) => ctx.studio.stop(input)),
  goOn: procedure.input(inputs.job).mutation(({ ctx, input }) => ctx.studio.goOn(input)),
  keepAsDraft: procedure.input(inputs.job).mutation(({ ctx, input }) => ctx.studio.keepAsDraft(input)),
  discard: procedure.input(inputs.job).mutation(({ ctx, input }) => ctx.studio.discard(input)),

  trackPreviews: procedure.input(inputs.track).subscription(async function* ({ ctx, input, signal }) {
    yield* ctx.studio.trackPreviews(input, signal ?? AbortSignal.timeout(0))
  }),

  models: procedure.query(({ ctx }) => ctx.studio.models()),
  addModel: procedure.input(inputs.model).mutation(({ ctx, input }) => ctx.studio.addModel(input)),
  removeModel: procedure.input(inputs.model).mutation(({ ctx, input }) => ctx.studio.removeModel(input)),
  measureModel: procedure.input(inputs.model).mutation(({ ctx, input }) => ctx.studio.measureModel(input)),
  words: procedure.input(inputs.words).query(({ ctx, input }) => ctx.studio.words(input)),
  devices: procedure.input(z.strictObject({ again: z.boolean() })).query(({ ctx, input }) => ctx.studio.devices(input)),

  events: procedure.subscription(async function* ({ ctx, signal }) {
    yield* ctx.studio.events(signal ?? AbortSignal.timeout(0))
  }),
})

export type StudioRouter = typeof studioRouter

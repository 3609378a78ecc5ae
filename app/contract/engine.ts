/**
 * What a host and its engine process say to each other.
 *
 * The host opens with `hello` and the engine answers `ready`; then the host makes calls, and the engine answers each with
 * events under the call's id, the last of which is `result` or `error`. One call runs at a time. There is no message to
 * stop a call, because nothing stops the runtime inside a pass: the host ends the process.
 */
import { z } from 'zod'
import { engineErrorCodes } from './errors.ts'
import { deviceNameSchema, modelUseSchema, runSchema } from './run.ts'
import { sceneWarningSchema } from './scene.ts'

export const protocolVersion = 1

const count = z.int().min(0)
const pixels = z.instanceof(Uint8Array)

/** Eight bits a channel, row by row. */
const picturePixels = { width: count, height: count, rgb: pixels }

export const deviceReportSchema = z.object({
  device: deviceNameSchema,
  available: z.boolean(),
  /** One sentence. */
  reason: z.string(),
  selfTest: z.object({ relativeError: z.number(), milliseconds: z.number() }).optional(),
})
export type DeviceReport = z.infer<typeof deviceReportSchema>

/** Which device a run used, and why, in a sentence. */
export const deviceChoiceSchema = z.object({ device: deviceNameSchema, reason: z.string() })

export const progressSchema = z.object({
  phase: z.string(),
  /** Of `total` passes. */
  done: z.number(),
  total: z.number(),
  /** Absent until there is something to estimate it by. */
  secondsLeft: z.number().optional(),
})
export type Progress = z.infer<typeof progressSchema>

/** The picture as it would be, were this step the last; small. */
export const previewSchema = z.object(picturePixels)
export type Preview = z.infer<typeof previewSchema>

export const pictureSchema = z.object({ ...picturePixels, seed: count, latents_Chw: z.instanceof(Float32Array) })
export type Picture = z.infer<typeof pictureSchema>

export const resultSchema = z.object({
  pictures: z.array(pictureSchema),
  warnings: z.array(sceneWarningSchema),
  /** Evaluations of the network, over all pictures. */
  passes: count,
  seconds: z.record(z.string(), z.number()),
  device: deviceChoiceSchema,
  /** SHA-256 of the run. */
  run: z.string(),
})
export type RunResult = z.infer<typeof resultSchema>

export const planSchema = z.object({
  width: count,
  height: count,
  passes: count,
  warnings: z.array(sceneWarningSchema),
})
export type Plan = z.infer<typeof planSchema>

const nothing = z.strictObject({})

/** Everything that a host can ask for: what goes in and what comes out. */
export const calls = {
  /** Opens the model, so that a run starts at once. */
  load: { input: modelUseSchema, output: z.object({ device: deviceChoiceSchema }) },
  /** Closes the model. */
  unload: { input: nothing, output: nothing },
  generate: { input: runSchema, output: resultSchema },
  /** What a run would do, without doing it. */
  plan: { input: runSchema, output: planSchema },
  devices: { input: nothing, output: z.object({ reports: z.array(deviceReportSchema) }) },
} as const

export type CallName = keyof typeof calls
export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]['input']>
export type CallOutput<Name extends CallName> = z.infer<(typeof calls)[Name]['output']>

const callNames = Object.keys(calls) as [CallName, ...CallName[]]

export const requestSchema = z.discriminatedUnion('type', [
  /** `devices`: what an earlier engine found out, which is slow. */
  z.object({ type: z.literal('hello'), protocol: z.number(), devices: z.array(deviceReportSchema).optional() }),
  z.object({ type: z.literal('call'), id: count, name: z.enum(callNames), input: z.unknown() }),
  z.object({ type: z.literal('shutdown') }),
])
export type Request = z.infer<typeof requestSchema>

export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), protocol: z.number() }),
  z.object({ type: z.literal('devices'), reports: z.array(deviceReportSchema) }),
  z.object({ type: z.literal('progress'), id: count, progress: progressSchema }),
  z.object({ type: z.literal('preview'), id: count, preview: previewSchema }),
  z.object({ type: z.literal('result'), id: count, output: z.unknown() }),
  /** Without an id it answers a message that could not be read. */
  z.object({ type: z.literal('error'), id: count.nullable(), code: z.enum(engineErrorCodes), message: z.string() }),
])
export type EngineEvent = z.infer<typeof eventSchema>

/**
 * What a host and its engine process say to each other.
 *
 * The host opens with `hello` and the engine answers `ready`; then the host makes calls, and the engine answers each with
 * events under the call's id, the last of which is `result` or `error`. One call runs at a time, but for `callsBeside`. There is no message to
 * stop a call, because nothing stops the runtime inside a pass: the host ends the process.
 */
import { z } from 'zod'
import { engineErrorCodes } from './errors.ts'
import { evaluationInputSchema, evaluationReportSchema, recognisedSchema } from './evaluation.ts'
import { modelInfoSchema, recommendedSchema } from './model.ts'
import { roundRunSchema } from './hold.ts'
import {
  deviceChoiceSchema,
  previewSchema,
  runPlanSchema,
  runProgressSchema,
  runResultSchema,
  trackNameSchema,
} from './result.ts'
import { deviceNameSchema, modelUseSchema, runSchema } from './run.ts'

export const protocolVersion = 4

const id = z.int().min(0)
const count = z.int().min(0)
const nothing = z.strictObject({})

export const deviceReportSchema = z.object({
  device: deviceNameSchema,
  available: z.boolean(),
  /** One sentence. */
  reason: z.string(),
  selfTest: z.object({ relativeError: z.number(), milliseconds: z.number() }).optional(),
  /** Set where the device is right only without its fused attention. */
  attention: z.literal('plain').optional(),
})
export type DeviceReport = z.infer<typeof deviceReportSchema>

const checkedTensorSchema = z.object({
  case: z.string(),
  name: z.string(),
  /** ‖a − b‖ / ‖b‖ */
  relativeError: z.number(),
  maxAbsolute: z.number(),
  /** Share of numbers that differ at all. */
  differing: z.number(),
  /** Bytes of a picture, which tell by the share that differs. */
  isBytes: z.boolean(),
})

/** How far a folder's expected outputs are from ours. */
export const checkReportSchema = z.object({
  tensors: z.array(checkedTensorSchema),
  /** Expected outputs that could not be made. */
  failures: z.array(z.object({ case: z.string(), name: z.string(), reason: z.string() })),
  /** The largest relative error of all outputs that are not bytes. */
  worst: checkedTensorSchema.optional(),
  /** The bytes of which the largest share differs. */
  worstBytes: checkedTensorSchema.optional(),
})
export type CheckReport = z.infer<typeof checkReportSchema>

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const pixelsSchema = z.strictObject({ width: count, height: count, rgb: bytes })

/** A picture and boxes of it: x0 y0 x1 y1 in its pixels. */
const lookedAtSchema = pixelsSchema.extend({
  boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
})
export type LookedAt = z.infer<typeof lookedAtSchema>

/** Everything that a host can ask for: what goes in and what comes out. */
export const calls = {
  /** Opens the model, so that a run starts at once. */
  load: {
    input: modelUseSchema,
    output: z.object({ device: deviceChoiceSchema, name: z.string(), recommended: recommendedSchema }),
  },
  /** Closes the model. */
  unload: { input: nothing, output: nothing },
  generate: { input: roundRunSchema, output: runResultSchema },
  /** Latents of a picture that no model has drawn, so that rounds can go on from it. */
  encode: {
    input: pixelsSchema.extend({ model: modelUseSchema }),
    output: z.object({ latents_Chw: z.custom<Float32Array>((value) => value instanceof Float32Array) }),
  },
  /** What a run would do, without doing it. */
  plan: { input: runSchema, output: runPlanSchema },
  /** Tests every device; takes seconds. */
  devices: { input: nothing, output: z.object({ reports: z.array(deviceReportSchema) }) },
  inspect: { input: z.strictObject({ path: z.string().min(1) }), output: modelInfoSchema },
  /** Tokens of captions, and the words that the model does and does not know. */
  words: {
    input: z.strictObject({ model: modelUseSchema, captions: z.array(z.string()) }),
    output: z.object({
      limit: count,
      captions: z.array(z.object({ tokens: count, unknown: z.array(z.string()) })),
      /** All words, where they are few (a small model's own vocabulary). */
      vocabulary: z.array(z.string()).optional(),
    }),
  },
  /** A short dry run: what one pass takes at a size, and the memory that the model and its passes take. */
  measure: {
    input: z.strictObject({ model: modelUseSchema, width: count, height: count }),
    output: z.object({
      device: deviceChoiceSchema,
      secondsPerPass: z.number(),
      weightBytes: z.number(),
      workBytes: z.number(),
    }),
  },
  /** Compares the networks and samplers with a folder of expected numbers. Progress counts cases. */
  check: { input: modelUseSchema.extend({ path: z.string().min(1) }), output: checkReportSchema },
  /** Measures a model of the starter's world on held-out layouts; takes minutes. Progress counts layouts. */
  evaluate: { input: evaluationInputSchema, output: evaluationReportSchema },
  /** What the recogniser beside a model of the starter's world reads in boxes of pictures: a list a picture, in their order. */
  recognise: {
    input: z.strictObject({ path: z.string().min(1), pictures: z.array(lookedAtSchema) }),
    output: z.object({ found: z.array(z.array(recognisedSchema)) }),
  },
} as const

export type CallName = keyof typeof calls

/** They wait for no other call: they open no network and are answered between two passes. */
const callsBeside: ReadonlySet<CallName> = new Set(['words'])

export function isBeside(name: CallName): boolean {
  return callsBeside.has(name)
}
export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]['input']>
export type CallOutput<Name extends CallName> = z.infer<(typeof calls)[Name]['output']>

const tensorSchema = z.object({
  type: z.string(),
  shape: z.array(count).readonly(),
  data: z.custom<ArrayBufferView>((value) => ArrayBuffer.isView(value)),
})

/** A device's self-test, for a process of its own: a driver may abort the one that it runs in. */
export const probeRequestSchema = z.object({
  device: deviceNameSchema,
  graph: bytes,
  feeds: z.record(z.string(), tensorSchema),
})
export type ProbeRequest = z.infer<typeof probeRequestSchema>

export const probeSchema = z.union([
  z.object({ outputs: z.record(z.string(), tensorSchema), milliseconds: z.number() }),
  z.object({ failure: z.string() }),
])
export type Probe = z.infer<typeof probeSchema>

const callNames = Object.keys(calls) as [CallName, ...CallName[]]

export const requestSchema = z.discriminatedUnion('type', [
  /** `devices`: what an earlier engine found out, which is slow. */
  z.object({ type: z.literal('hello'), protocol: z.number(), devices: z.array(deviceReportSchema).optional() }),
  /** `previews`: whether the host shows them; they cost time. */
  z.object({
    type: z.literal('call'),
    id,
    name: z.enum(callNames),
    input: z.unknown(),
    previews: z.boolean().optional(),
  }),
  /** From now on, a call with previews gives those of these tracks alone too. */
  z.object({ type: z.literal('show'), id, tracks: z.array(trackNameSchema) }),
  /** The answer to the event `probe`. */
  z.object({ type: z.literal('probed'), id, probe: probeSchema }),
  z.object({ type: z.literal('shutdown') }),
])
export type Request = z.infer<typeof requestSchema>

export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), protocol: z.number() }),
  z.object({ type: z.literal('devices'), reports: z.array(deviceReportSchema) }),
  /** An engine that may start no process asks its host to; ids are the engine's own. */
  z.object({ type: z.literal('probe'), id, request: probeRequestSchema, timeoutMs: count }),
  z.object({ type: z.literal('progress'), id, progress: runProgressSchema }),
  /** Without a track it is what all of them make so far. */
  z.object({ type: z.literal('preview'), id, preview: previewSchema, track: trackNameSchema.optional() }),
  z.object({ type: z.literal('result'), id, output: z.unknown() }),
  /** Without an id it answers a message that could not be read. */
  z.object({ type: z.literal('error'), id: id.nullable(), code: z.enum(engineErrorCodes), message: z.string() }),
])
export type EngineEvent = z.infer<typeof eventSchema>

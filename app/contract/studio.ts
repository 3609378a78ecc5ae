/**
 * The studio: everything that a window can ask of its host. One object serves all windows of a host.
 *
 * Every method throws StudioError or EngineError and nothing else. Text is for people and in English; the window has its
 * own words for the codes that need buttons.
 */
import { z } from 'zod'
import { digestSchema, idSchema } from './document.ts'
import { gestureSchema } from './edit.ts'
import type { DeviceReport } from './engine.ts'
import { studioErrorSchema } from './errors.ts'
import { exportFormats, exportSchema } from './exports.ts'
import { jobSchema } from './jobs.ts'
import type { Estimate, Job } from './jobs.ts'
import { modelInfoSchema, recommendedSchema } from './model.ts'
import type { Preferences } from './preferences.ts'
import { preferencesChangeSchema, preferencesSchema } from './preferences.ts'
import { changedSchema, projectSchema, roundSchema } from './project.ts'
import type { Changed, ProjectState, Round } from './project.ts'
import { trackNameSchema } from './result.ts'
import { sceneLimits, sceneSchema } from './scene.ts'
import { keepingSchema } from './storage.ts'
import type { Compacted, Storage } from './storage.ts'

const filePath = z.string().min(1).max(4096)
export const projectInput = z.strictObject({ project: idSchema })

export const inputs = {
  /** Without a path a new file in the user's folder of projects. */
  create: z.strictObject({ path: filePath.optional(), width: z.int().optional(), height: z.int().optional() }),
  open: z.strictObject({ path: filePath, as: z.enum(['normal', 'readOnly', 'copy', 'repaired']).default('normal') }),
  /** A copy of the example in the user's folder of projects. */
  openExample: z.strictObject({ id: idSchema }),
  /** Under a free name in the folder, which is the project's own unless given; or at the path. */
  saveCopy: projectInput.extend({
    path: filePath.optional(),
    folder: filePath.optional(),
    name: z.string().min(1).max(120).optional(),
  }),
  rename: projectInput.extend({ name: z.string().min(1).max(120) }),
  edit: projectInput.extend({ sequence: z.int().min(0), gesture: gestureSchema }),
  step: projectInput.extend({ sequence: z.int().min(0) }),
  estimate: projectInput.extend({ sequence: z.int().min(0) }),
  generate: projectInput.extend({ sequence: z.int().min(0), variants: z.int().min(1).max(8).optional() }),
  /** `picture` was put into the project before, see addresses.ts. */
  startFromPicture: projectInput.extend({
    sequence: z.int().min(0),
    picture: digestSchema,
    /** Of the file, which the round is then called by. */
    name: z.string().min(1).max(sceneLimits.nameLength).optional(),
  }),
  setKeeping: projectInput.extend({ change: keepingSchema.partial() }),
  job: z.strictObject({ job: idSchema }),
  track: z.strictObject({ job: idSchema, track: trackNameSchema }),
  model: z.strictObject({ model: filePath }),
  words: z.strictObject({ model: filePath, captions: z.array(z.string().max(4096)).max(300) }),
  recent: z.strictObject({ id: idSchema }),
  preferences: preferencesChangeSchema,
  choosePlace: z.strictObject({ suggested: filePath, kind: z.enum(['diorama', ...exportFormats]) }),
  exportRound: projectInput.extend({ round: idSchema, as: exportSchema }),
} as const
type Input<Name extends keyof typeof inputs> = z.output<(typeof inputs)[Name]>

export const recentSchema = z.object({
  id: idSchema,
  name: z.string(),
  path: z.string(),
  openedAt: z.number(),
  isGone: z.boolean(),
  /** Whether there is a picture to show, see coverAddress. */
  hasCover: z.boolean(),
})
export type RecentProject = z.infer<typeof recentSchema>

export const exampleSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** One line of what it shows. */
  about: z.string(),
  things: z.int(),
  pictures: z.int(),
})
export type Example = z.infer<typeof exampleSchema>

/** What was measured of a model on a device. */
export const speedSchema = z.object({
  device: z.string(),
  /** Of one pass for a picture of the model's native size. */
  secondsPerPass: z.number(),
  /** Of a picture with recommended settings and `instances` things. */
  secondsPerPicture: z.number(),
  instances: z.int(),
  /** Bytes at the peak. */
  memory: z.number(),
})
export type Speed = z.infer<typeof speedSchema>

export const modelEntrySchema = z.object({
  /** `starter`, or the path. */
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  isBuiltIn: z.boolean(),
  isDefault: z.boolean(),
  state: z.enum(['reading', 'ready', 'slow', 'unusable', 'gone']),
  /** One sentence: what it draws, or why it cannot be used. */
  about: z.string(),
  info: modelInfoSchema.optional(),
  recommended: recommendedSchema.optional(),
  /** Seconds that reading took. */
  readIn: z.number().optional(),
  speeds: z.array(speedSchema),
})
export type ModelEntry = z.infer<typeof modelEntrySchema>

export const wordsSchema = z.object({
  /** Tokens that the model reads of a caption, with the two that frame it. */
  limit: z.int(),
  captions: z.array(
    z.object({
      tokens: z.int(),
      /** Where the words are that the model does not know, in characters. */
      unknown: z.array(z.object({ from: z.int(), to: z.int(), nearest: z.string().optional() })),
      /** Words that it knows, and of which kind. */
      known: z.array(
        z.object({
          from: z.int(),
          to: z.int(),
          kind: z.enum(['class', 'colour', 'texture', 'place']),
          word: z.string(),
        }),
      ),
    }),
  ),
})
export type Words = z.infer<typeof wordsSchema>

export const hostSchema = z.object({
  version: z.string(),
  kind: z.enum(['desktop', 'browser']),
  platform: z.enum(['linux', 'windows', 'macos']),
  /** Where new projects go. */
  folder: z.string(),
  /** The project that was open when the last session ended without being closed, until one is opened in this. */
  leftOpen: z.string().nullable(),
  preferences: preferencesSchema,
})
export type HostState = z.infer<typeof hostSchema>

export const uploadedPictureSchema = z.object({ digest: z.string(), width: z.int(), height: z.int(), name: z.string() })
export type UploadedPicture = z.infer<typeof uploadedPictureSchema>

/** What a dropped or chosen file turned out to be. */
export const openedFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), project: projectSchema }),
  z.object({ kind: z.literal('scene'), scene: sceneSchema, name: z.string() }),
  z.object({ kind: z.literal('picture'), picture: uploadedPictureSchema }),
])
export type OpenedFile = z.infer<typeof openedFileSchema>

/** What a window hears without asking. `origin` is the window that caused it. */
export const studioEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('changed'), project: idSchema, origin: z.string(), changed: changedSchema }),
  z.object({ type: z.literal('roundAdded'), project: idSchema, round: roundSchema, changed: changedSchema }),
  /** Rounds and steps of undo may be gone, and what earlier rounds had left: the project is to be read anew. */
  z.object({ type: z.literal('compacted'), project: idSchema }),
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('models'), models: z.array(modelEntrySchema) }),
  z.object({ type: z.literal('devices') }),
  /** Something that belongs to no call, such as an engine that had to be started again. */
  z.object({ type: z.literal('problem'), project: idSchema.nullable(), error: studioErrorSchema }),
])
export type StudioEvent = z.infer<typeof studioEventSchema>

export interface Studio {
  host(): Promise<HostState>
  setPreferences(change: Input<'preferences'>): Promise<Preferences>
  /** Where a file of that kind goes, by the desktop's own dialog; null if it was left. @throws StudioError noDialog in a browser */
  choosePlace(input: Input<'choosePlace'>): Promise<string | null>

  recent(): Promise<RecentProject[]>
  forgetRecent(input: Input<'recent'>): Promise<void>
  examples(): Promise<Example[]>
  create(input: Input<'create'>): Promise<ProjectState>
  open(input: Input<'open'>): Promise<ProjectState>
  openExample(input: Input<'openExample'>): Promise<ProjectState>
  /** A window that was given the address of what another one shows; the project closes when both have left it. */
  join(input: z.output<typeof projectInput>): Promise<ProjectState>
  /** Of a project that is open already, as after a reload of the window. */
  project(input: z.output<typeof projectInput>): Promise<ProjectState>
  /** Path of the copy. */
  saveCopy(input: Input<'saveCopy'>): Promise<{ path: string }>
  rename(input: Input<'rename'>): Promise<ProjectState>
  /**
   * To where the desktop's own dialog says; null if it was left. In a browser the round is fetched, see exportAddress.
   *
   * @throws StudioError roundNotFound, folderReadOnly, diskFull, noDialog
   */
  exportRound(input: Input<'exportRound'>): Promise<string | null>
  close(input: z.output<typeof projectInput>): Promise<void>

  /**
   * @param origin the window; it may send an edit before it has heard of those that it sent before
   * @throws StudioError conflict if anyone else changed the document since `sequence`; badEdit, and then nothing was changed
   */
  edit(input: Input<'edit'>, origin: string): Promise<Changed>
  undo(input: Input<'step'>, origin: string): Promise<Changed>
  redo(input: Input<'step'>, origin: string): Promise<Changed>

  /**
   * A photograph or drawing becomes a round of kind `picture` that the draft goes on from: cut to the size in which the model
   * draws its shape. Of the draft, what no round shows yet stays, at the new size.
   *
   * @throws StudioError conflict, notAPicture if the project has no such picture; EngineError for a model that cannot be used
   */
  startFromPicture(input: Input<'startFromPicture'>, origin: string): Promise<Changed>

  /** What takes the room in the project's file, and what compacting would give back. */
  storage(input: z.output<typeof projectInput>): Promise<Storage>
  /** What is beyond it goes at once. @throws StudioError projectReadOnly, diskFull */
  setKeeping(input: Input<'setKeeping'>): Promise<Storage>
  /**
   * Takes deleted rounds out of the file for good, with what could be undone of them, and gives the room back. What jobs go on
   * from stays, those that were stopped and can go on too.
   *
   * @throws StudioError projectReadOnly, projectDamaged, diskFull
   */
  compact(input: z.output<typeof projectInput>): Promise<Compacted>

  estimate(input: Input<'estimate'>): Promise<Estimate>
  /** Puts a job in the queue. */
  generate(input: Input<'generate'>): Promise<Job>
  /** Of all projects, the running one first. */
  jobs(): Promise<Job[]>
  /** Stops a running job within a pass, or takes a waiting one from the queue. */
  stop(input: Input<'job'>): Promise<Job>
  /** Draws a stopped or failed job again. */
  goOn(input: Input<'job'>): Promise<Job>
  /** Keeps a stopped job's newest estimate as a round of kind `draft`. */
  keepAsDraft(input: Input<'job'>): Promise<Round>
  discard(input: Input<'job'>): Promise<void>
  /**
   * Where the estimates of one track of a job lie: the newest, then each as it comes, until the signal is aborted or the job is
   * over. The engine makes them only while someone looks.
   *
   * @throws StudioError in the iteration, jobNotFound
   */
  trackPreviews(input: Input<'track'>, signal: AbortSignal): AsyncIterable<string>

  models(): Promise<ModelEntry[]>
  addModel(input: Input<'model'>): Promise<ModelEntry>
  removeModel(input: Input<'model'>): Promise<void>
  /** A short dry run on the chosen device; seconds. */
  measureModel(input: Input<'model'>): Promise<ModelEntry>
  words(input: Input<'words'>): Promise<Words>
  /** Tests them unless they are known already; `again` does in any case. */
  devices(input: { again: boolean }): Promise<DeviceReport[]>

  /** Until the signal is aborted. */
  events(signal: AbortSignal): AsyncIterable<StudioEvent>
}

/** `diorama export`: rounds of a project as files for other programs. */
import path from 'node:path'
import { Option, type Command } from 'commander'
import { StudioError } from '../../contract/errors.ts'
import { exportFormats, exportSchema, type ExportAs, type ExportFormat } from '../../contract/exports.ts'
import type { Round } from '../../contract/project.ts'
import { writeOver } from '../../project/files.ts'
import { openProject, type Project } from '../../project/project.ts'
import { exportedRound } from '../../studio/exports.ts'
import { BadInput } from './bad-input.ts'
import { integer } from './numbers.ts'
import { printJson, printLine } from './output.ts'
import { existingFile, userPath } from './paths.ts'
import { makeFolder } from './pictures.ts'
import { projectOptions } from './rounds-project.ts'

interface ExportOptions {
  readonly as: ExportFormat
  readonly round?: number
  readonly all?: true
  readonly size: ExportAs['size']
  readonly quality: number
  /** False for `--no-scene`. */
  readonly scene: boolean
  readonly out: string
  readonly json?: true
}

export function addExport(program: Command): void {
  program
    .command('export')
    .description('rounds of a project as pictures, each or all on one sheet, or their scenes as JSON')
    .argument('<project>', 'a .diorama file; it is only looked at')
    .addOption(new Option('--as <format>', 'what the files are').choices(exportFormats).default('png'))
    .option('--round <n>', 'the nth picture in the order of making (default: the newest)', integer(1, 1_000_000))
    .option('--all', 'every picture that is not deleted')
    .addOption(
      new Option('--size <name>', 'as the model drew it, or as large as the scene')
        .choices(['drawn', 'scene'])
        .default('drawn'),
    )
    .option('--quality <n>', 'of JPEG and WebP', integer(1, 100), 90)
    .option('--no-scene', 'leave the scene and the settings out of a PNG')
    .option('--out <folder>', 'where the files go, over those of the same name', '.')
    .option('--json', 'answer with one JSON object')
    .action(exportRounds)
}

async function exportRounds(name: string, options: ExportOptions): Promise<void> {
  const { as: format, size, quality, scene: withScene, json } = options
  const folder = userPath(options.out)
  makeFolder(folder)
  try {
    const project = openProject(existingFile(name), projectOptions, true)
    try {
      const files: { round: string; file: string }[] = []
      for (const { id } of wanted(project, options)) {
        const made = exportedRound(project, id, exportSchema.parse({ format, size, quality, withScene }))
        const file = freeAmong(files, path.join(folder, made.name))
        writeOver(file, await made.bytes())
        files.push({ round: id, file })
        if (!json) printLine(file)
      }
      if (json) printJson({ files })
    } finally {
      project.close()
    }
  } catch (error) {
    if (error instanceof StudioError) throw new BadInput(error.message, { cause: error })
    throw error
  }
}

/** @throws BadInput if there is no such round */
function wanted(project: Project, { as, round, all }: ExportOptions): Round[] {
  const { rounds: notes } = project.document
  const rounds = project.rounds.filter(({ id }) => notes[id]?.deleted !== true)
  if (all && as !== 'sheet') return rounds
  const found = round === undefined ? rounds.at(-1) : rounds[round - 1]
  if (found) return [found]
  throw new BadInput(
    rounds.length === 0
      ? `"${project.name}" has no picture yet; draw one first.`
      : `"${project.name}" has ${rounds.length} pictures and none of number ${round}; ask for one of those.`,
  )
}

/** Two rounds may have one name, or names that some disks do not tell apart; neither's file takes the place of the other's. */
function freeAmong(files: readonly { readonly file: string }[], file: string): string {
  const { dir, name, ext } = path.parse(file)
  const taken = new Set(files.map((each) => each.file.toLowerCase()))
  for (let n = 1; ; n++) {
    const free = n === 1 ? file : path.join(dir, `${name} ${n}${ext}`)
    if (!taken.has(free.toLowerCase())) return free
  }
}

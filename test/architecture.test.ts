/**
 * Who may import whom, and who may touch what: the table of CONTRIBUTING.md, enforced. Imports of types count.
 *
 * Tests (*.test.ts, *.e2e.ts) and their helpers (*.helper.ts) may import anything, and their titles say why they exist. Cycles are
 * the linter's (import/no-cycle).
 */
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { parseSync, Visitor } from 'vite'
import { describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

const pure = { node: false } as const
const node = { node: true } as const
/** Runs in a browser: clock and random numbers, but no Node module; the types see to the rest. */
const window = { node: true, browser: true } as const

/**
 * Folder -> folders of ours that it may import from, beside its own. A row holds for the subfolders too; one that ends
 * in /* only for the files right there. `pure`: no Node module, no clock, no disk, no random numbers.
 */
const table: Readonly<Record<string, { node: boolean; browser?: boolean; from: readonly string[] }>> = {
  'app/contract': { ...pure, from: [] },
  'app/scene': { ...pure, from: ['app/contract'] },
  'app/conditions': { ...pure, from: ['app/contract', 'app/scene'] },
  'app/consistency': { ...pure, from: ['app/contract', 'app/scene'] },
  'app/project': { ...node, from: ['app/contract', 'app/scene'] },
  'app/links': { ...node, from: ['app/contract'] },
  'app/studio': {
    ...node,
    from: [
      'app/contract',
      'app/scene',
      'app/conditions',
      'app/consistency',
      'app/project',
      'app/exchange',
      'app/engine-host',
    ],
  },
  'renderer/theme': { ...window, from: [] },
  'renderer/text': { ...window, from: ['app/contract'] },
  'renderer/state': {
    ...window,
    from: ['app/contract', 'app/scene', 'app/consistency', 'app/links', 'renderer/canvas/tools', 'renderer/text'],
  },
  'renderer/canvas/tools': { ...pure, from: ['app/contract', 'app/scene'] },
  'renderer/canvas': {
    ...window,
    from: [
      'app/contract',
      'app/scene',
      'app/consistency',
      'renderer/canvas/tools',
      'renderer/state',
      'renderer/theme',
      'renderer/text',
    ],
  },
  'renderer/ui': { ...window, from: ['renderer/theme', 'renderer/text'] },
  'renderer/panels': {
    ...window,
    from: [
      'app/contract',
      'app/scene',
      'app/consistency',
      'renderer/canvas',
      'renderer/state',
      'renderer/theme',
      'renderer/text',
      'renderer/ui',
    ],
  },
  'renderer/*': { ...window, from: ['renderer'] },
  'app/exchange': { ...node, from: ['app/contract', 'app/scene'] },
  'app/engine': { ...node, from: ['app/contract', 'app/scene', 'app/conditions', 'app/exchange', 'native-models'] },
  'app/evaluation': {
    ...node,
    from: [
      'app/contract',
      'app/scene',
      'app/conditions',
      'app/consistency',
      'app/project',
      'app/exchange',
      'app/engine-host',
      'app/studio',
      'native-models/sampler',
    ],
  },
  'app/engine-host': { ...node, from: ['app/contract'] },
  'app/hosts': { ...node, from: ['app'] },
  'native-models/checkpoint': { ...node, from: [] },
  'native-models/graph': { ...pure, from: [] },
  'native-models/sampler': { ...pure, from: [] },
  'native-models/clip': { ...pure, from: ['native-models/graph', 'native-models/checkpoint'] },
  'native-models/unifusion': { ...pure, from: ['native-models/graph', 'native-models/checkpoint'] },
  'native-models/unet': { ...pure, from: ['native-models/graph', 'native-models/checkpoint'] },
  'native-models/vae': { ...pure, from: ['native-models/graph', 'native-models/checkpoint'] },
  'native-models/session': { ...node, from: [] },
  'native-models/*': { ...node, from: ['native-models'] },
  'native-models/reference': { ...node, from: ['native-models'] },
  'native-models/recogniser': { ...node, from: ['native-models'] },
  'native-models/detector': { ...node, from: ['native-models'] },
  scripts: { ...node, from: ['app'] },
  test: { ...node, from: ['app', 'native-models', 'scripts'] },
}

/** Package -> the only folder that may name it. */
const packageOwners: Readonly<Record<string, string>> = {
  'onnxruntime-node': 'native-models/session',
  electron: 'app/hosts/electron',
  'better-sqlite3': 'app/project',
  fabric: 'renderer/canvas',
  '@base-ui/react': 'renderer/ui',
}

interface SourceFile {
  /** From the root, with forward slashes. */
  readonly name: string
  readonly text: string
  readonly code: string
  readonly imports: readonly string[]
}

const files = globSync('{app,native-models,scripts,test,renderer}/**/*.{ts,tsx}', { cwd: root })
  .filter((name) => !/\.(test|helper|e2e)\.tsx?$/.test(name))
  .map((name) => sourceFile(name.replaceAll(path.sep, '/')))

describe('M2 the import table', () => {
  test('M2 has a row for every source file, and a file for every row', () => {
    expect(files.filter(({ name }) => rowOf(name) === undefined).map(({ name }) => name)).toEqual([])
    const used = new Set(files.map(({ name }) => rowOf(name)))
    expect(Object.keys(table).filter((row) => !used.has(row))).toEqual([])
  })

  test.each(Object.keys(table))('M2 holds for %s', (row) => {
    const here = files.filter(({ name }) => rowOf(name) === row)
    expect(here.flatMap((file) => [...foreignImports(file, row), ...impurities(file, row)])).toEqual([])
  })

  test('M3 only its owner names a package that has one', () => {
    const wrong = files.flatMap(({ name, imports }) =>
      imports
        .filter((specifier) =>
          Object.entries(packageOwners).some(([owned, folder]) => isOf(owned, specifier) && !isIn(name, folder)),
        )
        .map((specifier) => `${name} imports ${specifier}`),
    )
    expect(wrong).toEqual([])
  })
})

test('M2 every source file starts with a comment that says why it exists', () => {
  expect(files.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map(({ name }) => name)).toEqual([])
})

test('A2 every sentence of the window is in its catalogue', () => {
  const shown = files.filter(({ name }) => name.startsWith('renderer/') && !name.startsWith('renderer/text/'))
  expect(shown.flatMap(({ name, text }) => sentencesOf(name, text))).toEqual([])
})

/** Text between tags, and texts of more than one word that begin as a sentence does; not the program's name, nor faults of our own. */
function sentencesOf(name: string, text: string): string[] {
  const found: { start: number; value: string }[] = []
  const faults: { start: number; end: number }[] = []
  new Visitor({
    NewExpression: ({ callee, start, end }) => {
      if (callee.type === 'Identifier' && callee.name.endsWith('Error')) faults.push({ start, end })
    },
    JSXText: ({ start, value }) => {
      if (/\p{L}/u.test(value) && value !== 'Diorama') found.push({ start, value })
    },
    Literal: ({ start, value }) => {
      if (typeof value === 'string' && looksSaid(value)) found.push({ start, value })
    },
    TemplateLiteral: ({ start, quasis }) => {
      const value = quasis.map(({ value: { cooked } }) => cooked).join('…')
      if (looksSaid(value)) found.push({ start, value })
    },
  }).visit(parseSync(name, text).program)
  return found
    .filter(({ start }) => !faults.some((fault) => fault.start < start && start < fault.end))
    .map(({ value }) => `${name}: ${value.trim()}`)
}

function looksSaid(value: string): boolean {
  return /^\p{Lu}\p{Ll}*[ :]/u.test(value)
}

function sourceFile(name: string): SourceFile {
  const text = readFileSync(path.join(root, name), 'utf8')
  const code = withoutComments(text)
  const specifiers = [...code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g)].map((match) => match[2]!)
  return { name, text, code, imports: specifiers }
}

/** Strings stay whole: in this code base none holds the start of a comment after a blank. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}

/** The row with the longest name that the file falls under. */
function rowOf(name: string): string | undefined {
  const rows = Object.keys(table).filter((row) =>
    row.endsWith('/*') ? path.posix.dirname(name) === row.slice(0, -2) : isIn(name, row),
  )
  return rows.sort((a, b) => b.length - a.length)[0]
}

function foreignImports({ name, imports }: SourceFile, row: string): string[] {
  const isAllowed = (target: string) => rowOf(target) === row || table[row]!.from.some((folder) => isIn(target, folder))
  return imports
    .filter((specifier) => specifier.startsWith('.') && !specifier.endsWith('/package.json'))
    .map((specifier) => path.posix.join(path.posix.dirname(name), specifier))
    .filter((target) => !isAllowed(target))
    .map((target) => `${name} imports ${target}`)
}

/** Clock, disk, random numbers and process in a file that should know none of them. */
function impurities({ name, code, imports }: SourceFile, row: string): string[] {
  const surroundings = table[row]!
  const modules = imports.filter((specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier))
  if (surroundings.browser) return modules.map((what) => `${name} touches ${what}`)
  if (surroundings.node) return []
  const globals = [
    ...code.matchAll(/\b(Math\.random|Date|performance|process|Buffer|setTimeout|fetch|crypto)\b(?=[.(])/g),
  ]
  return [...modules, ...globals.map((match) => match[1]!)].map((what) => `${name} touches ${what}`)
}

/** A package, or a part of it such as `package/part`. */
function isOf(packageName: string, specifier: string): boolean {
  return specifier === packageName || isIn(specifier, packageName)
}

function isIn(name: string, folder: string): boolean {
  return name.startsWith(`${folder}/`)
}

/** The notices that go with the packed program: every package that is in it, with its licence as it came. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { packageList } from './bundled-packages.ts'

const modules = path.resolve(import.meta.dirname, '..', 'node_modules')

/** What a package that comes without the text of its licence is under. */
const knownTexts: Readonly<Record<string, string>> = {
  'onnxruntime-node':
    'MIT, Copyright (c) Microsoft Corporation. Notices of what is in the runtime itself:\nhttps://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt',
  'onnxruntime-common': 'MIT, Copyright (c) Microsoft Corporation.',
}

const head = `Diorama is made with the work of others. It contains what is listed here, each under its own licence.

libvips, which reads and writes pictures, is under the LGPL (GNU Lesser General Public License, version 3 or later). It
is a library of its own beside the program (resources/app.asar.unpacked/node_modules/@img) and may be replaced by another
version of it; its source is at https://github.com/libvips/libvips.

Electron and Chromium, around all of this, bring their notices as LICENSE.electron.txt and LICENSES.chromium.html.
`

interface Package {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly text: string
}

/** @throws Error if a package has no licence that is known */
export function notices(): string {
  const names = new Set([...listed('window'), ...listed('host'), ...installedWith(nativePackages())])
  const parts = [...names].sort().map((name) => section(packageOf(name)))
  return [head, ...parts].join(`\n${'-'.repeat(100)}\n\n`)
}

/** Of a bundle, as its build wrote it down; @throws Error if it was not built */
function listed(bundle: string): string[] {
  return JSON.parse(readFileSync(packageList(bundle), 'utf8')) as string[]
}

function nativePackages(): string[] {
  return Object.keys(manifest(path.resolve(modules, '..')).dependencies ?? {})
}

/** They and what they bring with them, as far as it is installed here. */
function installedWith(names: readonly string[]): string[] {
  const found = new Set<string>()
  const add = (name: string): void => {
    if (found.has(name) || !existsSync(path.join(modules, name, 'package.json'))) return
    found.add(name)
    const { dependencies, optionalDependencies } = manifest(path.join(modules, name))
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next)
  }
  names.forEach(add)
  return [...found]
}

interface Manifest {
  readonly version: string
  readonly license?: string
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest
}

function packageOf(name: string): Package {
  const folder = folderOf(name)
  const { version, license } = manifest(folder)
  if (license === undefined) throw new Error(`${name} does not say which licence it is under.`)
  return { name, version, license, text: licenceText(folder, name, license) }
}

/** Some lie only under the package that needs them. */
function folderOf(name: string): string {
  const [inner] = globSync(`**/node_modules/${name}/package.json`, { cwd: modules })
  return existsSync(path.join(modules, name)) || inner === undefined
    ? path.join(modules, name)
    : path.join(modules, path.dirname(inner))
}

function licenceText(folder: string, name: string, license: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  if (files.length > 0) return files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n')
  if (name.includes('libvips')) return readFileSync(path.join(folder, 'README.md'), 'utf8').trim()
  return knownTexts[name] ?? `Under the licence ${license}; its text is at https://spdx.org/licenses/${license}.html.`
}

function section({ name, version, license, text }: Package): string {
  return `${name} ${version} (${license})\n\n${text}\n`
}

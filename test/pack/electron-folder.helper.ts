/**
 * A folder that looks like an unpacked Electron for Linux to electron-builder, so that packing can be proven where the
 * real one cannot be had. Its program does nothing, but carries the fuses.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createPackage } from '@electron/asar'

/** How the real program marks its fuses, which are all of 9 and on here; see @electron/fuses. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuses = [1, 9, ...Array.from('111111111', (fuse) => fuse.charCodeAt(0))]

/** @param version as package.json has it */
export async function makeElectronFolder(folder: string, version: string): Promise<void> {
  const write = (name: string, content: string | Buffer, mode = 0o644): void => {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content, { mode })
  }
  write('electron', Buffer.concat([Buffer.from(`#!/bin/sh\nexit 0\n${sentinel}`), Buffer.from(fuses)]), 0o755)
  write('version', version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'icudtl.dat']) write(name, name)
  for (const language of ['en-US', 'en-GB', 'de', 'fr']) write(`locales/${language}.pak`, language)
  const app = path.join(folder, 'default-app')
  write('default-app/package.json', '{}')
  mkdirSync(path.join(folder, 'resources'))
  await createPackage(app, path.join(folder, 'resources/default_app.asar'))
}

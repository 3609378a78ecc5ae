/**
 * The packed program: made by `npm run pack` without a network, around a folder that stands in for Electron, then taken
 * apart and run. What only Electron can show (its window, its sandbox, reading from the archive) is not shown here.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { runSchema } from '../../app/contract/run.ts'
import { EngineHost } from '../../app/engine-host/engine-host.ts'
import { standInFork } from '../../app/engine-host/utility.helper.ts'
import { utilityProbe } from '../../app/engine-host/utility-probe.ts'
import { utilityEngine } from '../../app/engine-host/utility.ts'
import { makeElectronFolder } from './electron-folder.helper.ts'

const root = path.resolve(import.meta.dirname, '../..')
const megabyte = 2 ** 20

/** Without Electron itself: our bundles, the runtime (46 MB here), pictures (18 MB) and SQLite (3 MB). */
const largestApp = 80 * megabyte
/** The starter model and the examples. */
const largestResources = 20 * megabyte

/** Nobody can fetch anything through it. */
const noNetwork = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', ELECTRON_GET_USE_PROXY: '1' }

// The stand-in folder is one for Linux; on other systems electron-builder also rewrites the program itself.
describe.runIf(process.platform === 'linux')('S1 the packed program', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'diorama-pack-'))
  const app = path.join(folder, 'app')
  let packed: string
  let resources: string
  let files: string[]

  beforeAll(async () => {
    const electron = path.join(folder, 'electron')
    await makeElectronFolder(electron, packageJson.devDependencies.electron)
    const options = ['scripts/pack.ts', '--electron-dist', electron, '--output', path.join(folder, 'out')]
    const { status, stdout, stderr } = spawnSync(process.execPath, options, {
      cwd: root,
      env: { ...process.env, ...noNetwork },
      encoding: 'utf8',
    })
    expect(status, stdout + stderr).toBe(0)
    packed = path.join(
      folder,
      'out',
      readdirSync(path.join(folder, 'out')).find((name) => name.endsWith('-unpacked'))!,
    )
    resources = path.join(packed, 'resources')
    files = listPackage(path.join(resources, 'app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'))
    extractAll(path.join(resources, 'app.asar'), app)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('S1 has the program, its page and its engine, and nothing that only a developer needs', () => {
    for (const name of ['main.js', 'engine.js', 'probe-process.js', 'preload.cjs'])
      expect(files).toContain(`/dist/host/${name}`)
    expect(files).toContain('/dist/renderer/index.html')
    expect(
      files.filter((name) => /\.(map|ts|tsx|test\.js|md|node-gyp)$|\/(test|tests|__tests__)\//.test(name)),
    ).toEqual([])
    expect(packagesIn(files)).toEqual([
      '@img/colour',
      `@img/sharp-libvips-${system}`,
      `@img/sharp-${system}`,
      'better-sqlite3',
      'detect-libc',
      'onnxruntime-common',
      'onnxruntime-node',
      'semver',
      'sharp',
    ])
    expect(JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'))).toMatchObject({ main: packageJson.main })
  })

  test('S1 of the native files only those of this system are there, as files beside the archive', () => {
    const native = files.filter((name) => /\.(node|so(\.[\d.]+)?|dylib|dll)$/.test(name)).sort()
    const runtime = `/node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`
    expect(native).toEqual([
      expect.stringMatching(new RegExp(`^/node_modules/@img/sharp-libvips-${system}/lib/libvips-cpp\\.so`)),
      expect.stringMatching(new RegExp(`^/node_modules/@img/sharp-${system}/lib/sharp-${system}.*\\.node$`)),
      `/node_modules/better-sqlite3/prebuilds/${system}.node`,
      `${runtime}/libonnxruntime.so.1`,
      `${runtime}/onnxruntime_binding.node`,
    ])
    for (const name of native) expect(existsSync(path.join(resources, 'app.asar.unpacked', name))).toBe(true)
  })

  test('M1 the starter model and the examples lie beside it, without what only measuring needs', () => {
    expect(readdirSync(path.join(resources, 'native-models/starter')).sort()).toEqual([
      'MODEL_CARD.md',
      'starter.safetensors',
      'tokenizer.json',
    ])
    expect(readdirSync(path.join(resources, 'examples')).filter((name) => !name.endsWith('.diorama'))).toEqual([
      'examples.json',
    ])
  })

  test('S1 stays within its size', () => {
    expect(sizeOf(app)).toBeLessThan(largestApp)
    expect(sizeOf(path.join(resources, 'native-models')) + sizeOf(path.join(resources, 'examples'))).toBeLessThan(
      largestResources,
    )
  })

  test('S1 its notices have the licence of every package that is in it, and name libvips with its own', () => {
    const notices = readFileSync(path.join(resources, 'NOTICES.txt'), 'utf8')
    const bundled = ['zod', '@trpc/server', 'react', 'fabric', '@base-ui/react', '@fontsource-variable/inter']
    for (const name of [...packagesIn(files), ...bundled]) expect(notices).toContain(`\n${name} `)
    expect(notices).toMatch(/libvips.*LGPL.*version 3 or later/s)
    for (const licence of ['GNU LESSER GENERAL PUBLIC LICENSE', 'GNU GENERAL PUBLIC LICENSE'])
      expect(notices).toMatch(new RegExp(`^ +${licence}\\n +Version 3, 29 June 2007$`, 'm'))
    expect(notices).not.toContain('see https://spdx.org/licenses/.')
    expect(notices).not.toMatch(/undefined|\/node_modules\/(?!@img)/)
    expect(readFileSync(path.join(resources, 'LICENSE.txt'), 'utf8')).toContain('Apache License')
  })

  test('S1 its fuses are set: no plain Node, no options from outside, no other archive, no file scheme', async () => {
    const wire = await getCurrentFuseWire(path.join(packed, 'diorama'))
    const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(wire[fuse]!) === '1'
    expect(isOn(FuseV1Options.RunAsNode)).toBe(false)
    expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
    expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
    expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false)
    expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true)
    expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
    expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true)
  })

  test('M1 the packed engine draws with the packed starter model, and tests the CPU, in stand-in utility processes', async () => {
    const entry = (name: string): string => path.join(app, 'dist/host', name)
    const host = new EngineHost(utilityEngine(standInFork, entry('engine.js')), {
      probe: utilityProbe(standInFork, entry('probe-process.js')),
    })
    try {
      const model = {
        path: path.join(resources, 'native-models/starter/starter.safetensors'),
        device: 'cpu',
        threads: 2,
      }
      const { pictures } = await host.generate(runSchema.parse({ ...smallRun, model }))
      expect(pictures[0]!.rgb).toHaveLength(128 * 128 * 3)
      expect(new Set(pictures[0]!.rgb).size).toBeGreaterThan(16)
      expect((await host.devices())[0]).toMatchObject({ device: 'cpu', available: true })
    } finally {
      await host.close()
    }
  })

  test('A3 the packed program opens its window, makes a project, takes an edit, draws it and ends, around a stand-in Electron', () => {
    const driver = path.join(import.meta.dirname, 'packed-main.helper.ts')
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [driver, app, resources, path.join(folder, 'user')],
      {
        cwd: folder,
        env: { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') },
        encoding: 'utf8',
      },
    )
    expect(status, stderr).toBe(0)
    const seen = JSON.parse(stdout) as { windowMs: number }
    // Of the second and a half that a window may take, the rest is Chromium's.
    expect(seen.windowMs).toBeLessThan(1000)
    expect(seen).toMatchObject({
      page: ['load app://diorama/index.html', 'show'],
      script: [200, 'text/javascript; charset=utf-8'],
      policy: expect.stringContaining("style-src 'self'"),
      kind: 'desktop',
      examples: expect.arrayContaining(['beach-house']),
      steps: 1,
      job: ['done', null],
      picture: [200, 'PNG'],
      file: expect.stringContaining(path.join(folder, 'user/documents/Diorama')),
      cpu: { available: true },
      messages: [],
    })
  })
})

test('S1 packing without Electron and without a network says so in one sentence', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/pack.ts', '--electron-dist', '/not/there'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect([status, stderr.trim()]).toEqual([1, 'There is no folder /not/there; name an unpacked Electron.'])
})

const system = `${process.platform}-${process.arch}`

const smallRun = {
  format: 'diorama/run',
  version: 1,
  scene: {
    format: 'diorama/scene',
    version: 1,
    caption: 'in a meadow',
    width: 128,
    height: 128,
    instances: [{ id: 'ball', caption: 'a red ball', box: { x0: 24, y0: 40, x1: 88, y1: 104 } }],
  },
  settings: { steps: 4, sampler: 'ddim', mis: 0, size: { width: 128, height: 128 } },
}

function packagesIn(names: readonly string[]): string[] {
  const found = names.flatMap((name) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(name)?.[1] ?? [])
  return found.sort()
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0)
}

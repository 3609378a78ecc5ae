/** `diorama eval starter`, with few scenes and few steps. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluationReportSchema } from '../../app/contract/evaluation.ts'
import { diorama, start, temporaryFolder } from './cli.helper.ts'

const folder = temporaryFolder()
const quick = ['eval', 'starter', '--layouts', '3', '--formats', 'box', '--mis', '0', '--steps', '2', '--device', 'cpu']

describe('G5 eval', () => {
  test('G5 --json is one object with the tables that were asked for, and --pictures writes what was drawn', async () => {
    const { code, stdout, stderr } = await diorama(
      [...quick, '--table', 'main,count,scaleu', '--pictures', 'drawn', '--json'],
      { cwd: folder },
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const report = evaluationReportSchema.parse(JSON.parse(stdout))
    expect(report.tables.map(({ name, rows }) => [name, rows.map(({ label }) => label)])).toEqual([
      ['main', ['none', 'box']],
      ['count', ['1', '2']],
      ['scaleu', ['on', 'off']],
    ])
    const [on, off] = report.tables[2]!.rows
    expect(off!.fid).not.toBe(on!.fid)
    expect(readdirSync(path.join(folder, 'drawn')).sort()).toEqual([
      'box-mis-0-unipc-2',
      'box-mis-0-unipc-2-without-scaleu',
      'none-mis-0-unipc-2',
    ])
    expect(readdirSync(path.join(folder, 'drawn', 'none-mis-0-unipc-2'))).toEqual(['000.png', '001.png', '002.png'])
  })

  test('G5 Ctrl-C ends it with 130 and says where the pictures are that were drawn until then', async () => {
    const running = start([...quick, '--layouts', '200', '--steps', '30', '--pictures', 'begun'], { cwd: folder })
    const drawn = () => existsSync(path.join(folder, 'begun')) && readdirSync(path.join(folder, 'begun')).length > 0
    await expect.poll(drawn).toBe(true)
    running.process.kill('SIGINT')
    expect(await running.ended).toEqual({
      code: 130,
      stdout: '',
      stderr: 'error: The run was cancelled. The pictures that were drawn until then are in begun.\n',
    })
  })
})

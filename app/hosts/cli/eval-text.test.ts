/** The tables of an evaluation as people read them. */
import { expect, test } from 'vitest'
import type { EvaluationReport, EvaluationRow, Figures } from '../../contract/evaluation.ts'
import { evaluationText } from './eval-text.ts'

const found = { ap: 0.5, ap50: 0.75, ar: 0.25 }
const figures: Figures = {
  pictures: 8,
  instances: 20,
  present: 1,
  class: 0.9,
  colour: 0.8,
  texture: 0.7,
  success: 0.6,
  box: found,
  mask: found,
  miou: 0.125,
  point: 0.25,
  scribble: 0.375,
  background: 1,
  extra: 0.5,
  fid: 1.5,
}
const row: EvaluationRow = {
  label: 'box',
  formats: 'box',
  grounding: true,
  mis: 0.36,
  merge: 'place',
  steps: 10,
  sampler: 'unipc',
  scaleU: true,
  guidance: 1.7,
  alpha: 1,
  ...figures,
  seconds: 0.5,
  passes: 27,
}
const without: EvaluationRow = { ...row, label: 'none', formats: 'none', grounding: false, mis: 0 }

function text(rows: EvaluationRow[], name: EvaluationReport['tables'][number]['name'] = 'main'): string[] {
  const compared = { scenes: 5000, seed: 1 }
  return evaluationText({ layouts: 8, instances: 20, real: figures, compared, tables: [{ name, rows }] }).split('\n')
}

test('G5 a table stands under what its grounded rows have in common, the real pictures first', () => {
  const [scenes, distance, , settings, head, real, none, box] = text([without, row])
  expect(scenes).toMatch(/^8 scenes, 20 instances; shares in per cent/)
  expect(distance).toMatch(/^FID: 8 pictures against 5000 fresh real ones/)
  expect(settings).toBe('main: places by box, 10 steps of unipc, share alone 0.36 merged by place, guidance 1.7')
  expect(head).toMatch(/^places +pictures +present +class +colour +texture +success +box-AP +AP50 +AR /)
  expect([real, none, box].map((line) => line!.split('  ')[0])).toEqual(['(real pictures)', 'none', 'box'])
  expect(box!.split(/ +/).slice(1, 7)).toEqual(['8', '100.0', '90.0', '80.0', '70.0', '60.0'])
})

test('G5 below a group stand the real pictures of its own layouts', () => {
  const [, , , , , , three, real, four] = text(
    [
      { ...row, label: '3', real: { ...figures, success: 0.95 } },
      { ...row, label: '4' },
    ],
    'count',
  )
  expect([three, real, four].map((line) => line!.split('  ')[0])).toEqual(['3', '(real)', '4'])
  expect(real!.split(/ +/).slice(1, 7)).toEqual(['8', '100.0', '90.0', '80.0', '70.0', '95.0'])
})

test('G5 what differs between rows is in their labels, not above them; a group has no distance', () => {
  const [, , , settings, , , , second] = text([row, { ...row, label: '20 plms', steps: 20, fid: null }], 'steps')
  expect(settings).toBe('steps: places by box, share alone 0.36 merged by place, guidance 1.7')
  expect(second).toMatch(/0\.50 {2,}27 {2,}0\.50$/)
})

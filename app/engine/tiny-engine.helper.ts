/** The engine over the tiny checkpoint of the golden data, whose heads and groups only its test data knows. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Model } from '../../native-models/pipeline.ts'
import { runEngine } from './run-engine.ts'

const cases = path.join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'tiny', 'cases.json')
const { sizes } = JSON.parse(readFileSync(cases, 'utf8'))
const hints = { heads: sizes.unet.numHeads, groups: sizes.unet.groups, textHeads: sizes.text.heads }

runEngine((file, options) => Model.open(file, { ...options, hints }))

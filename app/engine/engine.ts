/**
 * The engine process: plain Node, started by a host, ended by it at any moment. Holds the model and nothing that is
 * not in a file, so that it can be killed.
 */
import { Model } from '../../native-models/pipeline.ts'
import { runEngine } from './run-engine.ts'

runEngine((file, options) => Model.open(file, options))

/**
 * The engine process: plain Node, started by a host, ended by it at any moment. Holds the model and nothing that is
 * not in a file, so that it can be killed.
 */
import { Model } from '../../native-models/pipeline.ts'
import { Devices } from './devices.ts'
import { explain } from './explain.ts'
import { handlers } from './handlers.ts'
import { Models } from './models.ts'
import { hostPort } from './port.ts'
import { serve } from './server.ts'

const port = hostPort()
const devices = new Devices((reports) => port.send({ type: 'devices', reports }))
const models = new Models((file, options) => Model.open(file, options))
const service = { handlers: handlers({ models, devices }), explain, knowDevices: devices.know.bind(devices) }
serve(port, service, () => process.exit())

import { parentPort } from 'node:worker_threads'
import { serveReader } from './imports/reader.ts'
import { machineClock } from './machine/clock.ts'
import { letWindowGoFirst } from './machine/priority.ts'

// The thread that reads and checks files; the core starts it. It opens no file and no database.
letWindowGoFirst()
const port = parentPort
if (!port) throw new Error('This module runs as a thread')
const hear = serveReader({ post: (message) => port.postMessage(message), clock: machineClock })
port.on('message', hear)

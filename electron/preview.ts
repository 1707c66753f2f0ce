import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createCore } from './core.ts'
import { coreOptions } from './machine/core-options.ts'
import { dataFolder } from './machine/data-folder.ts'
import { servePreview } from './preview/server.ts'
import { realPorts } from './real-ports.ts'

// The browser host: the same core behind a page on loopback. Prints one line, the page's address, and runs until it
// is told to stop.
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
const ports = realPorts(dataFolder(), new URL('file-reader.ts', import.meta.url))
const core = createCore(ports, coreOptions())
const preview = await servePreview({
  core,
  log: ports.log,
  folder: join(import.meta.dirname, '..', 'out', 'renderer'),
  port: Number(values.port),
})
console.log(preview.address)

// As in the desktop host: what nobody waited for is written down, and ends nothing.
process.on('unhandledRejection', (reason) => ports.log.error('A promise was rejected and nobody looked', { reason }))

let closing = false
function close(): void {
  if (closing) return
  closing = true
  preview.close()
  core
    .close()
    .catch((error: unknown) => ports.log.error('The core did not close cleanly', { error }))
    .finally(end)
}

/** Ends as a person who pressed Ctrl+C expects: a mere exit waits for a keychain that is still asking somebody. */
function end(): void {
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}
// Ctrl+C may arrive twice, from the terminal and from npm: the first one counts.
process.on('SIGINT', close)
process.on('SIGTERM', close)

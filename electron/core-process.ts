import type { MessagePortMain } from 'electron'
import { createCore } from './core.ts'
import { coreOptions } from './machine/core-options.ts'
import { machineNetwork } from './machine/network.ts'
import { letWindowGoFirst } from './machine/priority.ts'
import type { Network } from './ports.ts'
import { realPorts } from './real-ports.ts'
import { answerWindow } from './wire/core-end.ts'
import { glances } from './wire/glance.ts'
import { goOn, toCore, type ToMain } from './wire/main-messages.ts'
import type { Pipe } from './wire/pipe.ts'
import { runEnds } from './wire/run-end.ts'
import { secretsOfMain } from './wire/secrets-over-main.ts'

// The desktop's core begins here, in a process of its own: main starts it, hands it a port for each window, and closes
// it. It ends with main, whatever main ends by.
letWindowGoFirst()
const main = process.parentPort
const [data = '', ...flags] = process.argv.slice(2)
const tell = (message: ToMain): void => main.postMessage(message)

const secrets = secretsOfMain(tell)
const wakings = new Set<() => void>()
const ports = realPorts(data, new URL('file-reader.js', import.meta.url), {
  network: eitherOf(machineNetwork(), { onChange: (listener) => heard(wakings, listener) }),
  keychain: secrets.keychain('keychain'),
  session: secrets.keychain('session'),
})

process.on('uncaughtException', (error) => {
  ports.log.error('The core broke down', { error })
  console.error(error)
  process.exit(1)
})
process.on('unhandledRejection', (reason) => ports.log.error('A promise was rejected and nobody looked', { reason }))

const core = createCore(ports, { ...coreOptions(), goOn: flags.includes(goOn) })
const endOf = runEnds()
const glanceOf = glances()
core.listen((event) => {
  if (event.event !== 'status') return
  const end = endOf(event.status)
  if (end) tell({ tell: 'run-ended', end })
  const glance = glanceOf(event.status)
  if (glance) tell({ tell: 'glance', glance })
})

main.on('message', ({ data: message, ports: [port] }) => {
  const told = toCore.parse(message)
  if ('answer' in told) return secrets.answered(told)
  switch (told.tell) {
    case 'window':
      if (port) answerWindow(pipeOf(port), core, ports.log)
      return
    case 'woken':
      for (const listener of wakings) listener()
      return
    case 'close':
      void close()
  }
})

async function close(): Promise<void> {
  try {
    await core.close()
  } catch (error) {
    ports.log.error('The core did not close cleanly', { error })
  }
  process.exit()
}

function pipeOf(port: MessagePortMain): Pipe {
  return {
    send: (message) => port.postMessage(message),
    take(listener) {
      port.on('message', ({ data: message }) => listener(message))
      port.start()
    },
    ended: (listener) => void port.once('close', listener),
  }
}

/** Two ways to hear of a change: what both tell of is told twice, which is one more try and no harm. */
function eitherOf(one: Network, other: Network): Network {
  return {
    onChange(listener) {
      const ends = [one.onChange(listener), other.onChange(listener)]
      return () => ends.forEach((end) => end())
    },
  }
}

function heard(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

import { Worker } from 'node:worker_threads'
import type { Reader, Readers } from '../ports.ts'

/** A reader that needs more than this is ended: megabytes. A million rows take about a quarter of it. */
const memoryMost = 1024

/** Readers that are threads: each runs the module at `entry`. */
export function readerThreads(entry: URL, memory = memoryMost): Readers {
  return { start: () => startReader(entry, memory) }
}

function startReader(entry: URL, memory: number): Reader {
  const worker = new Worker(entry, { name: 'reader', resourceLimits: { maxOldGenerationSizeMb: memory } })
  // Nobody waits for it when the program ends.
  worker.unref()
  return {
    post: (message) => worker.postMessage(message),
    listen({ message, ended }) {
      let told = false
      const tell: typeof ended = (reason, cause) => {
        if (!told) ended(reason, cause)
        told = true
      }
      worker.on('message', message)
      worker.on('messageerror', (error) => {
        tell('failed', error)
        void worker.terminate()
      })
      worker.on('error', (error) => {
        tell((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'failed', error)
      })
      worker.on('exit', (code) => tell('failed', new Error(`The thread ended with ${code}`)))
    },
    async end() {
      await worker.terminate()
    },
  }
}

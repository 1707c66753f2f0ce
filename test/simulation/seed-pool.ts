import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { SeedRun } from './run-seed.ts'
import type { Life, Lived } from './seed-process.ts'
import type { StoryName } from './story-names.ts'

/** Lives through seeds in processes beside each other. What comes of a seed is the same wherever it is lived through. */
export interface SeedPool {
  /** Never rejects: a process that ends in the middle of a seed is a promise that was not kept. */
  live(seed: number, story: StoryName): Promise<SeedRun>
  end(): void
}

interface Waiting {
  readonly life: Life
  readonly lived: (run: SeedRun) => void
}

/** Where what was compiled once is kept for the next process: it starts in half the time. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/compiled')

/** A pool of as many processes as there are processors, each started when it is first wanted. */
export function createSeedPool(most = availableParallelism()): SeedPool {
  const waiting: Waiting[] = []
  const idle = new Set<ChildProcess>()
  const all = new Set<ChildProcess>()
  const busy = new Map<ChildProcess, Waiting>()

  function begin(): ChildProcess {
    const env = { NODE_COMPILE_CACHE: compiled, ...process.env }
    const child = fork(join(import.meta.dirname, 'seed-process.ts'), { execArgv: [], env })
    all.add(child)
    const over = (run: SeedRun) => {
      busy.get(child)?.lived(run)
      busy.delete(child)
    }
    child.on('message', (lived: Lived) => {
      over(lived)
      idle.add(child)
      next()
    })
    child.on('exit', (code, signal) => {
      all.delete(child)
      idle.delete(child)
      over({ trace: '', broken: [`The process that lived through it ended with ${signal ?? code}`] })
      next()
    })
    return child
  }

  function next(): void {
    while (waiting.length > 0) {
      const [child = all.size < most ? begin() : null] = idle
      const first = child && waiting.shift()
      if (!child || !first) return
      idle.delete(child)
      busy.set(child, first)
      child.send(first.life)
    }
  }

  return {
    live: (seed, story) =>
      new Promise((lived) => {
        waiting.push({ life: { seed, story }, lived })
        next()
      }),
    end() {
      for (const child of all) child.disconnect()
    },
  }
}

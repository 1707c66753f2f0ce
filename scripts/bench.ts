import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { buildIfNeeded } from './build.ts'
import { run } from './run.ts'
import { prepareMachine } from './test-machine.ts'

// npm run bench: prints what docs promise, each beside its floor and its goal. Words after `--` choose benches by
// the names of their files or rows, such as `npm run bench -- pull` or `npm run bench -- 6-sheet wheel`; `--taken 1` takes one processor away meanwhile.
const { values, positionals } = parseArgs({
  options: { taken: { type: 'string', default: '0' } },
  allowPositionals: true,
})
const processors = availableParallelism()
const taken = Number(values.taken)
if (!Number.isInteger(taken) || taken < 0 || taken >= processors) {
  console.error(`--taken says how many of the ${processors} processors other work takes: 0 to ${processors - 1}.`)
  process.exit(1)
}

await buildIfNeeded()
const machine = await prepareMachine({ endToEnd: true, component: false, integration: false })
// Other work: threads that never rest, nor give way.
const busy = Array.from({ length: taken }, () => new Worker('for (;;);', { eval: true }))
try {
  for (const line of machine.leftOut) console.log(line)
  if (taken > 0) console.log(`Meanwhile ${taken} of ${processors} processors are taken by other work.`)
  const table = resolve(import.meta.dirname, 'bench-table.ts')
  const [program, ...args] = machine.around([process.execPath, table, ...positionals])
  process.exitCode = await run(program, args, { env: machine.environment })
} finally {
  await Promise.all(busy.map((thread) => thread.terminate()))
  machine.release()
}

import { resolve } from 'node:path'
import { buildIfNeeded } from './build.ts'
import { run } from './run.ts'
import { prepareMachine } from './test-machine.ts'

// npm run bench: prints what docs promise, each beside its floor and its goal. Words after `--` choose benches by
// the names of their files or rows, such as `npm run bench -- pull` or `npm run bench -- 6-sheet wheel`.
await buildIfNeeded()
const machine = await prepareMachine({ endToEnd: true, integration: false })
try {
  for (const line of machine.leftOut) console.log(line)
  const table = resolve(import.meta.dirname, 'bench-table.ts')
  const [program, ...args] = machine.around([process.execPath, table, ...process.argv.slice(2)])
  process.exitCode = await run(program, args, { env: machine.environment })
} finally {
  machine.release()
}

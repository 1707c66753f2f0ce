import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { watchSqlite } from '../support/sqlite-watch.ts'

// node open-and-be-killed.ts FOLDER PROFILE MOMENT: opens a profile and closes it again, and is killed at that moment:
// before that change of a file, or before or after that transaction. Prints how many moments there were otherwise.
const [folder = '', profile = '', last = '0'] = process.argv.slice(2)
let moments = 0

function moment(): void {
  if (++moments === Number(last)) process.kill(process.pid, 'SIGKILL')
}

const changes = [
  'renameSync',
  'fsyncSync',
  'rmSync',
  'copyFileSync',
  'writeSync',
  'writeFileSync',
  'truncateSync',
  'mkdirSync',
] as const
for (const name of changes) {
  const real = fs[name] as (...args: unknown[]) => unknown
  Object.assign(fs, {
    [name](...args: unknown[]) {
      moment()
      return real.apply(fs, args)
    },
  })
}
syncBuiltinESMExports()
watchSqlite({ opened: moment, moment })

const { show } = await import('./shown.ts')
moments = 0
console.log('begins')
await show(folder, profile)
console.log(moments)
process.exit(0)

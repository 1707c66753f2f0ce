import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname } from 'node:path'
import { watchSqlite } from './sqlite-watch.ts'

// node open-and-die.ts JOURNAL MOMENT: opens a journal and closes it again, and is killed at that moment: before that
// change of a file, or before or after that transaction. Prints how many moments there were if it lived longer.
const [path = '', last = '0'] = process.argv.slice(2)
let moments = 0

function moment(): void {
  if (++moments === Number(last)) process.kill(process.pid, 'SIGKILL')
}

for (const name of ['renameSync', 'fsyncSync', 'rmSync', 'copyFileSync', 'writeSync', 'writeFileSync'] as const) {
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

const { openJournal } = await import('../../electron/store/open-journal.ts')
const { openNotices } = await import('../../electron/store/notices.ts')
let lastId = 0
const id = () => `id-${process.pid}-${++lastId}`
const notices = openNotices(dirname(path), { now: () => 1, id, log: { warn: () => undefined } })
const journal = openJournal(path, { profile: 'profile', openedBefore: true, id, tell: notices.tell })
journal.close()
console.log(moments)

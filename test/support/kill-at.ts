import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { watchSqlite } from './sqlite-watch.ts'

/** Every way in which this program changes a file by itself; what SQLite does is watched beside. */
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

/**
 * Kills this process at a moment: before that change of a file, or before or after that transaction. What changes files
 * has to be imported afterwards. Counts moments since `begin` was last called.
 */
export function killAt(last: number): { begin(): void; readonly moments: number } {
  let moments = 0

  function moment(): void {
    if (++moments === last) process.kill(process.pid, 'SIGKILL')
  }

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

  return {
    begin: () => void (moments = 0),
    get moments() {
      return moments
    },
  }
}

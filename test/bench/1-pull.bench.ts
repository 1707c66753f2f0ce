import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { cacheShape } from '../../electron/store/migrations/cache.ts'
import { mirrors, type Mirror, type Seen } from '../../electron/store/mirror.ts'
import { bundleOf, tariffOf, trackerOf, userOf } from '../../electron/panel/answers.ts'
import type { Bench } from './bench.ts'
import { post, pullFrom, signIn, startCore, startPanel, timed, trackers } from './rig.ts'

const pageSize = 1000

/** What is pulled, as the core does it: what gives names to others first. */
const lists = [
  { path: 'user/list', mirror: mirrors.user, rowOf: userOf },
  { path: 'tariff/list', mirror: mirrors.tariff, rowOf: tariffOf },
  { path: 'tracker/list', mirror: mirrors.tracker, rowOf: trackerOf },
  { path: 'tracker/bundle/list', mirror: mirrors.bundle, rowOf: bundleOf },
] as unknown as readonly { path: string; mirror: Mirror<object>; rowOf: (row: unknown) => Seen<object> | null }[]

const page = z.object({ list: z.array(z.unknown()), count: z.number() })

/** The same rows into the same tables, with nothing around it: fetch the pages, JSON.parse, insert. */
async function floor(baseUrl: string): Promise<void> {
  const path = join(tmpdir(), `fleetbook-floor-${process.pid}.db`)
  const database = new Database(path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.exec(cacheShape)
    const hash = await signIn(baseUrl)
    for (const { path, mirror, rowOf } of lists) {
      const { table, columns, values, whole } = mirror
      const insert = database.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      for (let offset = 0, count = 1; offset < count; offset += pageSize) {
        const body = { order_by: 'id', ascending: true, offset, limit: pageSize }
        const answer = page.parse(JSON.parse(await post(baseUrl, path, body, hash)))
        count = answer.count
        database.transaction(() => {
          for (const row of answer.list) insert.run(...values(whole(rowOf(row)!, undefined)))
        })()
      }
    }
  } finally {
    database.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  }
}

export default {
  name: `pull ${trackers.toLocaleString('en')} trackers into the cache`,
  goal: { ratioAtMost: 1.3 },
  async run() {
    const panel = await startPanel()
    const bench = startCore()
    try {
      await floor(panel.baseUrl)
      const bare = await timed(() => floor(panel.baseUrl))
      const value = await timed(() => pullFrom(bench, panel))
      return { value, floor: bare, unit: 'ms', note: 'both with users, plans and bundles' }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench

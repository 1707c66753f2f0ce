import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { cacheShape } from '../../electron/store/migrations/cache.ts'
import { mirrors, type Seen } from '../../electron/store/mirror.ts'
import { trackerOf } from '../../electron/panel/answers.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { Bench } from './bench.ts'
import { post, pullFrom, signIn, startCore, startPanel, timed, trackers } from './rig.ts'

const pageSize = 1000

/** The same rows into the same tables, with nothing around it: fetch the pages, JSON.parse, insert. */
async function floor(baseUrl: string): Promise<void> {
  const path = join(tmpdir(), `fleetbook-floor-${process.pid}.db`)
  const database = new Database(path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.exec(cacheShape)
    const { columns, values, whole } = mirrors.tracker
    const insert = database.prepare(
      `INSERT INTO tracker (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    )
    const hash = await signIn(baseUrl)
    for (let offset = 0; offset < trackers; offset += pageSize) {
      const body = { order_by: 'id', ascending: true, offset, limit: pageSize }
      const { list } = JSON.parse(await post(baseUrl, 'tracker/list', body, hash)) as { list: unknown[] }
      database.transaction(() => {
        for (const row of list) insert.run(...values(whole(trackerOf(row) as Seen<Tracker>, undefined)))
      })()
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
      return { value, floor: bare, unit: 'ms', note: 'with users, plans, equipment and bundles' }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench

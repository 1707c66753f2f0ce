import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { simRig, type RigOptions, type SimRig } from './core-rig.ts'
import { watchSqlite } from './sqlite-watch.ts'

/** A rig, one of whose files may have no room to grow. */
export interface RigOnDisk {
  readonly rig: SimRig
  /** Leaves the file so many pages more, and lets it be written to. */
  room(pages: number): void
  /**
   * Once so many of its transactions more are committed, the disk is full: the next one finds no page, and those after it
   * can rewrite nothing either, as where a log has no room.
   */
  fullAfter(transactions: number): void
}

/** A rig, and the room on the disk for one of its files, until that is opened anew. */
export async function rigOnDisk(name: 'cache.db' | 'journal.db', options: RigOptions = {}): Promise<RigOnDisk> {
  let file: Database.Database | undefined
  /** Beginnings and commits until the one that finds no page. */
  let left = Infinity
  const room = (pages: number) => {
    if (!file) return
    file.pragma('query_only = OFF')
    file.pragma(`max_page_count = ${Number(file.pragma('page_count', { simple: true })) + pages}`)
  }
  const deaf = watchSqlite({
    opened: (database) => void (database.name.endsWith(name) && !database.readonly && (file = database)),
    moment(database) {
      if (database !== file) return
      left -= 1
      if (left === 0) room(0)
      if (left === -1) file.pragma('query_only = ON')
    },
  })
  onTestFinished(deaf)
  const rig = await simRig(options)
  return { rig, room, fullAfter: (transactions) => void (left = 2 * transactions + 1) }
}

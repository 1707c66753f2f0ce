import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { timed } from './rig.ts'

/** What a paste has left in the journal, table by table: its operations, their lanes, its undo step. */
export type Left = Readonly<Record<'operation' | 'lane' | 'undo_step', readonly (string | number | null)[][]>>

/** Reads from the journal of a data folder what the last paste has left. */
export function leftBy(data: string): Left {
  const [profile] = readdirSync(join(data, 'profiles'))
  const journal = new Database(join(data, 'profiles', profile ?? '', 'journal.db'), { readonly: true })
  const all = (sql: string) => journal.prepare(sql).raw().all() as (string | number | null)[][]
  try {
    return {
      operation: all(`SELECT * FROM operation WHERE state = 'draft'`),
      lane: all(`SELECT lane, operation FROM lane WHERE operation IN (SELECT id FROM operation WHERE state = 'draft')`),
      undo_step: all('SELECT * FROM undo_step WHERE undone = 0'),
    }
  } finally {
    journal.close()
  }
}

/** Milliseconds for the same bytes as rows of plain tables, in one FULL commit. */
export async function plainCommit(left: Left): Promise<number> {
  const path = join(tmpdir(), `fleetbook-floor-${process.pid}.db`)
  const database = new Database(path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // An import leaves no step to undo.
    const filled = Object.entries(left).filter(([, rows]) => rows.length > 0)
    const tables = filled.map(([table, rows]) => {
      const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
      database.exec(`CREATE TABLE ${table} (${columns.join(', ')})`)
      const insert = database.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`)
      return { rows, insert }
    })
    const write = database.transaction(() => {
      for (const { rows, insert } of tables) for (const row of rows) insert.run(row)
    })
    return await timed(() => Promise.resolve(write()))
  } finally {
    database.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  }
}

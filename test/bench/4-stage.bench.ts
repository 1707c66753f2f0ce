import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Bench } from './bench.ts'
import { pullFrom, startCore, startPanel, timed, trackers } from './rig.ts'

const cells = 10_000
const pastes = 5

const middle = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

/** What a paste has left in the journal, table by table: its operations, their lanes, its undo step. */
type Left = Readonly<Record<'operation' | 'lane' | 'undo_step', readonly (string | number | null)[][]>>

/** Reads what the last paste has left. */
function leftBy(folder: string): Left {
  const [profile] = readdirSync(join(folder, 'profiles'))
  const journal = new Database(join(folder, 'profiles', profile ?? '', 'journal.db'), { readonly: true })
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

/** The same bytes as rows of plain tables, in one FULL commit. */
async function floor(left: Left): Promise<number> {
  const path = join(tmpdir(), `fleetbook-floor-${process.pid}.db`)
  const database = new Database(path)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    const tables = Object.entries(left).map(([table, rows]) => {
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

export default {
  name: `paste ${cells.toLocaleString('en')} cells: staged`,
  goal: { ratioAtMost: 2 },
  async run() {
    const panel = await startPanel()
    const bench = startCore()
    const { call } = bench
    try {
      await pullFrom(bench, panel)
      const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
      const staged: number[] = []
      const undone: number[] = []
      const bare: number[] = []
      for (let paste = 0; paste < pastes; paste++) {
        const { ids } = await call('sheet.ids', { view, from: paste * cells, count: cells })
        const values = ids.map((id, index) => ({ id, field: 'label', value: `Bench ${index}` }))
        staged.push(await timed(() => call('sheet.stage', { sheet: 'trackers', source: 'paste', cells: values })))
        bare.push(await floor(leftBy(bench.folder)))
        undone.push(
          await timed(async () => {
            const { step } = await call('sheet.undo', { redo: false })
            if (step?.cells !== cells) throw new Error(`${step?.cells} of ${cells} cells were one step`)
          }),
        )
      }
      const among = trackers.toLocaleString('en')
      return {
        value: middle(staged),
        floor: middle(bare),
        unit: 'ms',
        note: `among ${among} trackers; taken back in ${Math.round(middle(undone))} ms`,
      }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Bench } from './bench.ts'
import { pullFrom, startCore, startPanel, timed } from './rig.ts'

const operations = 50_000
const times = 7

const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? NaN

/** One pass over the drafts in SQL, on the file of a core that has it open. */
function onePass(folder: string): () => number {
  const [profile] = readdirSync(join(folder, 'profiles'))
  const journal = new Database(join(folder, 'profiles', profile ?? '', 'journal.db'), { readonly: true })
  const ask = journal.prepare<[], { kind: string; n: number; sound: number }>(
    `SELECT kind, count(*) AS n, count(*) - count(broken) AS sound FROM operation WHERE state = 'draft' GROUP BY kind`,
  )
  return () => ask.all().reduce((sum, { sound }) => sum + sound, 0)
}

export default {
  name: `plan of ${operations.toLocaleString('en')} operations: first numbers`,
  goal: { ratioAtMost: 2 },
  async run() {
    const panel = await startPanel()
    const bench = startCore()
    const { call } = bench
    try {
      await pullFrom(bench, panel)
      await call('connection.workOffline', { on: true })
      const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
      await call('sheet.change', {
        sheet: 'trackers',
        field: 'label',
        where: { rows: 'range', view, from: 0, count: operations },
        change: { do: 'replace', find: '^', with: 'A ', regex: true, matchCase: false, whole: false },
      })
      const { changeSets } = await call('outbox.changeSets', { settled: false })
      const ids = changeSets.map(({ id }) => id)
      const pass = onePass(bench.folder)
      const value: number[] = []
      const floor: number[] = []
      let counted = 0
      for (let run = 0; run < times; run++) {
        floor.push(await timed(() => Promise.resolve(pass())))
        // Whatever the journal remembers until it changes, such as what would be refused, is looked up anew.
        await call('outbox.discard', { operations: [] })
        value.push(
          await timed(async () => {
            counted = (await call('outbox.planNumbers', { changeSets: ids })).operations
          }),
        )
      }
      // Trackers of other dealers stay behind.
      if (counted < operations * 0.9) throw new Error(`${counted} operations were planned`)
      const whole = await timed(() => call('outbox.plan', { changeSets: ids }))
      return {
        value: middle(value),
        floor: middle(floor),
        unit: 'ms',
        note: `all of the plan in ${Math.round(whole)} ms`,
      }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench

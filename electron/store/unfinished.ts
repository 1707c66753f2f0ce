import type { Sqlite } from './database.ts'
import type { Journal } from './journal.ts'

/**
 * The operations of a step that is whole or nothing, while it is not whole yet. None of them is sent (`isHead` in
 * journal.ts), and what a step that was cut off has left here is taken back before the next begins: so a crash between
 * two parts of it is as if it had never been asked for.
 */
export interface Unfinished {
  /** Adds operations, inside the commit that has staged or released them. */
  add(operations: readonly number[]): void
  /** The step is whole, inside its last commit: all of its operations stay as they are. */
  whole(): void
  /** What is not whole. */
  ids(): number[]
  /** Takes some back in one commit: what was released is a draft again, what was staged is discarded. */
  takeBack(operations: readonly number[]): void
}

export function createUnfinished(journal: Pick<Journal, 'commit' | 'move'> & { database: Sqlite }): Unfinished {
  const { database } = journal
  const listed = 'SELECT value FROM json_each(?)'
  const insert = database.prepare<[string]>(`INSERT OR IGNORE INTO unfinished ${listed}`)
  const forget = database.prepare<[string]>(`DELETE FROM unfinished WHERE operation IN (${listed})`)
  const clear = database.prepare('DELETE FROM unfinished')
  const all = database.prepare<[], number>('SELECT operation FROM unfinished ORDER BY operation').pluck()
  const inState = database
    .prepare<[string, string], number>(`SELECT id FROM operation WHERE id IN (${listed}) AND state = ?`)
    .pluck()
  return {
    add: (operations) => void insert.run(JSON.stringify(operations)),
    whole: () => void clear.run(),
    ids: () => all.all(),
    takeBack(operations) {
      const many = JSON.stringify(operations)
      journal.commit(() => {
        const [released, staged] = [inState.all(many, 'ready'), inState.all(many, 'draft')]
        journal.move(released, 'draft')
        journal.move(staged, 'discarded')
        forget.run(many)
      })
    },
  }
}
